import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import type { textEncodings } from "@/lib/domain/city-import";
import { exchanged, firstExchanged } from "./axes";
import { ImportFault } from "./import-fault";

const maxBytes = 256 * 1024 * 1024;
const maxFeatures = 500_000;

export type RawFeature = { index: number; properties: Record<string, unknown>; geometry: unknown };

export type ReadOptions = {
  /** How the text is written; GBK is the older part of GB 18030. */
  encoding?: (typeof textEncodings)[number] | undefined;
  /** Positions come as latitude, longitude. */
  isSwapped?: boolean | undefined;
};

/** One GeoJSON FeatureCollection from disk. What makes the file as a whole unreadable is said with its line. */
export async function readFeatures(file: string, options: ReadOptions = {}): Promise<RawFeature[]> {
  const name = path.basename(file);
  const parsed = parseJson(name, await readText(file, name, options.encoding ?? "utf-8"));
  if (!isObject(parsed) || parsed.type !== "FeatureCollection" || !Array.isArray(parsed.features)) {
    throw new ImportFault([`${name}: type: must be a GeoJSON FeatureCollection with features`]);
  }
  const { crs } = parsed;
  const crsName = isObject(crs) && isObject(crs.properties) ? String(crs.properties.name) : "";
  if (crs != null && !/CRS84|4326|4490/.test(crsName)) {
    throw new ImportFault([`${name}: crs: only WGS-84 or CGCS2000 longitude and latitude can be read`]);
  }
  const features: unknown[] = parsed.features;
  if (features.length > maxFeatures) {
    throw new ImportFault([`${name}: features: more than ${maxFeatures} features`]);
  }
  const read = features.map((feature, i) => {
    const at = `${name}: feature ${i + 1}`;
    if (!isObject(feature) || feature.type !== "Feature") {
      throw new ImportFault([`${at}: type: must be a Feature`]);
    }
    if (feature.properties != null && !isObject(feature.properties)) {
      throw new ImportFault([`${at}: properties: must be an object`]);
    }
    const geometry = options.isSwapped ? exchanged(feature.geometry ?? null) : (feature.geometry ?? null);
    return { index: i + 1, properties: feature.properties ?? {}, geometry };
  });
  const at = firstExchanged(read.map(({ geometry }) => geometry));
  if (at !== null) {
    const said = options.isSwapped
      ? "longitude and latitude are in order in the file: leave --swap-axes out"
      : "longitude and latitude are exchanged: give --swap-axes";
    throw new ImportFault([`${name}: feature ${at + 1}: geometry.coordinates: ${said}`]);
  }
  return read;
}

async function readText(file: string, name: string, encoding: string): Promise<string> {
  let bytes: Buffer;
  try {
    const { size } = await stat(file);
    if (size > maxBytes) {
      throw new ImportFault([`${name}: larger than ${maxBytes / 1024 / 1024} MB: cut the city into parts`]);
    }
    bytes = await readFile(file);
  } catch (error) {
    if (error instanceof ImportFault) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new ImportFault([
      `${file}: ${code === "ENOENT" ? "the file is missing" : `cannot be read (${code})`}`,
    ]);
  }
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    const line = lineOfBadByte(bytes, encoding);
    const advice = encoding === "utf-8" ? "not UTF-8 (GBK? then give --encoding gb18030)" : `not ${encoding}`;
    throw new ImportFault([`${name}: line ${line}: ${advice}`]);
  }
}

/** The first line that cannot be read; each is tried by itself, as a newline byte is never part of a character. */
function lineOfBadByte(bytes: Buffer, encoding: string): number {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let line = 1;
  for (let from = 0; from < bytes.length; line += 1) {
    const end = bytes.indexOf(10, from);
    const to = end < 0 ? bytes.length : end;
    try {
      decoder.decode(bytes.subarray(from, to));
    } catch {
      return line;
    }
    from = to + 1;
  }
  return line;
}

function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const offset = faultOffset(said, text);
    const line = text.slice(0, offset).split("\n").length;
    const isCut = offset >= text.trimEnd().length;
    const token = /^Unexpected token '(.)'/u.exec(said)?.[1];
    const why = token ? `unexpected "${token}"` : (said.split(" in JSON")[0] ?? said);
    throw new ImportFault([
      `${name}: line ${line}: ${isCut ? "the file ends in the middle of the JSON" : `not JSON (${why})`}`,
    ]);
  }
}

/** V8 tells either the position, or ten characters before it and ten after, or that the text is at its end. */
function faultOffset(said: string, text: string): number {
  const position = /position (\d+)/.exec(said)?.[1];
  if (position !== undefined) return Number(position);
  const around = /^Unexpected token '.+?', (\.\.\.)?"([\s\S]*)"(\.\.\.)? is not valid JSON$/u.exec(said);
  const start = around?.[2] === undefined ? -1 : text.indexOf(around[2]);
  if (start < 0) return text.length;
  return around?.[1] === undefined ? start : start + 10;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
