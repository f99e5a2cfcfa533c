/**
 * What happened where: exact places gather in discs that count incidents and deaths; what is known only to an area is a
 * ring (near, a district) or a soft area (a governorate and wider), never a point.
 */

import * as L from "leaflet";
import { pane, type Layer } from "./basemap";
import type { Place } from "./points";

const style = getComputedStyle(document.documentElement);
const colour = (name: string): string => style.getPropertyValue(name).trim();
const CELL = 64;
// Kilometres that a precision may be off by, as drawn.
const REACH: Record<string, number> = { near: 5, district: 20, governorate: 55, region: 90, country: 140 };

const radius = (n: number): number => Math.min(30, 9 + Math.sqrt(n) * 1.7);

/** Discs that would lie on one another become one, the larger taking the smaller in. */
function merged(groups: Group[]): Group[] {
  const kept: Group[] = [];
  for (const g of groups) {
    const near = g.coarse ? undefined : kept.find((k) => !k.coarse && Math.hypot(k.x - g.x, k.y - g.y) < (k.r + g.r) * 0.8);
    if (!near) {
      kept.push(g);
      continue;
    }
    near.x = (near.x * near.n + g.x * g.n) / (near.n + g.n);
    near.y = (near.y * near.n + g.y * g.n) / (near.n + g.n);
    near.n += g.n;
    near.killed += g.killed;
    near.places.push(...g.places);
    near.r = radius(near.n);
  }
  return kept;
}

export interface Group { x: number; y: number; r: number; n: number; killed: number; places: number[]; coarse: string | null }

export class Clusters extends L.Layer {
  groups: Group[] = [];
  private canvas = L.DomUtil.create("canvas", "leaflet-zoom-hide map-clusters");
  private places: Place[] = [];
  private sums: { n: Int32Array; killed: Int32Array } = { n: new Int32Array(0), killed: new Int32Array(0) };
  private box: L.LatLngBounds | null = null;

  onAdd(map: L.Map): this {
    pane(map, "clusters", 450).appendChild(this.canvas);
    map.on("moveend zoomend resize", this.draw, this);
    return this;
  }

  show(places: Place[], sums: { n: Int32Array; killed: Int32Array }, box: L.LatLngBounds | null): void {
    this.places = places;
    this.sums = sums;
    this.box = box;
    this.draw();
  }

  /** Where nearly all of it is: the few incidents far from the others do not push the view out. */
  /** The divisions whose area stands for what is known to a governorate only. */
  shapes(provinces: Layer["provinces"]): void {
    for (const f of provinces.features) {
      if (!f.properties.pcode) continue;
      const parts = f.geometry.type === "MultiPolygon" ? f.geometry.coordinates : [(f.geometry as GeoJSON.Polygon).coordinates];
      this.rings.set(f.properties.pcode, parts.flat().map((ring) => ring.map(([lon, lat]) => L.latLng(lat ?? 0, lon ?? 0))));
    }
    this.draw();
  }

  /** A division as a path in pixels of the world, made once a zoom. */
  private path(map: L.Map, code: string | null | undefined): Path2D | null {
    const rings = code ? this.rings.get(code) : undefined;
    if (!code || !rings) return null;
    if (this.paths.zoom !== map.getZoom()) this.paths = { zoom: map.getZoom(), of: new Map() };
    let made = this.paths.of.get(code);
    if (!made) {
      made = new Path2D();
      for (const ring of rings) {
        ring.forEach((at, i) => {
          const { x, y } = map.project(at);
          if (i) made?.lineTo(x, y);
          else made?.moveTo(x, y);
        });
        made.closePath();
      }
      this.paths.of.set(code, made);
    }
    return made;
  }

  private rings = new Map<string, L.LatLng[][]>();
  private paths = { zoom: NaN, of: new Map<string, Path2D>() };

