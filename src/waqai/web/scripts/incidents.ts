/** The linked view: brush the timeline, draw on the map, and the list follows; the address holds the state. */

import * as L from "leaflet";
import { basemap, drawLayer } from "./basemap";
import { Clusters, type Group } from "./clusters";
import { dayOf, isoOf, Points } from "./points";
import { Timeline, type Range } from "./timeline";

declare const htmx: { ajax(verb: string, path: string, context: { target: string; swap?: string }): Promise<void> };

const page = document.getElementById("linked-page") as HTMLElement;
const words = JSON.parse(page.dataset.words ?? "{}") as Record<string, string>;
const lang = page.dataset.lang ?? "ar";
const address = (): URL => new URL(location.href);

let points = new Points();
let range: Range = rangeOf(address());
let shownFor = "";

const map = basemap(document.getElementById("map") as HTMLElement, words.note ?? "", { zoom_in: words.zoom_in ?? "", zoom_out: words.zoom_out ?? "" });
const clusters = new Clusters().addTo(map) as Clusters;
const drawn = L.rectangle([[0, 0], [0, 0]], { weight: 1.5, color: "#b3470b", fillOpacity: 0.04, interactive: false });
const timeline = new Timeline(document.getElementById("timeline") as HTMLElement, (r) => { range = r; paint(); }, (r) => { range = r; go(); });
timeline.choose(range);
say();
void drawLayer(map, page.dataset.layer ?? "", lang).then((layer) => clusters.shapes(layer.provinces));
void load(true);

function rangeOf(url: URL): Range {
  const from = url.searchParams.get("from");
  const to = url.searchParams.get("to");
  return from || to ? { from: from ? dayOf(from) : -200_000, to: to ? dayOf(to) : 200_000 } : null;
}

function boxOf(url: URL): L.LatLngBounds | null {
  const parts = (url.searchParams.get("box") ?? "").split(",").map(Number);
  if (parts.length !== 4 || parts.some(Number.isNaN)) return null;
  const [west, south, east, north] = parts as [number, number, number, number];
  return L.latLngBounds([south, west], [north, east]);
}

/** The points for the filters of the address; days and box are applied here. */
async function load(fit: boolean): Promise<void> {
  const asked = address().searchParams;
  for (const name of ["from", "to", "box", "offset", "cols"]) asked.delete(name);
  const query = asked.toString();
  if (query === shownFor && points.day.length) return paint();
  shownFor = query;
  const answer = await fetch(`${page.dataset.points}?${query}`);
  if (!answer.ok) return;
  points = Points.of(await answer.json());
  timeline.points(points);
  timeline.choose(range);
  render();
  const bounds = boxOf(address()) ?? clusters.bounds();
  if (fit && bounds) map.fitBounds(bounds.pad(0.25), { maxZoom: 8, animate: false });
}

let asked = 0;
function paint(): void {
  if (asked) return;
  asked = requestAnimationFrame(() => {
    asked = 0;
    render();
  });
}

function render(): void {
  const box = boxOf(address());
  if (box) drawn.setBounds(box).addTo(map);
  else drawn.remove();
  clusters.show(points.places, points.sums(range?.from ?? -200_000, range?.to ?? 200_000), box);
  say();
}

function say(): void {
  const out = document.getElementById("range");
  const whole = document.getElementById("whole");
  const before = document.getElementById("earlier");
  if (before) before.textContent = timeline.earlier ? `${timeline.earlier} ${words.earlier}` : "";
  if (out) out.textContent = range ? `${range.from > -200_000 ? isoOf(range.from) : "…"} – ${range.to < 200_000 ? isoOf(range.to) : "…"}` : "";
  if (whole) whole.hidden = !range;
}

/** Ask for the list of the state as it now is. */
function go(change: Record<string, string | null> = {}): void {
  const url = address();
  const set = (name: string, value: string | null): void => {
    if (value) url.searchParams.set(name, value);
    else url.searchParams.delete(name);
  };
  set("from", range && range.from > -200_000 ? isoOf(range.from) : null);
  set("to", range && range.to < 200_000 ? isoOf(range.to) : null);
  set("offset", null);
  for (const [name, value] of Object.entries(change)) set(name, value);
  history.pushState({}, "", url);
  void htmx.ajax("GET", url.pathname + url.search, { target: "#linked" });
  paint();
}

document.getElementById("whole")?.addEventListener("click", () => {
  range = null;
  timeline.choose(null);
  go();
});

