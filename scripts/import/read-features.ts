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
    throw ImportFault.at(`${name}: type`, "not_a_collection");
  }
  const { crs } = parsed;
  const crsName = isObject(crs) && isObject(crs.properties) ? String(crs.properties.name) : "";
  if (crs != null && !/CRS84|4326|4490/.test(crsName)) {
    throw ImportFault.at(`${name}: crs`, "unknown_crs");
  }
  const features: unknown[] = parsed.features;
  if (features.length > maxFeatures) {
    throw ImportFault.at(`${name}: features`, "too_many_features", { most: maxFeatures });
  }
  const read = features.map((feature, i) => {
    const at = `${name}: feature ${i + 1}`;
    if (!isObject(feature) || feature.type !== "Feature") {
      throw ImportFault.at(`${at}: type`, "not_a_feature");
    }
    if (feature.properties != null && !isObject(feature.properties)) {
      throw ImportFault.at(`${at}: properties`, "properties_shape");
    }
    const geometry = options.isSwapped ? exchanged(feature.geometry ?? null) : (feature.geometry ?? null);
    return { index: i + 1, properties: feature.properties ?? {}, geometry };
  });
  const at = firstExchanged(read.map(({ geometry }) => geometry));
  if (at !== null) {
    const place = `${name}: feature ${at + 1}: geometry.coordinates`;
    throw ImportFault.at(place, options.isSwapped ? "axes_in_order" : "axes_exchanged");
  }
  return read;
}

async function readText(file: string, name: string, encoding: string): Promise<string> {
  let bytes: Buffer;
  try {
    const { size } = await stat(file);
    if (size > maxBytes) {
      throw ImportFault.at(name, "file_too_large", { megabytes: maxBytes / 1024 / 1024 });
    }
    bytes = await readFile(file);
  } catch (error) {
    if (error instanceof ImportFault) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    if (code === "ENOENT") throw ImportFault.at(file, "file_missing");
    throw ImportFault.at(file, "unreadable", { error: code });
  }
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    const at = `${name}: line ${lineOfBadByte(bytes, encoding)}`;
    if (encoding === "utf-8") throw ImportFault.at(at, "not_utf8");
    throw ImportFault.at(at, "not_encoded", { encoding });
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
    const at = `${name}: line ${text.slice(0, offset).split("\n").length}`;
    if (offset >= text.trimEnd().length) throw ImportFault.at(at, "json_cut");
    const token = /^Unexpected token '(.)'/u.exec(said)?.[1];
    if (token) throw ImportFault.at(at, "json_unexpected", { token });
    throw ImportFault.at(at, "not_json", { why: said.split(" in JSON")[0] ?? said });
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
