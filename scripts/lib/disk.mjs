import { statfsSync } from "node:fs";
import { Fault } from "./project.mjs";

/** Said before the work, as a database or an install that meets a full disk half-way is harder to read. */
export function requireSpace(folder, megabytes) {
  let free;
  try {
    const { bavail, bsize } = statfsSync(folder);
    free = Math.floor((bavail * bsize) / 1_000_000);
  } catch {
    return;
  }
  if (free >= megabytes) return;
  throw new Fault(
    `the disk is nearly full (磁盘空间不足): ${free} MB free at ${folder}, ${megabytes} MB needed. Free some space and start again.`,
  );
}
