import "server-only";
import { eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { classes, tickets } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { backToHandling } from "@/lib/domain/ticket/assignment";
import type { Ticket } from "@/lib/domain/ticket/ticket";
import { saltedHash } from "../shared/event-hash";
import { searchVector } from "../shared/search-text";
import { photoTokens, words } from "../shared/text-fields";
import { ticketCommand } from "../shared/ticket-command";

/**
 * Not solved after all, within the city's days: back to the unit that handed it back, or to acceptance
 * where no unit had it. The reporter may do this with the tracking code.
 */
export const reopenTicket = ticketCommand({
  command: "reopen",
  input: { reason: words(300), photos: photoTokens },
  async decide({ tx, role, ticket, now, calendarOf, settings }, { reason, photos }) {
    const closedAt = Date.parse(ticket.closedAt ?? "");
    if (now.getTime() - closedAt > settings["close.reopenDays"] * 86_400_000)
      throw new AppError("reopen_too_late", {}, { days: settings["close.reopenDays"] });
    const assignments = backToHandling(ticket, now, calendarOf);
    const reported = role === "public" ? await withPublicWords(tx, ticket, reason) : null;
    return {
      changes: {
        ticket: {
          state: assignments.length > 0 ? "handling" : "reported",
          reopenCount: ticket.reopenCount + 1,
          handedBackAt: null,
          inspectionOpinion: null,
          isInspectionWaived: false,
          isClosedByForce: false,
          isClosedBySameHand: false,
          outcome: null,
          ...(reported ? { descriptionHash: reported.descriptionHash } : {}),
        },
        assignments,
      },
      ...(reported ? { rowOnly: reported.rowOnly } : { said: { reason } }),
      photos: { batch: "report", tokens: photos },
    };
  },
});

/**
 * What the public says stays out of the history, which can never be erased: it follows the description, and the
 * history carries the hash of both.
 */
async function withPublicWords(tx: Db, ticket: Ticket, reason: string) {
  const [row] = await tx
    .select({
      description: tickets.description,
      salt: tickets.salt,
      name: classes.name,
      nameEn: classes.nameEn,
      code: classes.code,
    })
    .from(tickets)
    .innerJoin(classes, eq(classes.id, tickets.classId))
    .where(eq(tickets.id, ticket.id));
  if (!row) throw new Error("the ticket was just read");
  const description = `${row.description}\n\n${reason}`;
  return {
    descriptionHash: saltedHash(row.salt, description),
    rowOnly: {
      description,
      // Drizzle takes an SQL expression for a value; its type of a custom column does not say so.
      search: searchVector([
        ticket.number,
        ticket.placeWords,
        row.name,
        row.nameEn,
        row.code,
        description,
      ]) as unknown as string,
    },
  };
}
