/** The timeline: incidents rise, deaths hang below; a brush chooses days, by pointer or by its two handles. */

import { dayOf, isoOf, Points } from "./points";

type Bin = { start: number; end: number; n: number; killed: number };
export type Range = { from: number; to: number } | null;

const style = getComputedStyle(document.documentElement);
const colour = (name: string): string => style.getPropertyValue(name).trim();

export class Timeline {
  private bins: Bin[] = [];
  /** How many incidents lie before what is drawn. */
  earlier = 0;
  private first = 0;
  private last = 1;
  private range: Range = null;
  private readonly canvas: HTMLCanvasElement;
  private readonly brush: HTMLElement;
  private readonly handles: [HTMLElement, HTMLElement];

  constructor(private readonly box: HTMLElement, private readonly moved: (range: Range) => void, private readonly done: (range: Range) => void) {
    this.canvas = box.querySelector("canvas") as HTMLCanvasElement;
    this.brush = box.querySelector(".brush") as HTMLElement;
    this.handles = [box.querySelector(".from") as HTMLElement, box.querySelector(".to") as HTMLElement];
    this.months(JSON.parse(box.dataset.months || "[]"));
    new ResizeObserver(() => this.draw()).observe(box);
    box.addEventListener("pointerdown", (event) => this.drag(event));
    this.handles.forEach((handle, which) => handle.addEventListener("keydown", (event) => this.key(event, which as 0 | 1)));
  }

  /** Whole months, before the points are there. */
  months(rows: [string, number, number][]): void {
    this.bins = rows.map(([month, n, killed]) => {
      const start = dayOf(`${month}-01`);
      return { start, end: start + 30, n, killed };
    });
    this.extent();
  }

  points(points: Points): void {
    if (!points.day.length) return this.months([]);
    const last = points.day[points.day.length - 1] as number;
    // A few incidents from long before would press all others into a corner: they are counted, not drawn.
    const oldest = points.day[0] as number;
    const most = points.day[Math.floor(points.day.length * 0.02)] as number;
    const first = points.day.length > 100 && most - oldest > (last - oldest) * 0.25 ? most : oldest;
    this.earlier = points.at(first);
    const width = last - first <= 150 ? 1 : last - first <= 1100 ? 7 : 30.4375;
    this.bins = Array.from({ length: Math.floor((last - first) / width) + 1 }, (_, i) => ({
      start: first + Math.round(i * width), end: first + Math.round((i + 1) * width) - 1, n: 0, killed: 0,
    }));
    for (let i = this.earlier; i < points.day.length; i += 1) {
      const bin = this.bins[Math.min(this.bins.length - 1, Math.floor(((points.day[i] as number) - first) / width))] as Bin;
      bin.n += 1;
      bin.killed += points.killed[i] as number;
    }
    this.extent();
  }

  choose(range: Range): void {
    this.range = range;
    this.draw();
  }

  private extent(): void {
    this.first = this.bins[0]?.start ?? 0;
    this.last = Math.max(this.first + 1, this.bins[this.bins.length - 1]?.end ?? 1);
    this.handles.forEach((handle) => {
      handle.setAttribute("aria-valuemin", String(this.first));
      handle.setAttribute("aria-valuemax", String(this.last));
    });
    this.draw();
  }

  private x(day: number): number {
    return ((day - this.first) / (this.last + 1 - this.first)) * this.box.clientWidth;
  }

  private dayAt(x: number): number {
    const share = Math.min(1, Math.max(0, x / this.box.clientWidth));
    return Math.round(this.first + share * (this.last + 1 - this.first) - 0.5);
  }

