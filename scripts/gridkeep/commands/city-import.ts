import { AppError } from "@/lib/domain/errors";
import { unassignedCountyCode } from "@/lib/features/city/assumed-areas";
import type { SkippedFeature } from "@/lib/features/city/city-layers";
import { importCityFolder, importerContext } from "../../import/import-city-folder";
import { ImportFault } from "../../import/import-fault";
import { type CliCommand, CliFault } from "../cli";
import { withDatabase } from "../open-database";

const mostListed = 20;

export const command: CliCommand = {
  words: ["city", "import"],
  summary: "Brings a city into an empty database: basemap, areas, key places, first cells",
  arguments: [{ name: "folder", help: "roads, water, landuse, buildings, pois as .geojson (WGS-84, UTF-8)" }],
  options: {
    areas: {
      type: "string",
      value: "FILE",
      help: "area tree: code, level, name, parent, polygon of each area",
    },
    "county-code": {
      type: "string",
      value: "CODE",
      help: `without --areas: the county the one assumed community lies in (${unassignedCountyCode}: unassigned)`,
    },
    name: { type: "string", value: "NAME", help: "without --areas: the city's name (the folder's name)" },
    "name-en": { type: "string", value: "NAME", help: "without --areas: its English name" },
    attribution: {
      type: "string",
      value: "TEXT",
      help: 'what the licence asks to stand beside the map, such as "© OpenStreetMap contributors"',
    },
  },
  notes: [
    "Without --areas one community over the box of the roads is made, and marked: boundary assumed.",
    "Damaged files are refused as a whole; a feature without a usable outline is left out and listed.",
  ],
  async run(args, io) {
    const started = performance.now();
    try {
      const done = await withDatabase((db) =>
        importCityFolder(importerContext(db), {
          folder: args.positionals[0] ?? "",
          areasFile: args.text("areas"),
          countyCode: args.text("county-code"),
          name: args.text("name"),
          nameEn: args.text("name-en"),
          attribution: args.text("attribution"),
          onProgress: (step, share) => io.progress(step, share),
        }),
      );
      const seconds = Math.round((performance.now() - started) / 100) / 10;
      return {
        document: { ...done, seconds },
        isDone: true,
        lines: [
          `${done.name} (${done.code})${done.isBoundaryAssumed ? ": boundary and codes assumed" : ""}`,
          `  areas ${done.areas}, cells ${done.cells}, key places ${done.places}, basemap features ${done.basemap}`,
          ...listed("repaired", done.repaired),
          ...listed("left out", done.skipped),
          `  ${seconds} s`,
        ],
      };
    } catch (error) {
      if (error instanceof ImportFault) throw new CliFault([...error.faults, "nothing was imported"]);
      if (error instanceof AppError && error.code === "not_empty") {
        throw new CliFault([
          `the database holds a city already (${error.detail.name}): \`city import\` needs an empty one; ` +
            "set GRIDKEEP_DATA to another folder, or DATABASE_URL to an empty database",
        ]);
      }
      throw error;
    }
  },
};

function listed(what: string, features: readonly SkippedFeature[]): string[] {
  if (features.length === 0) return [];
  const shown = features.slice(0, mostListed).map(({ layer, index, name, reason }) => {
    const title = name === null ? "" : ` (${name})`;
    return `    ${layer}.geojson: feature ${index}${title}: ${reason}`;
  });
  const rest =
    features.length > mostListed ? [`    … and ${features.length - mostListed} more (--json lists all)`] : [];
  return [`  ${what}: ${features.length}`, ...shown, ...rest];
}
