import {
  type CityImportOrder,
  coordinateSystems,
  type FeatureReason,
  importHeapMegabytes,
  textEncodings,
} from "@/lib/domain/city-import";
import { unassignedCountyCode } from "@/lib/features/city/assumed-areas";
import type { SkippedFeature } from "@/lib/features/city/city-layers";
import type { CityChanges } from "@/lib/features/city/update-city";
import { faultText } from "../../import/fault-words";
import type { CityImportResult } from "../../import/import-city";
import { runImportWorker, type WorkerOutcome } from "../../import/run-worker";
import { type CliArguments, type CliCommand, CliFault, UsageFault } from "../cli";

const mostListed = 20;

export const command: CliCommand = {
  words: ["city", "import"],
  summary:
    "Brings a city from an OpenStreetMap extract or GeoJSON layers: basemap, areas, key places, first cells",
  arguments: [
    {
      name: "path",
      help: ".osm.pbf extract, folder (or .zip) of roads, water, landuse, buildings, pois as .geojson",
    },
  ],
  options: {
    areas: {
      type: "string",
      value: "FILE",
      help: "area tree: code, level, name, parent, polygon of each area (also areas.geojson in the folder)",
    },
    "county-code": {
      type: "string",
      value: "CODE",
      help: `where the source has no codes: number areas from this county on (${unassignedCountyCode}: unassigned)`,
    },
    levels: {
      type: "string",
      value: "MAP",
      help: "admin_level of each level in an extract, such as city=5,district=6,street=8,community=10",
    },
    city: { type: "string", value: "NAME", help: "of several cities in an extract, this one" },
    name: {
      type: "string",
      value: "NAME",
      help: "where the source does not name the city (the file's name)",
    },
    "name-en": { type: "string", value: "NAME", help: "its English name" },
    crs: { type: "string", value: "CRS", help: "wgs84 (also CGCS2000) or gcj02; GeoJSON only" },
    "swap-axes": { type: "boolean", help: "positions stand as latitude, longitude; GeoJSON only" },
    encoding: { type: "string", value: "NAME", help: "utf-8, or gb18030 for GBK; GeoJSON only" },
    attribution: {
      type: "string",
      value: "TEXT",
      help: 'what the licence asks to stand beside the map ("© OpenStreetMap contributors" for an extract)',
    },
    replace: {
      type: "boolean",
      help: "throw an earlier try away; only while there is no ticket, unit or post",
    },
    memory: {
      type: "string",
      value: "MB",
      help: `heap of the process that imports (${importHeapMegabytes})`,
    },
  },
  notes: [
    "Run again for the same city, it updates basemap, key places and names, and says what changed.",
    "Without boundaries one community over the box of the roads is made, and marked: boundary assumed.",
    "Damaged sources are refused as a whole; a feature without a usable outline is left out and listed.",
  ],
  async run(args, io) {
    const started = performance.now();
    const outcome = await runImportWorker(orderOf(args), heapOf(args), (step, share) =>
      io.progress(step, share),
    );
    if (outcome.kind !== "done") throw explained(outcome);
    const done = outcome.result;
    const seconds = Math.round((performance.now() - started) / 100) / 10;
    return { document: { ...done, seconds }, isDone: true, lines: linesOf(done, seconds) };
  },
};

function orderOf(args: CliArguments): CityImportOrder {
  const one = <T extends string>(option: string, values: readonly T[]): T | undefined => {
    const given = args.text(option);
    const found = values.find((value) => value === given?.toLowerCase());
    if (given !== undefined && found === undefined)
      throw new UsageFault(`city import: --${option} must be one of ${values.join(", ")}`);
    return found;
  };
  return {
    from: args.positionals[0] ?? "",
    areasFile: args.text("areas"),
    countyCode: args.text("county-code"),
    levels: args.text("levels"),
    city: args.text("city"),
    name: args.text("name"),
    nameEn: args.text("name-en"),
    attribution: args.text("attribution"),
    crs: one("crs", coordinateSystems),
    encoding: one("encoding", textEncodings),
    isSwapped: args.has("swap-axes"),
    mode: args.has("replace") ? "replace" : "update",
  };
}

function heapOf(args: CliArguments): number {
  const given = args.text("memory");
  const megabytes = given === undefined ? importHeapMegabytes : Number(given);
  if (!Number.isInteger(megabytes) || megabytes < 64 || megabytes > 65_536)
    throw new UsageFault("city import: --memory must be a number of megabytes from 64 on");
  return megabytes;
}

