import "server-only";
import { z } from "zod";
import { command } from "../command";
import { beginImport } from "./track-import";

/** Who began an import from a page, of what. The work itself is done by a process of its own. */
export const startCityImport = command({
  permission: "import_city",
  input: z.strictObject({ source: z.string().trim().min(1).max(200) }),
  async run({ tx, actor, now, newId, append }, { source }) {
    const id = newId();
    await beginImport(tx, { id, source, startedById: actor.kind === "user" ? actor.userId : null, now });
    await append({ subjectKind: "city", subjectId: id, type: "city.import_started", payload: { source } });
    return { id };
  },
});
