/** The columns that map and timeline draw, in order of day, and sums over a range of days. */

export interface Place { id: string | null; ar: string | null; en: string | null; lat: number; lon: number; precision: string; adm1: string | null }
type Row = [string | null, string | null, string | null, number, number, string, string | null];

export const DAY = 86_400_000;

export class Points {
  places: Place[] = [];
  place = new Int32Array(0);
  day = new Int32Array(0);
  killed = new Int32Array(0);
  undated = 0;

  static of(raw: { places: Row[]; place: number[]; day: (number | null)[]; killed: number[] }): Points {
    const made = new Points();
    made.places = raw.places.map(([id, ar, en, lat, lon, precision, adm1]) => ({ id, ar, en, lat, lon, precision, adm1 }));
    const order = raw.day.map((_, i) => i).filter((i) => raw.day[i] !== null);
    made.undated = raw.day.length - order.length;
    order.sort((a, b) => (raw.day[a] as number) - (raw.day[b] as number));
    made.place = Int32Array.from(order, (i) => raw.place[i] as number);
    made.day = Int32Array.from(order, (i) => raw.day[i] as number);
    made.killed = Int32Array.from(order, (i) => raw.killed[i] as number);
    return made;
  }

  /** The first index whose day is not before this one. */
  at(day: number): number {
    let low = 0;
    let high = this.day.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.day[middle] as number) < day) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Incidents and deaths by place over days, both ends taken in. */
  sums(from: number, to: number): { n: Int32Array; killed: Int32Array } {
    const n = new Int32Array(this.places.length);
    const killed = new Int32Array(this.places.length);
    for (let i = this.at(from), end = this.at(to + 1); i < end; i += 1) {
      const place = this.place[i] as number;
      if (place < 0) continue;
      n[place] = (n[place] as number) + 1;
      killed[place] = (killed[place] as number) + (this.killed[i] as number);
    }
    return { n, killed };
  }
}

export const dayOf = (iso: string): number => Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY);
export const isoOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);
