import "server-only";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { dataDir } from "@/lib/env";

/** Files on disk, named by their content's hash: equal bytes are kept once, and a name tells when bytes changed. */
const hashShape = /^[0-9a-f]{64}$/;

function pathOf(sha256: string): string {
  if (!hashShape.test(sha256)) throw new Error("not a content hash");
  return path.join(/* turbopackIgnore: true */ dataDir(), "files", sha256.slice(0, 2), sha256);
}

/** Where files wait until they are known to be harmless; never served from here. */
export async function quarantineFolder(): Promise<string> {
  const folder = path.join(/* turbopackIgnore: true */ dataDir(), "quarantine");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

export async function hashFile(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

/** Moves a finished file into the store and answers its name. On disk for good before any row speaks of it. */
export async function putFile(file: string): Promise<string> {
  const sha256 = await hashFile(file);
  const target = pathOf(sha256);
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
  const handle = await open(file, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(file, target);
  return sha256;
}

export async function openFile(
  sha256: string,
): Promise<{ size: number; stream: () => ReturnType<typeof createReadStream> } | null> {
  const file = pathOf(sha256);
  try {
    const { size } = await stat(file);
    return { size, stream: () => createReadStream(file) };
  } catch {
    return null;
  }
}

export async function removeFile(sha256: string): Promise<void> {
  await rm(pathOf(sha256), { force: true });
}
