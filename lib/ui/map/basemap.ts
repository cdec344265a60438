import { VectorTile, type VectorTileFeature } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";
import { tilePixels, tileUnits } from "./canvas-tiles";
import { boxOfRings, type Spot, type SpotBox } from "./geometry";
import type { Palette } from "./palette";

type Ground = "built" | "green" | "water" | "pitch";
type RoadClass = "major" | "secondary" | "minor" | "service" | "path" | "rail" | "waterway";

/** A name and where it may stand, in the tile's units. */
export type NameAt = Spot & {
  text: string;
  kind: "road" | "area" | "place";
  rank: number;
  angle: number;
  /** Units that the words may be long before they leave what they name. */
  room: number;
};
export type BasemapTile = {
  grounds: Map<Ground, Path2D>;
  buildings: Path2D;
  roads: Map<RoadClass, Path2D>;
  names: NameAt[];
};

const green = new Set([
  "park",
  "grass",
  "forest",
  "farmland",
  "meadow",
  "garden",
  "cemetery",
  "orchard",
  "wood",
]);
const built = new Set([
  "residential",
  "commercial",
  "industrial",
  "retail",
  "school",
  "hospital",
  "university",
]);
const scale = tilePixels / tileUnits;
/** Below this many of its 512 pixels an outline across a tile is worth no words. */
const leastRoom = 30 / scale;

export function decodeBasemap(bytes: ArrayBuffer): BasemapTile {
  const { layers } = new VectorTile(new PbfReader(bytes));
  const tile: BasemapTile = { grounds: new Map(), buildings: new Path2D(), roads: new Map(), names: [] };
  for (const [name, layer] of Object.entries(layers)) {
    for (let at = 0; at < layer.length; at += 1) readFeature(tile, name, layer.feature(at));
  }
  return tile;
}

function readFeature(tile: BasemapTile, layer: string, feature: VectorTileFeature): void {
  const lines = feature.loadGeometry();
  const { kind = "", detail = "", name = "" } = feature.properties;
  const text = String(name);
  if (layer === "places") {
    const [spot] = lines[0] ?? [];
    if (spot && text) tile.names.push(placeName(text, String(kind), spot));
    return;
  }
  if (feature.type === 2) {
    const road = layer === "water" ? "waterway" : roadClass(String(kind), String(detail));
    trace(held(tile.roads, road), lines, false);
    if (text && road !== "waterway") addRoadName(tile.names, text, road, lines);
    return;
  }
  if (feature.type !== 3) return;
  if (layer === "buildings") {
    trace(tile.buildings, lines, true);
    return;
  }
  const ground = layer === "water" ? "water" : groundOf(String(kind));
  if (ground) trace(held(tile.grounds, ground), lines, true);
  if (text && layer !== "roads") addAreaName(tile.names, text, ground === "water" ? 2 : 5, boxOfRings(lines));
}

function held<K>(paths: Map<K, Path2D>, key: K): Path2D {
  const known = paths.get(key);
  if (known) return known;
  const made = new Path2D();
  paths.set(key, made);
  return made;
}

/** Into one path in CSS pixels of the tile: a whole layer is then filled or stroked in one go. */
export function trace(path: Path2D, lines: readonly (readonly Spot[])[], isClosed: boolean): void {
  for (const line of lines) {
    for (const [at, { x, y }] of line.entries()) {
      if (at === 0) path.moveTo(x * scale, y * scale);
      else path.lineTo(x * scale, y * scale);
    }
    if (isClosed) path.closePath();
  }
}

function groundOf(kind: string): Ground | null {
  if (green.has(kind)) return "green";
  if (kind === "pitch" || kind === "pedestrian") return "pitch";
  return built.has(kind) ? "built" : null;
}

function roadClass(kind: string, detail: string): RoadClass {
  if (kind === "rail") return "rail";
  if (kind === "path" || kind === "ferry") return "path";
  if (/^(trunk|primary|motorway)/.test(detail)) return "major";
  if (/^(secondary|tertiary)/.test(detail) || kind === "major_road") return "secondary";
  return detail === "service" ? "service" : "minor";
}

const roadRanks: Record<RoadClass, number> = {
  major: 1,
  secondary: 3,
  minor: 6,
  rail: 7,
  waterway: 7,
  service: 8,
  path: 9,
};

/** Along the longest straight run of the street in this tile. */
function addRoadName(
  names: NameAt[],
  text: string,
  road: RoadClass,
  lines: readonly (readonly Spot[])[],
): void {
  let best: { length: number; x: number; y: number; angle: number } | null = null;
  for (const line of lines) {
    for (const run of straightRuns(line)) {
      const [dx, dy] = [run.to.x - run.from.x, run.to.y - run.from.y];
      const length = Math.hypot(dx, dy);
      if (best && best.length >= length) continue;
      best = {
        length,
        x: (run.from.x + run.to.x) / 2,
        y: (run.from.y + run.to.y) / 2,
        angle: Math.atan2(dy, dx),
      };
    }
  }
  if (!best || best.length < leastRoom) return;
  const { x, y, angle, length } = best;
  names.push({ text, kind: "road", rank: roadRanks[road], x, y, angle, room: length });
}