function explained(outcome: Exclude<WorkerOutcome, { kind: "done" }>): CliFault {
  const end = "nothing was imported";
  switch (outcome.kind) {
    case "refused":
      return new CliFault([...outcome.faults.map(faultText), end]);
    case "taken": {
      const used = Object.entries(outcome.used ?? {}).map(([what, count]) => `${count} ${what}`);
      const why =
        used.length > 0
          ? `people work with it already (${used.join(", ")})`
          : "to put this one in its place while nobody works with it yet, give --replace";
      return new CliFault([
        `the database holds another city already (${outcome.name}): ${why}; ` +
          "for a second city set GRIDKEEP_DATA to another folder, or DATABASE_URL to an empty database",
        end,
      ]);
    }
    case "out_of_memory":
      return new CliFault([
        "the source needs more memory than it may have: cut the city out of it (osmium extract), or give --memory MB",
        end,
      ]);
    case "ended":
      return new CliFault(["the import was stopped", end]);
  }
}

function linesOf(done: CityImportResult & { peakMegabytes: number }, seconds: number): string[] {
  const { changes } = done;
  const counts = `areas ${done.areas}, cells ${done.cells}, key places ${done.places}, basemap features ${done.basemap}`;
  return [
    `${done.name} (${done.code})${done.isBoundaryAssumed ? ": boundaries partly assumed" : ""}${changes ? ": updated" : ""}`,
    ...(changes ? changesOf(changes) : [`  ${counts}, people (estimated) ${done.population}`]),
    ...(done.missing.length > 0 ? [`  the source has no ${done.missing.join(", ")}`] : []),
    ...listed("repaired", done.repaired),
    ...listed("left out", done.skipped),
    `  ${seconds} s, at most ${done.peakMegabytes} MB`,
  ];
}

function changesOf({ areas, places, basemap }: CityChanges): string[] {
  const counted = (what: string, { added, changed, gone }: CityChanges["places"]) =>
    `  ${what}: ${added} new, ${changed} changed, ${gone} gone`;
  const named = (list: readonly { name: string }[]) => list.map(({ name }) => name).join(", ");
  return [
    counted("key places", places),
    counted("basemap features", basemap),
    ...areas.renamed.map(({ code, before, after }) => `  area ${code}: ${before} is now ${after}`),
    ...(areas.boundaryDiffers.length > 0
      ? [`  drawn otherwise in the source, kept as they are: ${named(areas.boundaryDiffers)}`]
      : []),
    ...(areas.unknown.length > 0 ? [`  not here yet, to be planned: ${named(areas.unknown)}`] : []),
    ...(areas.gone.length > 0 ? [`  not in the source any more, kept: ${named(areas.gone)}`] : []),
  ];
}

function listed(what: string, features: readonly SkippedFeature[]): string[] {
  if (features.length === 0) return [];
  const shown = features.slice(0, mostListed).map(({ layer, at, name, reason }) => {
    const title = name === null ? "" : ` (${name})`;
    return `    ${layer}: ${at}${title}: ${wordsOf(reason)}`;
  });
  const rest =
    features.length > mostListed ? [`    … and ${features.length - mostListed} more (--json lists all)`] : [];
  return [`  ${what}: ${features.length}`, ...shown, ...rest];
}

/** The command line speaks English, as its help does. */
function wordsOf({ code, count = 0, all = 0, metres = 0, at = "" }: FeatureReason): string {
  switch (code) {
    case "no_geometry":
      return "no geometry";
    case "bad_geometry":
      return `${at} has too few positions, none, or far too many`;
    case "no_surface":
      return "the outline encloses no surface";
    case "crossed_itself":
      return "the outline crossed itself";
    case "not_closed":
      return "the outline was not closed";
    case "gap":
      return "the outline has a gap";
    case "members_missing":
      return `${count} of its ${all} member ways are not in the extract`;
    case "points_missing":
      return `${count} of its ${all} points are not in the extract`;
    case "closed_straight":
      return `${count} of its ${all} member ways are not in the extract: closed straight over ${metres} m`;
    case "no_name":
      return "no name";
    case "not_of_city":
      return `admin_level ${at}: not an area of this city`;
    case "outside_city":
      return "outside of the city: kept on the basemap, not as a key place";
  }
}
