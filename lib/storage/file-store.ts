import "server-only";
import path from "node:path";
import { dataDir, type Env, env, s3Settings } from "@/lib/env";
import { diskStore } from "./disk-store";
import { s3Store } from "./s3-store";
import type { FileStore } from "./stored-file";

let made: { of: Env; store: FileStore } | undefined;

/** The store of this installation: S3-compatible where that is set, else the data folder. */
export function fileStore(): FileStore {
  const current = env();
  if (made?.of !== current) {
    const s3 = s3Settings();
    const store = s3 ? s3Store(s3) : diskStore(path.join(/* turbopackIgnore: true */ dataDir(), "files"));
    made = { of: current, store };
  }
  return made.store;
}
