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
    throw new ImportFault([
      `${name}: not a whole ZIP archive (${error instanceof Error ? error.message : error})`,
    ]);
  });
  let left = maxBytes;
  let count = 0;
  const seen = new Set<string>();
  try {
    for await (const entry of archive.eachEntry() as AsyncIterable<Entry>) {
      count += 1;
      if (count > maxEntries) throw new ImportFault([`${name}: more than ${maxEntries} files`]);
      // Only the last part of the name is used: no archive writes anywhere but into the folder.
      const target = path.basename(entry.fileName.replaceAll("\\", "/"));
      if (entry.fileName.endsWith("/") || entry.fileName.includes("__MACOSX") || !wanted.test(target))
        continue;
      if (seen.has(target)) throw new ImportFault([`${name}: ${target}: is in the archive twice`]);
      seen.add(target);
      const counting = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          left -= chunk.length;
          if (left >= 0) done(null, chunk);
          else done(new ImportFault([`${name}: more than ${maxBytes / 1024 ** 2} MB when unpacked`]));
        },
      });
      const stream = await archive.openReadStreamPromise(entry);
      await pipeline(stream, counting, createWriteStream(path.join(folder, target), { mode: 0o600 }));
    }
  } catch (error) {
    if (error instanceof ImportFault) throw error;
    throw new ImportFault([
      `${name}: the archive is damaged (${error instanceof Error ? error.message : error})`,
    ]);
  } finally {
    archive.close();
  }
  if (seen.size === 0) throw new ImportFault([`${name}: no .geojson and no .osm.pbf in the archive`]);
}
