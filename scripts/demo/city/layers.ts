import type { LngLat, PlainGeometry } from "@/lib/geo/geojson";
import { addressOf } from "./address";
import { fillPlot, type PlanGround } from "./block-buildings";
import { type BlockUse, chooseUses, type Plot, plotsOf } from "./block-uses";
import { type Layers, LayerWriter } from "./layer-writer";
import { communityStem, PlaceNames } from "./place-names";
import { cityWidth, place, placeOval, placeRectangle } from "./plane";
import { cityPois } from "./pois";
import type { SeededRandom } from "./seeded-random";
import { canal, type PlanBlock, river, type StreetPlan } from "./street-plan";

const polygon = (ring: LngLat[]): PlainGeometry => ({ type: "Polygon", coordinates: [ring] });

export function cityLayers(plan: StreetPlan, random: SeededRandom): Layers {
  const writer = new LayerWriter();
  for (const { name, kind, detail, line } of plan.streets) {
    writer.add("roads", { kind, detail, name }, { type: "LineString", coordinates: line });
  }
  addWaters(plan, writer);
  const uses = chooseUses(plan.blocks, random);
  const names = new PlaceNames(random);
  for (const block of plan.blocks) addBlock(block, uses.get(block) ?? "estate", names, writer, random);
  cityPois(plan, uses, names, writer, random);
  return writer.layers;
}

function addWaters(plan: StreetPlan, writer: LayerWriter): void {
  const band = (south: number, north: number) => {
    const ring = [...plan.eastward(south, 0, cityWidth), ...plan.eastward(north, 0, cityWidth).reverse()];
    return polygon([...ring, ...ring.slice(0, 1)]);
  };
  writer.add("water", { kind: "river", name: "清澜江" }, band(river.south, river.north));
  const ring = [
    ...plan.northward(canal.west, canal.from, canal.to),
    ...plan.northward(canal.east, canal.from, canal.to).reverse(),
  ];
  writer.add("water", { kind: "canal", name: "柳溪河" }, polygon([...ring, ...ring.slice(0, 1)]));
  writer.add(
    "landuse",
    { kind: "park", name: "滨江公园(南岸)" },
    band(river.southRoad + 12, river.south - 3),
  );
  writer.add(
    "landuse",
    { kind: "park", name: "滨江公园(北岸)" },
    band(river.north + 3, river.northRoad - 12),
  );
}

const named: ReadonlySet<BlockUse> = new Set(["estate", "towers", "school", "hospital", "park", "lake"]);

function nameOf(block: PlanBlock, use: BlockUse, names: PlaceNames): string | undefined {
  switch (use) {
    case "estate":
    case "towers":
      return names.estate();
    case "school":
      return names.school(block);
    case "hospital":
      return names.hospital(block);
    case "park":
      return `${communityStem(block)}公园`;
    case "lake":
      return "云栖湖公园";
    default:
      return undefined;
  }
}

function addBlock(
  block: PlanBlock,
  use: BlockUse,
  names: PlaceNames,
  writer: LayerWriter,
  random: SeededRandom,
): void {
  const title = named.has(use) ? nameOf(block, use, names) : undefined;
  const plots = plotsOf(block);
  let number = 0;
  for (const [index, plot] of plots.entries()) {
    // A school cut in two by a railway would be two schools.
    const filled = fillPlot(index > 0 && use === "school" ? "park" : use, plot, random);
    for (const ground of filled.grounds) addGround(ground, index === 0 ? title : undefined, writer);
    for (const { u, v, width, depth, ...building } of filled.buildings) {
      number += 1;
      const { text } = addressOf(block, u, v);
      const numbered = building.hasBlockNumber ? `${title ?? ""}${number}幢` : "";
      writer.add(
        "buildings",
        {
          kind: "building",
          detail: building.detail,
          ...(building.title ? { name: `${title ?? ""}${building.title}` } : {}),
          height: building.height,
          addr: `${text}${numbered}`,
        },
        polygon(placeRectangle([u, v], width, depth)),
      );
    }
    if (use === "park") addPaths(plot, writer);
  }
}

const groundsWithName: ReadonlySet<string> = new Set(["park", "school", "hospital", "residential"]);

function addGround(ground: PlanGround, title: string | undefined, writer: LayerWriter): void {
  const { kind, u, v, width, depth, isOval } = ground;
  if (width < 8 || depth < 8) return;
  const ring = isOval ? placeOval([u, v], width, depth, kind === "water" ? 0.12 : 0) : bentRectangle(ground);
  const name = title && groundsWithName.has(kind) ? { name: title } : {};
  if (kind === "water") {
    writer.add("water", { kind: "pond", ...(width > 300 ? { name: "云栖湖" } : {}) }, polygon(ring));
  } else writer.add("landuse", { kind, ...name }, polygon(ring));
}

/** Along the streets, so with corners on the bend. */
function bentRectangle({ u, v, width, depth }: PlanGround): LngLat[] {
  const [west, east, south, north] = [u - width / 2, u + width / 2, v - depth / 2, v + depth / 2];
  const steps = [0, 0.25, 0.5, 0.75];
  const ring = [
    ...steps.map((t) => place([west + width * t, south])),
    ...steps.map((t) => place([east, south + depth * t])),
    ...steps.map((t) => place([east - width * t, north])),
    ...steps.map((t) => place([west, north - depth * t])),
  ];
  return [...ring, ...ring.slice(0, 1)];
}

function addPaths({ west, east, south, north }: Plot, writer: LayerWriter): void {
  const [u, v] = [(west + east) / 2, (south + north) / 2];
  const loop = placeOval([u, v], (east - west) * 0.78, (north - south) * 0.78);
  writer.add("roads", { kind: "path", detail: "footway" }, { type: "LineString", coordinates: loop });
}
