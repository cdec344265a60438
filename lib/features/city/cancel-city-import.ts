import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { cityImports } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { command } from "../command";

/** Asks a running import to stop. It looks every second; nothing of it is kept. */
export const cancelCityImport = command({
  permission: "import_city",
  input: z.strictObject({ id: z.uuid() }),
  async run({ tx, append }, { id }) {
    const [row] = await tx
      .update(cityImports)
      .set({ isCancelAsked: true })
      .where(and(eq(cityImports.id, id), eq(cityImports.state, "running")))
      .returning({ source: cityImports.source });
    if (!row) throw new AppError("not_found");
    await append({
      ...{ subjectKind: "city", subjectId: id, type: "city.import_cancelled" },
      payload: { source: row.source },
    });
    return { id };
  },
});
