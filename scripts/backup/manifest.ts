import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { CliFault } from "../gridkeep/cli";

/**
 * A backup is a folder: `manifest.json` with its sha256 beside it, `tables/NAME.copy.gz` (the text of COPY),
 * `files.txt.gz` and `heads.tsv.gz` (one line a photo file, one a history), and `files/ab/…` with the photos.
 */
export const formatVersion = 1;
export const manifestFile = "manifest.json";
export const manifestHashFile = "manifest.json.sha256";
export const fileList = "files.txt.gz";
export const chainHeads = "heads.tsv.gz";
export const tableFile = (table: string) => `tables/${table}.copy.gz`;
export const photoFile = (sha256: string) => `files/${sha256.slice(0, 2)}/${sha256}`;

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().min(0);
/** `sha256` and `bytes` are of the packed file, `contentSha256` of the text in it. */
const part = z.object({ rows: count, bytes: count, sha256: hash, contentSha256: hash });

const shape = z.object({
  format: z.number(),
  program: z.string(),
  takenAt: z.string(),
  server: z.string(),
  /** Hashes of the migrations applied, in order: the version of the schema. */
  migrations: z.array(z.object({ name: z.string(), sha256: hash })),
  tables: z.array(part.extend({ name: z.string().regex(/^[a-z_0-9]+$/), columns: z.array(z.string()) })),
  sequences: z.array(z.object({ name: z.string(), lastValue: z.string(), isCalled: z.boolean() })),
  heads: part,
  files: part.extend({ totalBytes: count }),
});

export type Manifest = z.output<typeof shape>;
export type Part = z.output<typeof part>;

export const damaged = (file: string, what: string) =>
  new CliFault([`the backup is damaged: ${file}: ${what}. Nothing was restored.`]);

/** The manifest, when it is the one that was written; else a fault that names the file. */
export async function readManifest(folder: string): Promise<Manifest> {
  const bytes = await readPart(folder, manifestFile);
  const written = (await readPart(folder, manifestHashFile)).toString("utf8");
  if (written !== hashLine(bytes)) throw damaged(manifestFile, `is not what ${manifestHashFile} says`);
  const value: unknown = JSON.parse(bytes.toString("utf8"));
  const format = z.object({ format: z.number() }).safeParse(value);
  if (format.data && format.data.format > formatVersion) {
    throw new CliFault([
      `${folder} was made by a newer Gridkeep (format ${format.data.format}, this one reads ${formatVersion}): restore it with that version.`,
    ]);
  }
  const manifest = shape.safeParse(value);
  if (!manifest.success) throw damaged(manifestFile, "is not a manifest of this format");
  return manifest.data;
}

/** As `sha256sum -c manifest.json.sha256` reads it. */
export const hashLine = (manifest: Uint8Array) =>
  `${createHash("sha256").update(manifest).digest("hex")}  ${manifestFile}\n`;

async function readPart(folder: string, name: string): Promise<Buffer> {
  try {
    return await readFile(path.join(folder, name));
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    if (error.code !== "ENOENT" && error.code !== "ENOTDIR") throw error;
    throw new CliFault([
      `${path.join(folder, name)} is not there: this is no backup, or one that was cut off. Nothing was restored.`,
    ]);
  }
}
