import type { Readable } from "node:stream";

/** `size` in bytes. Whoever opens a file reads its stream to the end or destroys it. */
export type OpenFile = { size: number; stream: Readable };

/**
 * Files named by the sha256 of their content (64 hex digits): equal bytes are kept once, and a name tells when
 * bytes changed. A store that does not answer is refused as `unavailable`; a file that is not there is null.
 */
export type FileStore = {
  kind: "disk" | "s3";
  /** Takes in a finished local file and answers its name. Kept for good before any row speaks of it. */
  put(file: string): Promise<string>;
  open(sha256: string): Promise<OpenFile | null>;
  sizeOf(sha256: string): Promise<number | null>;
  remove(sha256: string): Promise<void>;
};

/** Where a file lies below the store's root: `ab/ab…`. Throws on anything but a content hash. */
export function contentName(sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error("not a content hash");
  return `${sha256.slice(0, 2)}/${sha256}`;
}