// The filters changed the address: timeline and map follow.
document.addEventListener("htmx:afterSettle", (event) => {
  if ((event.target as Element).id !== "linked") return;
  range = rangeOf(address());
  timeline.choose(range);
  unfold();
  void load(true);
});
addEventListener("popstate", () => {
  range = rangeOf(address());
  timeline.choose(range);
  void htmx.ajax("GET", location.pathname + location.search, { target: "#linked" });
});

// --- drawing an area -------------------------------------------------------------------------------------------------
const draw = document.getElementById("draw") as HTMLButtonElement;
draw.addEventListener("click", () => {
  const on = draw.getAttribute("aria-pressed") !== "true";
  draw.setAttribute("aria-pressed", String(on));
  map.getContainer().classList.toggle("drawing", on);
  if (on) map.dragging.disable();
  else map.dragging.enable();
});
document.getElementById("inview")?.addEventListener("click", () => setBox(map.getBounds()));
map.on("mousedown", (event) => {
  if (draw.getAttribute("aria-pressed") !== "true") return;
  const start = event.latlng;
  const move = (e: L.LeafletMouseEvent): void => { drawn.setBounds(L.latLngBounds(start, e.latlng)).addTo(map); };
  map.on("mousemove", move);
  map.once("mouseup", (e: L.LeafletMouseEvent) => {
    map.off("mousemove", move);
    draw.click();
    if (map.latLngToContainerPoint(start).distanceTo(e.containerPoint) > 6) setBox(L.latLngBounds(start, e.latlng));
    else paint();
  });
});
function setBox(b: L.LatLngBounds): void {
  const round = (n: number): string => String(Math.round(n * 1000) / 1000);
  go({ box: [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()].map((n) => round(Math.max(-180, Math.min(180, n)))).join(",") });
}

// --- what is under the pointer ---------------------------------------------------------------------------------------
const bubble = document.getElementById("bubble") as HTMLElement;
function tell(g: Group, pinned: boolean): void {
  const names = [...new Set(g.places.map((i) => clusters.name(i, lang)))];
  const head = document.createElement("b");
  head.textContent = names.slice(0, 3).join(lang === "ar" ? "، " : ", ") + (names.length > 3 ? ` +${names.length - 3}` : "");
  const body = document.createElement("div");
  body.textContent = `${g.n} ${words.incidents} · ${g.killed} ${words.killed}`;
  bubble.replaceChildren(head, body);
  const ids = g.places.map((i) => clusters.id(i)).filter((id): id is string => id !== null);
  if (pinned && ids.length) {
    const button = document.createElement("button");
    button.className = "small";
    button.textContent = words.show ?? "";
    button.addEventListener("click", () => { bubble.hidden = true; go({ place: ids.slice(0, 60).join(",") }); });
    bubble.append(button);
  }
  bubble.classList.toggle("pinned", pinned);
  bubble.hidden = false;
  const size = map.getSize();
  bubble.style.left = `${Math.min(Math.max(4, g.x - bubble.offsetWidth / 2), size.x - bubble.offsetWidth - 4)}px`;
  bubble.style.top = `${g.y - g.r - bubble.offsetHeight - 6 > 0 ? g.y - g.r - bubble.offsetHeight - 6 : g.y + g.r + 8}px`;
}
map.on("mousemove", (event) => {
  if (bubble.classList.contains("pinned") && !bubble.hidden) return;
  const g = clusters.at(event.containerPoint.x, event.containerPoint.y);
  if (g) tell(g, false);
  else bubble.hidden = true;
  map.getContainer().classList.toggle("pointing", !!g);
});
map.on("click", (event) => {
  const g = clusters.at(event.containerPoint.x, event.containerPoint.y);
  bubble.hidden = !g;
  if (g) tell(g, true);
});
map.on("movestart zoomstart", () => { bubble.hidden = true; });

// --- the columns and the folded filters ------------------------------------------------------------------------------
document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (form.id !== "columns") return;
  event.preventDefault();
  const chosen = [...form.querySelectorAll<HTMLInputElement>("input:checked")].map((input) => input.value);
  go({ cols: chosen.join(",") || null });
});
function unfold(): void {
  const wide = matchMedia("(min-width: 761px)").matches;
  for (const fold of document.querySelectorAll<HTMLDetailsElement>("[data-fold]")) if (wide) fold.open = true;
}
unfold();
