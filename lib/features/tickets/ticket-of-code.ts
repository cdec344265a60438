import "server-only";
import { eq } from "drizzle-orm";
import { z } from "zod";
import { tickets } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { normaliseTrackingCode } from "@/lib/domain/tracking-code";
import { query } from "../query";

/**
 * The ticket that a tracking code opens, for `publicContext`. A code that is none, is unknown or belongs to
 * nothing any more is one and the same refusal: a problem of the field `code`.
 */
export const ticketOfCode = query({
  permission: null,
  input: z.strictObject({ code: z.string().max(200).catch("") }),
  async run({ db, hmac }, { code }): Promise<{ ticketId: string; code: string }> {
    const normal = normaliseTrackingCode(code);
    // Asked also when it cannot be a code, so that the time of the answer tells nothing either.
    const [row] = await db
      .select({ id: tickets.id })
      .from(tickets)
      .where(eq(tickets.trackingHash, hmac(`tracking:${normal ?? ""}`)));
    if (!normal || !row) throw new AppError("invalid", { code: "unknown_code" });
    return { ticketId: row.id, code: normal };
  },
});
