/** A small map of a few places, each drawn as exactly as it is known. */

import { basemap, drawLayer } from "./basemap";
import { Clusters } from "./clusters";
import * as L from "leaflet";

for (const box of document.querySelectorAll<HTMLElement>("[data-map]")) {
  const rows = JSON.parse(box.dataset.places ?? "[]") as [number, number, string, string, string | null][];
  const map = basemap(box, box.dataset.note ?? "", { zoom_in: box.dataset.zoomIn ?? "", zoom_out: box.dataset.zoomOut ?? "" });
  map.scrollWheelZoom.disable();
  const clusters = new Clusters().addTo(map) as Clusters;
  const places = rows.map(([lat, lon, precision, name, adm1]) => ({ id: null, ar: name, en: name, lat, lon, precision, adm1 }));
  const ones = Int32Array.from(rows, () => 1);
  clusters.show(places, { n: ones, killed: new Int32Array(rows.length) }, null);
  const bounds = L.latLngBounds(rows.map(([lat, lon]) => [lat, lon] as [number, number]));
  if (rows.length) map.fitBounds(bounds.pad(0.3), { maxZoom: 7.5, animate: false });
  void drawLayer(map, box.dataset.layer ?? "", box.dataset.lang ?? "ar").then((layer) => clusters.shapes(layer.provinces));
}
