import "server-only";
import { and, eq, isNull, or } from "drizzle-orm";
import { z } from "zod";
import { attachments, tickets } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { query } from "../query";
import { visibleTickets } from "../shared/visible";

/**
 * A photo's stored name, for those who may see it: published ones for all; else who may see the ticket, who holds
 * the token of a photo not yet attached, or a link that a page of ours signed. All others: not found.
 */
export const loadFile = query({
  permission: null,
  input: z.strictObject({
    id: z.uuid(),
    token: z.string().max(64).optional(),
    /** Set by our own route once it has checked the link's signature; never taken from a caller. */
    isSigned: z.boolean().default(false),
  }),
  async run({ db, actor, hmac }, { id, token, isSigned }) {
    const byToken = token
      ? and(eq(attachments.tokenHash, hmac(`photo:${token}`)), isNull(attachments.ticketId))
      : undefined;
    const [row] = await db
      .select({
        sha256: attachments.sha256,
        thumbSha256: attachments.thumbSha256,
        mime: attachments.mime,
        isPublic: attachments.isPublic,
      })
      .from(attachments)
      .leftJoin(tickets, eq(tickets.id, attachments.ticketId))
      .where(
        and(
          eq(attachments.id, id),
          isSigned ? undefined : or(eq(attachments.isPublic, true), byToken, visibleTickets(db, actor)),
        ),
      );
    if (!row) throw new AppError("not_found");
    return row;
  },
});
