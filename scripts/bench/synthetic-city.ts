import type { LngLat, PlainGeometry } from "@/lib/geo/geojson";
import type { BasemapRow } from "@/lib/tiles/basemap-tiles";

/** Degrees; 32 × 17 km, a city of 5,000 cells of a tenth of a square kilometre. */
export const origin = { lng: 110, lat: 30 };
export const cellSize = { lng: 0.0033, lat: 0.003 };
export const cellColumns = 100;
export const cellRows = 50;
export const cityBox = {
  west: origin.lng,
  south: origin.lat,
  east: origin.lng + cellColumns * cellSize.lng,
  north: origin.lat + cellRows * cellSize.lat,
};

/** The same numbers at every run: a linear congruential generator. */
export function seeded(seed: number): () => number {
  let state = seed % 2_147_483_647 || 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

export type SyntheticCell = { geometry: PlainGeometry; label: LngLat };

/**
 * Cells side by side without a gap. Their corners lie off the lattice and their edges bend like streets: about fifty
 * corners a cell.
 */
export function syntheticCells(): SyntheticCell[] {
  const steps = 12;
  const sway = (a: number, b: number) => Math.sin(a * 12.9898 + b * 78.233) * 0.08;
  const at = (column: number, row: number): LngLat => [
    round(origin.lng + (column + sway(column, row)) * cellSize.lng),
    round(origin.lat + (row + sway(row, column + 7)) * cellSize.lat),
  ];
  const edge = (from: [number, number], to: [number, number]): LngLat[] =>
    Array.from({ length: steps }, (_, step) => {
      const share = step / steps;
      return at(from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share);
    });
  const cells: SyntheticCell[] = [];
  for (let row = 0; row < cellRows; row += 1) {
    for (let column = 0; column < cellColumns; column += 1) {
      const corners: [number, number][] = [
        [column, row],
        [column + 1, row],
        [column + 1, row + 1],
        [column, row + 1],
        [column, row],
      ];
      const ring = corners.slice(1).flatMap((to, index) => edge(corners[index] ?? to, to));
      ring.push(ring[0] ?? at(column, row));
      cells.push({
        geometry: { type: "Polygon", coordinates: [ring] },
        label: at(column + 0.5, row + 0.5),
      });
    }
  }
  return cells;
}

/** What each thousand features are: mostly houses, then streets, as in an inner city. */
const mix = [
  ["buildings", 560],
  ["roads", 250],
  ["places", 110],
  ["landuse", 60],
  ["water", 20],
] as const;
const roads = [
  { detail: "primary", minZoom: 11, share: 0.05 },
  { detail: "secondary", minZoom: 12, share: 0.1 },
  { detail: "tertiary", minZoom: 13, share: 0.15 },
  { detail: "residential", minZoom: 14, share: 0.45 },
  { detail: "service", minZoom: 15, share: 1 },
];

/** A basemap of so many features within the box: streets, houses, parks, water and places, the same at every run. */
export function* syntheticBasemap(count: number, box = cityBox): Generator<BasemapRow> {
  const random = seeded(20_260_301);
  const somewhere = (): LngLat => [
    round(box.west + random() * (box.east - box.west)),
    round(box.south + random() * (box.north - box.south)),
  ];
  const layers = mix.flatMap(([layer, share]) => Array.from({ length: share }, () => layer));
  for (let at = 0; at < count; at += 1) {
    const layer = layers[at % layers.length] ?? "buildings";
    switch (layer) {
      case "buildings":
        yield row(
          layer,
          "building",
          null,
          null,
          14,
          area(somewhere(), 0.00012, 4 + Math.floor(random() * 5), random),
        );
        break;
      case "roads": {
        const draw = random();
        const road = roads.find(({ share }) => draw < share) ?? roads[4];
        if (!road) break;
        const name = random() < 0.6 ? `第${Math.floor(random() * 2_000)}街` : null;
        const line = walk(somewhere(), 0.0006, 4 + Math.floor(random() * 24), random);
        yield row(layer, "road", road.detail, name, road.minZoom, { type: "LineString", coordinates: line });
        break;
      }
      case "places":
        yield row(layer, random() < 0.1 ? "school" : "shop", null, `地点${at}`, random() < 0.1 ? 15 : 16, {
          type: "Point",
          coordinates: somewhere(),
        });
        break;
      case "landuse":
        yield row(
          layer,
          "park",
          null,
          null,
          12,
          area(somewhere(), 0.0012, 12 + Math.floor(random() * 30), random),
        );
        break;
      case "water":
        yield row(
          layer,
          "water",
          null,
          null,
          12,
          area(somewhere(), 0.002, 30 + Math.floor(random() * 60), random),
        );
    }
  }
}

function row(
  layer: BasemapRow["layer"],
  kind: string,
  detail: string | null,
  name: string | null,
  minZoom: number,
  geometry: PlainGeometry,
): BasemapRow {
  return { layer, kind, detail, name, minZoom, geometry };
}

function area([lng, lat]: LngLat, radius: number, corners: number, random: () => number): PlainGeometry {
  const ring = Array.from({ length: corners }, (_, corner): LngLat => {
    const angle = (corner / corners) * 2 * Math.PI;
    const reach = radius * (0.7 + random() * 0.6);
    return [round(lng + Math.cos(angle) * reach), round(lat + Math.sin(angle) * reach)];
  });
  const [first] = ring;
  return { type: "Polygon", coordinates: [first ? [...ring, first] : ring] };
}

function walk([lng, lat]: LngLat, step: number, count: number, random: () => number): LngLat[] {
  let heading = random() * 2 * Math.PI;
  const line: LngLat[] = [[lng, lat]];
  for (let at = 1; at < count; at += 1) {
    heading += (random() - 0.5) * 0.6;
    const [x, y] = line.at(-1) ?? [lng, lat];
    line.push([round(x + Math.cos(heading) * step), round(y + Math.sin(heading) * step)]);
  }
  return line;
}

function round(degrees: number): number {
  return Math.round(degrees * 1e7) / 1e7;
}
