import "server-only";
import { unitKinds } from "@/db/schema";

/** For pages, which may not read the schema. */
export const unitKindNames = unitKinds;