  bounds(): L.LatLngBounds | null {
    const found = this.places.map((p, i) => ({ p, n: this.sums.n[i] ?? 0 })).filter((x) => x.n);
    if (!found.length) return null;
    const total = found.reduce((sum, x) => sum + x.n, 0);
    const cut = (of: (p: Place) => number, share: number): number => {
      const sorted = [...found].sort((a, b) => of(a.p) - of(b.p));
      let seen = 0;
      for (const x of sorted) if ((seen += x.n) >= total * share) return of(x.p);
      return of((sorted[sorted.length - 1] as { p: Place }).p);
    };
    const edge = found.length > 30 ? 0.03 : 0;
    return L.latLngBounds([cut((p) => p.lat, edge), cut((p) => p.lon, edge)], [cut((p) => p.lat, 1 - edge), cut((p) => p.lon, 1 - edge)]);
  }

  at(x: number, y: number): Group | null {
    const near = this.groups.filter((g) => Math.hypot(g.x - x, g.y - y) <= Math.max(9, g.r));
    return near.sort((a, b) => Number(!!a.coarse) - Number(!!b.coarse) || a.r - b.r)[0] ?? null;
  }

  name(i: number, lang: string): string {
    const p = this.places[i];
    return (lang === "ar" ? p?.ar || p?.en : p?.en || p?.ar) ?? "";
  }

  id(i: number): string | null {
    return this.places[i]?.id ?? null;
  }

  // Places in pixels of the world at a zoom: projected once a zoom, not once a frame.
  private world = { zoom: NaN, places: this.places, x: new Float64Array(0), y: new Float64Array(0) };

  private projected(map: L.Map): { x: Float64Array; y: Float64Array } {
    const zoom = map.getZoom();
    if (this.world.zoom !== zoom || this.world.places !== this.places) {
      const at = this.places.map((p) => map.project([p.lat, p.lon], zoom));
      this.world = { zoom, places: this.places, x: Float64Array.from(at, (p) => p.x), y: Float64Array.from(at, (p) => p.y) };
    }
    return this.world;
  }

  private gather(map: L.Map): Group[] {
    const cells = new Map<string | number, Group>();
    const size = map.getSize();
    const { x, y } = this.projected(map);
    const corner = map.getPixelOrigin().add(map.containerPointToLayerPoint([0, 0]));
    const split = map.getZoom() >= 10 ? 14 : CELL;
    const box = this.box;
    for (let i = 0; i < this.places.length; i += 1) {
      const n = this.sums.n[i] ?? 0;
      if (!n) continue;
      const left = (x[i] as number) - corner.x;
      const top = (y[i] as number) - corner.y;
      if (left < -80 || top < -80 || left > size.x + 80 || top > size.y + 80) continue;
      const p = this.places[i] as Place;
      if (box && !box.contains([p.lat, p.lon])) continue;
      const coarse = p.precision in REACH ? p.precision : null;
      const key = coarse ? `${coarse}:${i}` : Math.floor((x[i] as number) / split) * 1_000_003 + Math.floor((y[i] as number) / split);
      let g = cells.get(key);
      if (!g) cells.set(key, (g = { x: 0, y: 0, r: 0, n: 0, killed: 0, places: [], coarse }));
      g.x += left * n;
      g.y += top * n;
      g.n += n;
      g.killed += this.sums.killed[i] ?? 0;
      g.places.push(i);
    }
    const all = [...cells.values()].map((g) => ({ ...g, x: g.x / g.n, y: g.y / g.n, r: g.n === 1 ? 6 : radius(g.n) }));
    all.sort((a, b) => b.n - a.n);
    return merged(all);
  }