const bend = 0.12;

/** Pieces of a line that turn so little that words can stand along their chord. */
function* straightRuns(line: readonly Spot[]): Generator<{ from: Spot; to: Spot }> {
  let from = line[0];
  let last = from;
  let heading: number | null = null;
  for (const to of line.slice(1)) {
    if (!from || !last) return;
    const turn = Math.atan2(to.y - last.y, to.x - last.x);
    if (heading !== null && Math.abs(Math.atan2(Math.sin(turn - heading), Math.cos(turn - heading))) > bend) {
      yield { from, to: last };
      from = last;
      heading = turn;
    }
    heading ??= turn;
    last = to;
  }
  if (from && last) yield { from, to: last };
}

function addAreaName(names: NameAt[], text: string, rank: number, box: SpotBox): void {
  const room = box.right - box.left;
  if (room < leastRoom) return;
  names.push({
    text,
    kind: "area",
    rank,
    angle: 0,
    room,
    x: (box.left + box.right) / 2,
    y: (box.top + box.bottom) / 2,
  });
}

const firstPlaces: Record<string, number> = {
  station: 2,
  train_station: 2,
  hospital: 4,
  townhall: 4,
  park: 5,
  school: 6,
};

function placeName(text: string, kind: string, { x, y }: Spot): NameAt {
  return { text, kind: "place", rank: firstPlaces[kind] ?? 9, angle: 0, room: Infinity, x, y };
}

/** Pixels wide at zoom 12, 14, 16 and 18, with straight lines between. */
const widths: Record<RoadClass, readonly [number, number, number, number]> = {
  major: [2.2, 4, 9, 18],
  secondary: [1.4, 2.8, 6.5, 14],
  minor: [0.6, 1.2, 4, 10],
  service: [0.4, 0.8, 2.4, 6],
  path: [0.4, 0.7, 1, 1.6],
  rail: [0.9, 1.2, 1.8, 2.6],
  waterway: [0.8, 1.4, 2.4, 4],
};

function widthAt(road: RoadClass, zoom: number): number {
  const stops = widths[road];
  const at = Math.max(0, Math.min(2.999, (zoom - 12) / 2));
  const first = Math.floor(at);
  const [low, high] = [stops[first] ?? 1, stops[first + 1] ?? 1];
  return low + (high - low) * (at - first);
}

const ends: readonly RoadClass[] = ["service", "minor", "secondary", "major"];

export function paintBasemap(
  ctx: CanvasRenderingContext2D,
  tile: BasemapTile,
  zoom: number,
  palette: Palette,
): void {
  // On paper the land is the paper.
  if (!palette.isPaper) {
    ctx.fillStyle = palette["map-land"];
    ctx.fillRect(0, 0, tilePixels, tilePixels);
  }
  for (const [ground, colour] of [
    ["built", palette["map-built"]],
    ["green", palette["map-green"]],
    ["pitch", palette["map-built"]],
    ["water", palette["map-water"]],
  ] as const) {
    const path = tile.grounds.get(ground);
    if (!path) continue;
    ctx.fillStyle = colour;
    ctx.fill(path, "evenodd");
  }
  stroke(ctx, tile.roads.get("waterway"), palette["map-water"], widthAt("waterway", zoom));
  ctx.fillStyle = palette["map-building"];
  ctx.fill(tile.buildings, "nonzero");
  ctx.lineCap = "round";
  ctx.lineJoin = "round";
  ctx.setLineDash([2, 3]);
  stroke(ctx, tile.roads.get("path"), palette["map-road-edge"], widthAt("path", zoom));
  ctx.setLineDash([]);
  // All edges first: crossings of streets then stay open.
  for (const road of ends) {
    const width = widthAt(road, zoom);
    const edge = road === "major" ? palette["map-major-edge"] : palette["map-road-edge"];
    if (width > 1) stroke(ctx, tile.roads.get(road), edge, width + 1.6);
  }
  for (const road of ends) {
    const width = widthAt(road, zoom);
    const colour = road === "major" ? palette["map-major"] : palette["map-road"];
    stroke(ctx, tile.roads.get(road), width > 1 ? colour : palette["map-road-edge"], width);
  }
  const rail = tile.roads.get("rail");
  stroke(ctx, rail, palette["map-rail"], widthAt("rail", zoom) + 1.4);
  ctx.lineCap = "butt";
  ctx.setLineDash([8, 8]);
  stroke(ctx, rail, palette["map-land"], widthAt("rail", zoom) * 0.7);
  ctx.setLineDash([]);
}

function stroke(
  ctx: CanvasRenderingContext2D,
  path: Path2D | undefined,
  colour: string,
  width: number,
): void {
  if (!path) return;
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.stroke(path);
}
