import "server-only";
import { createHash } from "node:crypto";

/** Some subjects have names, chains have ids: the same name always gives the same id. */
export function namedSubjectId(name: string): string {
  const hex = createHash("sha256").update(name).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
