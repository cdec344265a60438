import "server-only";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { dataDir } from "@/lib/env";

/** Where files wait until they are known to be harmless; never served from here. Local, whatever the store is. */
export async function quarantineFolder(): Promise<string> {
  const folder = path.join(/* turbopackIgnore: true */ dataDir(), "quarantine");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}
