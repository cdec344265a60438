import type { LngLat } from "@/lib/geo/geojson";

/**
 * Positions of the points that lines ask for and of no others: sixteen bytes a point, where a table of objects would
 * take two hundred. First all wanted ids, then the positions as the file gives them.
 */
export class NodePositions {
  private readonly ids: Float64Array;
  private readonly lngs: Float64Array;
  private readonly lats: Float64Array;

  constructor(wanted: Iterable<number>) {
    this.ids = Float64Array.from(new Set(wanted)).sort();
    this.lngs = new Float64Array(this.ids.length).fill(Number.NaN);
    this.lats = new Float64Array(this.ids.length);
  }

  set(id: number, lng: number, lat: number): void {
    const at = this.find(id);
    if (at < 0) return;
    this.lngs[at] = lng;
    this.lats[at] = lat;
  }

  /** Null for a point that the file does not hold: the extract was cut through this line. */
  get(id: number): LngLat | null {
    const at = this.find(id);
    const lng = at < 0 ? Number.NaN : (this.lngs[at] ?? Number.NaN);
    return Number.isNaN(lng) ? null : [lng, this.lats[at] ?? 0];
  }

  private find(id: number): number {
    let low = 0;
    let high = this.ids.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.ids[middle] ?? 0;
      if (found === id) return middle;
      if (found < id) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }
}
