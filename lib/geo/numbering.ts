import type { Box } from "./box";
import type { LngLat } from "./geojson";

/**
 * The order in which grids are numbered: rows from north to south, in a row from west to east. A row is as
 * high as half of the areas are, so that neighbours of slightly different height still share one.
 */
export function numberingOrder<T extends { point: LngLat; box: Box }>(items: readonly T[]): T[] {
  const heights = items.map(({ box }) => box.north - box.south).sort((a, b) => a - b);
  const rowHeight = heights[Math.floor(heights.length / 2)] ?? 0;
  const left = items.toSorted((a, b) => b.point[1] - a.point[1] || a.point[0] - b.point[0]);
  const order: T[] = [];
  while (left.length > 0) {
    const top = left[0]?.point[1] ?? 0;
    const count = left.findIndex(({ point }) => point[1] < top - rowHeight * 0.75);
    const row = left.splice(0, count < 0 ? left.length : Math.max(1, count));
    order.push(...row.sort((a, b) => a.point[0] - b.point[0] || b.point[1] - a.point[1]));
  }
  return order;
}