  private drag(event: PointerEvent): void {
    if (event.button || !this.bins.length) return;
    const left = this.box.getBoundingClientRect().left;
    const held = (event.target as Element).closest(".handle");
    const start = this.dayAt(event.clientX - left);
    const anchor = held && this.range ? (held === this.handles[0] ? this.range.to : this.range.from) : start;
    const move = (e: PointerEvent): void => {
      const now = this.dayAt(e.clientX - left);
      this.range = { from: Math.min(anchor, now), to: Math.max(anchor, now) };
      this.draw();
      this.moved(this.range);
    };
    const up = (e: PointerEvent): void => {
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", up);
      if (!held && Math.abs(e.clientX - event.clientX) < 4) {
        const bin = this.bins.find((b) => b.start <= start && start <= b.end);
        this.range = bin ? { from: bin.start, to: bin.end } : null;
      }
      this.draw();
      this.done(this.range);
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", up);
  }

  private key(event: KeyboardEvent, which: 0 | 1): void {
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: 30, PageDown: -30 }[event.key];
    if (!step || !this.bins.length) return;
    event.preventDefault();
    const range = this.range ?? { from: this.first, to: this.last };
    const moved = which ? { ...range, to: range.to + step } : { ...range, from: range.from + step };
    this.range = {
      from: Math.max(this.first, Math.min(moved.from, moved.to)), to: Math.min(this.last, Math.max(moved.from, moved.to)),
    };
    this.draw();
    this.moved(this.range);
    clearTimeout(this.settle);
    this.settle = window.setTimeout(() => this.done(this.range), 400);
  }

  private settle = 0;

  private draw(): void {
    const wide = this.box.clientWidth;
    const high = this.box.clientHeight;
    const scale = devicePixelRatio || 1;
    this.canvas.width = wide * scale;
    this.canvas.height = high * scale;
    const pen = this.canvas.getContext("2d");
    if (!pen) return;
    pen.scale(scale, scale);
    const base = Math.round((high - 16) * 0.62);
    const most = Math.max(1, ...this.bins.map((b) => b.n));
    const worst = Math.max(1, ...this.bins.map((b) => b.killed));
    for (const bin of this.bins) {
      const x = this.x(bin.start);
      const width = Math.max(1, this.x(bin.end + 1) - x - (wide / this.bins.length > 4 ? 1 : 0));
      const inside = !this.range || (bin.end >= this.range.from && bin.start <= this.range.to);
      pen.globalAlpha = inside ? 1 : 0.25;
      pen.fillStyle = colour("--accent");
      if (bin.n) pen.fillRect(x, base - Math.max(1.5, (bin.n / most) * (base - 4)), width, Math.max(1.5, (bin.n / most) * (base - 4)));
      pen.fillStyle = colour("--incident");
      if (bin.killed) pen.fillRect(x, base + 1, width, Math.max(1.5, (bin.killed / worst) * (high - 16 - base - 3)));
    }
    pen.globalAlpha = 1;
    this.axis(pen, wide, high);
    this.place();
  }

  private axis(pen: CanvasRenderingContext2D, wide: number, high: number): void {
    pen.fillStyle = colour("--ink-2");
    pen.strokeStyle = colour("--line");
    pen.font = "11px Plex, sans-serif";
    let free = -1;
    const months = (this.last - this.first) / 30.4 <= 30;
    const start = new Date(this.first * 86_400_000);
    for (let year = start.getUTCFullYear(), month = 0; ; month += months ? 1 : 12) {
      const day = Date.UTC(year, month, 1) / 86_400_000;
      if (day > this.last) break;
      if (day < this.first) continue;
      const x = this.x(day);
      const label = isoOf(day).slice(0, months ? 7 : 4);
      if (x < free || x + pen.measureText(label).width > wide) continue;
      pen.beginPath();
      pen.moveTo(x + 0.5, 0);
      pen.lineTo(x + 0.5, high - 12);
      pen.stroke();
      pen.fillText(label, x + 3, high - 3);
      free = x + pen.measureText(label).width + 14;
    }
  }

  private place(): void {
    const { range } = this;
    const from = range ? range.from : this.first;
    const to = range ? range.to : this.last;
    this.brush.hidden = !range;
    const clip = (x: number): number => Math.min(this.box.clientWidth, Math.max(0, x));
    this.brush.style.left = `${clip(this.x(from))}px`;
    this.brush.style.width = `${Math.max(2, clip(this.x(to + 1)) - clip(this.x(from)))}px`;
    [from, to].forEach((day, i) => {
      const handle = this.handles[i] as HTMLElement;
      handle.style.left = `${Math.min(this.box.clientWidth - 5, Math.max(5, this.x(i ? day + 1 : day)))}px`;
      handle.setAttribute("aria-valuenow", String(day));
      handle.setAttribute("aria-valuetext", isoOf(day));
    });
  }
}
