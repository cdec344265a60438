import "server-only";
import { createReadStream } from "node:fs";
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { hashFile } from "./hash-file";
import { contentName, type FileStore } from "./stored-file";

/** Files below one local folder. The source of a `put` must lie on the same file system: it is moved. */
export function diskStore(folder: string): FileStore {
  const pathOf = (sha256: string) => path.join(/* turbopackIgnore: true */ folder, contentName(sha256));

  async function sizeOf(sha256: string): Promise<number | null> {
    try {
      return (await stat(pathOf(sha256))).size;
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
      throw error;
    }
  }

  return {
    kind: "disk",
    sizeOf,
    async put(file) {
      const sha256 = await hashFile(file);
      const target = pathOf(sha256);
      await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
      await syncToDisk(file, "r+");
      await rename(file, target);
      // The name too must outlive a power cut.
      if (process.platform !== "win32") await syncToDisk(path.dirname(target), "r");
      return sha256;
    },
    async open(sha256) {
      const size = await sizeOf(sha256);
      return size === null ? null : { size, stream: createReadStream(pathOf(sha256)) };
    },
    async remove(sha256) {
      await rm(pathOf(sha256), { force: true });
    },
  };
}

async function syncToDisk(target: string, flags: string): Promise<void> {
  const handle = await open(target, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
