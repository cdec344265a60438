import "server-only";
import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AppError } from "@/lib/domain/errors";
import { dataDir } from "@/lib/env";

/** A whole city fits: the extract of a province has a few hundred megabytes. */
export const maxImportBytes = 1024 ** 3;

/**
 * Streams an upload to disk, in a folder of its own that whoever reads it removes. Refuses what is larger than allowed
 * (`too_large`) and says when the disk is full (`unavailable`); then nothing is left.
 */
export async function keepImportFile(name: string, chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const folder = path.join(/* turbopackIgnore: true */ dataDir(), "imports", randomUUID());
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, name);
  let bytes = 0;
  const counting = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes <= maxImportBytes) done(null, chunk);
      else done(new AppError("too_large", { file: "too_many_bytes" }));
    },
  });
  try {
    await pipeline(chunks, counting, createWriteStream(file, { mode: 0o600 }));
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    if (error instanceof Error && "code" in error && error.code === "ENOSPC")
      throw new AppError("unavailable");
    throw error;
  }
  if (bytes > 0) return file;
  await rm(folder, { recursive: true, force: true });
  throw new AppError("invalid", { file: "required" });
}

export async function dropImportFile(file: string): Promise<void> {
  await rm(path.dirname(file), { recursive: true, force: true });
}
