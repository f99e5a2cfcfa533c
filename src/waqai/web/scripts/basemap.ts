/** The bundled map: outlines, divisions, rivers and towns, with names in the page's language. */

import * as L from "leaflet";

type Named = { ar?: string; en?: string; pcode?: string; near?: boolean; country?: string; people?: number };
export type Layer = Record<"countries" | "provinces" | "rivers" | "towns", GeoJSON.FeatureCollection<GeoJSON.Geometry, Named>> & { attribution: string };

const style = getComputedStyle(document.documentElement);
const colour = (name: string): string => style.getPropertyValue(name).trim();

export function basemap(box: HTMLElement, note: string, words: { zoom_in: string; zoom_out: string }): L.Map {
  const map = L.map(box, {
    zoomControl: false, attributionControl: false, minZoom: 3.5, maxZoom: 12, zoomSnap: 0.5, worldCopyJump: false,
    maxBounds: [[-5, -18], [43, 64]], maxBoundsViscosity: 1,
  });
  L.control.zoom({ position: "topright", zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out }).addTo(map);
  L.control.attribution({ prefix: false, position: "bottomleft" }).addAttribution(note).addTo(map);
  map.setView([32, 41], 5);
  return map;
}

export async function drawLayer(map: L.Map, address: string, lang: string): Promise<Layer> {
  const layer = (await (await fetch(address)).json()) as Layer;
  const renderer = L.canvas({ padding: 0.3 });
  const add = (part: GeoJSON.FeatureCollection, look: (f?: GeoJSON.Feature) => L.PathOptions): void => {
    L.geoJSON(part, { style: (f) => ({ renderer, interactive: false, ...look(f) }) } as L.GeoJSONOptions).addTo(map);
  };
  add(layer.countries, (f) => ({ color: "#8f8a7c", weight: 1, fillColor: (f?.properties as Named).near ? "#fdfcf8" : "#f1efe8", fillOpacity: 1 }));
  add(layer.provinces, () => ({ color: "#cfcabb", weight: 0.7, fill: false }));
  add(layer.rivers, () => ({ color: "#9dc2cf", weight: 1.2, fill: false }));
  new Labels(layer, lang).addTo(map);
  const packs = (await (await fetch("/map/packs.json")).json()) as GeoJSON.FeatureCollection;
  if (packs.features.length) add(packs, () => ({ color: "#7a6a3a", weight: 1.1, dashArray: "4 3", fill: false }));
  map.attributionControl.addAttribution("Natural Earth · GeoNames");
  return layer;
}

/** Names drawn on a canvas of their own: divisions when near, towns when nearer; none over another. */
class Labels extends L.Layer {
  private canvas = L.DomUtil.create("canvas", "leaflet-zoom-hide map-labels");
  private places: { name: string; at: L.LatLng; from: number; weight: number; town: boolean; country: boolean }[] = [];

  constructor(layer: Layer, lang: string) {
    super();
    const name = (p: Named): string => (lang === "ar" ? p.ar || p.en : p.en || p.ar) ?? "";
    const centre = (f: GeoJSON.Feature): L.LatLng => largest(f).getCenter();
    for (const f of layer.countries.features) {
      if (f.properties.near) this.places.push({ name: name(f.properties), at: centre(f), from: 3, weight: 3, town: false, country: true });
    }
    for (const f of layer.provinces.features) {
      const small = ["LB", "TN", "TR", "IL", "BH", "CY", "DZ"].includes(f.properties.country ?? "");
      this.places.push({ name: name(f.properties), at: centre(f), from: small ? 7.5 : 6, weight: 2, town: false, country: false });
    }
    for (const f of layer.towns.features) {
      const [lon, lat] = (f.geometry as GeoJSON.Point).coordinates as [number, number];
      const people = f.properties.people ?? 0;
      this.places.push({ name: name(f.properties), at: L.latLng(lat, lon), from: people > 900_000 ? 6 : people > 200_000 ? 7 : 8, weight: people > 900_000 ? 2.5 : 1, town: true, country: false });
    }
    this.places.sort((a, b) => b.weight - a.weight);
  }

  onAdd(map: L.Map): this {
    pane(map, "names", 430).appendChild(this.canvas);
    map.on("moveend zoomend resize", this.draw, this);
    document.fonts.ready.then(() => this.draw());
    this.draw();
    return this;
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
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    const zoom = map.getZoom();
    const taken: [number, number, number, number][] = [];
    for (const p of this.places) {
      if (zoom < p.from || (p.country && zoom > 6.5)) continue;
      const at = map.latLngToContainerPoint(p.at);
      if (at.x < 0 || at.y < 0 || at.x > size.x || at.y > size.y) continue;
      pen.font = p.country ? "600 13px Plex, sans-serif" : p.town ? "11.5px Plex, sans-serif" : "12px Plex, sans-serif";
      const half = pen.measureText(p.name).width / 2 + 4;
      const y = p.town ? at.y - 9 : at.y;
      const box: [number, number, number, number] = [at.x - half, y - 9, at.x + half, y + 9];
      if (taken.some((b) => b[0] < box[2] && box[0] < b[2] && b[1] < box[3] && box[1] < b[3])) continue;
      taken.push(box);
      pen.strokeStyle = "#fdfcf8";
      pen.lineWidth = 3;
      pen.strokeText(p.name, at.x, y);
      pen.fillStyle = p.country ? "#6f6a5c" : p.town ? colour("--ink-2") : "#8d8775";
      pen.fillText(p.name, at.x, y);
      if (p.town) {
        pen.beginPath();
        pen.arc(at.x, at.y, 1.8, 0, 7);
        pen.fill();
      }
    }
  }
}

/** The bounds of the largest polygon of a shape: where its name stands. */
function largest(f: GeoJSON.Feature): L.LatLngBounds {
  const parts = f.geometry.type === "MultiPolygon" ? f.geometry.coordinates : [(f.geometry as GeoJSON.Polygon).coordinates];
  const bounds = parts.map((p) => L.latLngBounds((p[0] ?? []).map(([lon, lat]) => [lat ?? 0, lon ?? 0] as [number, number])));
  const area = (b: L.LatLngBounds): number => (b.getEast() - b.getWest()) * (b.getNorth() - b.getSouth());
  return bounds.sort((a, b) => area(b) - area(a))[0] ?? L.latLngBounds([]);
}

/** A pane of its own, so that what it holds lies over what is below. */
export function pane(map: L.Map, name: string, order: number): HTMLElement {
  const made = map.getPane(name) ?? map.createPane(name);
  made.style.zIndex = String(order);
  made.style.pointerEvents = "none";
  return made;
}
