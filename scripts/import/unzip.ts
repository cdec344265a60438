import { createWriteStream } from "node:fs";
import path from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Entry, openPromise } from "yauzl";
import { ImportFault } from "./import-fault";

const maxEntries = 40;
/** Of all files together, counted while they are unpacked: what an archive says about itself is not believed. */
const maxBytes = 1024 ** 3;
const wanted = /\.(geojson|json|osm\.pbf|pbf)$/i;

/** Unpacks the layers of an archive side by side into a folder; other files and folders in it do not matter. */
export async function unzipLayers(file: string, folder: string): Promise<void> {
  const name = path.basename(file);
  const archive = await openPromise(file).catch((error: unknown) => {
    throw ImportFault.at(name, "not_a_zip", { why: messageOf(error) });
  });
  let left = maxBytes;
  let count = 0;
  const seen = new Set<string>();
  try {
    for await (const entry of archive.eachEntry() as AsyncIterable<Entry>) {
      count += 1;
      if (count > maxEntries) throw ImportFault.at(name, "too_many_files", { most: maxEntries });
      // Only the last part of the name is used: no archive writes anywhere but into the folder.
      const target = path.basename(entry.fileName.replaceAll("\\", "/"));
      if (entry.fileName.endsWith("/") || entry.fileName.includes("__MACOSX") || !wanted.test(target))
        continue;
      if (seen.has(target)) throw ImportFault.at(`${name}: ${target}`, "in_archive_twice");
      seen.add(target);
      const counting = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          left -= chunk.length;
          if (left >= 0) done(null, chunk);
          else done(ImportFault.at(name, "unpacked_too_large", { megabytes: maxBytes / 1024 ** 2 }));
        },
      });
      const stream = await archive.openReadStreamPromise(entry);
      await pipeline(stream, counting, createWriteStream(path.join(folder, target), { mode: 0o600 }));
    }
  } catch (error) {
    if (error instanceof ImportFault) throw error;
    throw ImportFault.at(name, "archive_damaged", { why: messageOf(error) });
  } finally {
    archive.close();
  }
  if (seen.size === 0) throw ImportFault.at(name, "archive_empty");
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