  private draw(): void {
    const map = this._map;
    if (!map) return;
    const size = map.getSize();
    const scale = devicePixelRatio || 1;
    L.DomUtil.setPosition(this.canvas, map.containerPointToLayerPoint([0, 0]));
    this.canvas.width = size.x * scale;
    this.canvas.height = size.y * scale;
    this.canvas.style.width = `${size.x}px`;
    this.canvas.style.height = `${size.y}px`;
    const pen = this.canvas.getContext("2d");
    if (!pen) return;
    pen.scale(scale, scale);
    this.groups = this.gather(map);
    const metre = 40_075_016 * Math.cos((map.getCenter().lat * Math.PI) / 180) / 2 ** (map.getZoom() + 8);
    for (const g of this.groups) if (g.coarse) this.area(pen, g, ((REACH[g.coarse] ?? 10) * 1000) / metre);
    for (const g of this.groups) if (!g.coarse) this.disc(pen, g);
  }

  private area(pen: CanvasRenderingContext2D, g: Group, reach: number): void {
    const shape = g.coarse === "governorate" ? this.path(this._map, this.places[g.places[0] ?? -1]?.adm1) : null;
    if (shape) return this.division(pen, g, shape);
    g.r = Math.max(8, Math.min(reach, 160));
    pen.beginPath();
    pen.arc(g.x, g.y, g.r, 0, 7);
    const ring = g.coarse === "near" || g.coarse === "district";
    pen.fillStyle = colour("--accent");
    pen.globalAlpha = ring ? 0.05 : 0.09;
    pen.fill();
    pen.globalAlpha = 0.85;
    pen.strokeStyle = g.killed ? colour("--incident") : colour("--accent");
    pen.lineWidth = ring ? 1.4 : 1;
    pen.setLineDash(ring ? [] : [2, 4]);
    pen.stroke();
    pen.setLineDash([]);
    pen.globalAlpha = 1;
    if (g.r > 12 || g.n > 1) this.figures(pen, g, g.x, ring ? g.y : g.y - Math.min(g.r, 40) * 0.5, colour("--ink"));
  }

  private division(pen: CanvasRenderingContext2D, g: Group, shape: Path2D): void {
    const map = this._map;
    const corner = map.getPixelOrigin().add(map.containerPointToLayerPoint([0, 0]));
    pen.save();
    pen.translate(-corner.x, -corner.y);
    pen.fillStyle = colour("--accent");
    pen.globalAlpha = 0.1;
    pen.fill(shape);
    pen.globalAlpha = 0.75;
    pen.strokeStyle = g.killed ? colour("--incident") : colour("--accent");
    pen.lineWidth = 1;
    pen.setLineDash([2, 3]);
    pen.stroke(shape);
    pen.restore();
    g.r = 12;
    this.figures(pen, g, g.x, g.y, colour("--ink"));
  }

  private disc(pen: CanvasRenderingContext2D, g: Group): void {
    g.r = g.n === 1 ? 6 : radius(g.n);
    pen.beginPath();
    pen.arc(g.x, g.y, g.r, 0, 7);
    pen.globalAlpha = 0.88;
    pen.fillStyle = colour("--accent");
    pen.fill();
    pen.globalAlpha = 1;
    pen.lineWidth = 2.5;
    pen.strokeStyle = g.killed ? colour("--incident") : "#ffffff";
    pen.stroke();
    if (g.n > 1) this.figures(pen, g, g.x, g.y, "#ffffff");
  }

  private figures(pen: CanvasRenderingContext2D, g: Group, x: number, y: number, ink: string): void {
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillStyle = ink;
    pen.font = "600 12px Plex, sans-serif";
    pen.fillText(String(g.n), x, y);
    if (!g.killed || g.coarse) return;
    pen.font = "600 11px Plex, sans-serif";
    const text = `†${g.killed}`;
    const half = pen.measureText(text).width / 2 + 4;
    pen.fillStyle = colour("--incident");
    pen.beginPath();
    pen.roundRect(x - half, y + g.r - 4, half * 2, 15, 7);
    pen.fill();
    pen.fillStyle = "#ffffff";
    pen.fillText(text, x, y + g.r + 4);
  }
}
