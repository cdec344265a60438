import "server-only";
import { unitKinds, urgencies } from "@/db/schema";

/** For pages, which may not read the schema. */
export const unitKindNames = unitKinds;
export const urgencyNames = urgencies;
