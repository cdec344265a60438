import "server-only";
import { and, asc, eq, inArray, or } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { attachments, classes, events, tickets, units } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import { type PublicStep, publicSteps } from "@/lib/domain/public-steps";
import type { TicketState } from "@/lib/domain/states";
import type { TicketCommand } from "@/lib/domain/ticket/commands";
import type { PhotoBatch, TicketEventPayload } from "@/lib/domain/ticket/evolve";
import { readClock } from "../command";
import { query } from "../query";
import { readSettings } from "../shared/city-rules";

type Named = { name: string; nameEn: string };

/** Everything the holder of a tracking code is told. Times are ISO. No names, numbers of persons, notes or reasons. */
export type TrackedTicket = {
  number: string;
  /** Goes back with a rating or a reopening, so that nothing newer is overwritten. */
  version: number;
  state: TicketState;
  isOverdue: boolean;
  isSuspended: boolean;
  class: Named;
  placeWords: string;
  reportedAt: string;
  promiseDueAt: string | null;
  endedAt: string | null;
  reply: string | null;
  rating: number | null;
  steps: (Omit<PublicStep, "unitIds"> & { units: Named[] })[];
  photos: { id: string; batch: PhotoBatch; width: number; height: number; isPublic: boolean }[];
  /** Where this one was a duplicate: how far the earlier one is. */
  earlier: { state: TicketState; isOverdue: boolean; isSuspended: boolean } | null;
  mayRate: boolean;
  /** Until when it may be reopened; null when it may not be. */
  reopenUntil: string | null;
  /** The moment of reading, by the clock of all deadlines. */
  now: string;
};

/** A ticket as its reporter may see it: the one whose tracking code was shown to be right. */
export const loadTracked = query({
  permission: "view_ticket",
  input: z.strictObject({}),
  async run({ db, actor, clock }): Promise<TrackedTicket> {
    if (actor.kind !== "public" || actor.ticketId === null) throw new AppError("not_found");
    const now = clock?.() ?? (await readClock(db));
    const [row] = await db
      .select({
        id: tickets.id,
        number: tickets.number,
        version: tickets.version,
        state: tickets.state,
        // The promise is what the reporter was given; a unit's own lateness is between the city and the unit.
        isOverdue: tickets.isPromiseOverdue,
        isSuspended: tickets.isSuspended,
        className: classes.name,
        classNameEn: classes.nameEn,
        placeWords: tickets.placeWords,
        reportedAt: tickets.reportedAt,
        promiseDueAt: tickets.promiseDueAt,
        closedAt: tickets.closedAt,
        endedAt: tickets.endedAt,
        reply: tickets.publicReply,
        rating: tickets.rating,
        mergedIntoId: tickets.mergedIntoId,
      })
      .from(tickets)
      .innerJoin(classes, eq(classes.id, tickets.classId))
      .where(eq(tickets.id, actor.ticketId));
    if (!row) throw new AppError("not_found");
    const settings = await readSettings(db, now);
    const { id, className, classNameEn, closedAt, mergedIntoId, ...told } = row;
    const until = closedAt ? closedAt.getTime() + settings["close.reopenDays"] * 86_400_000 : null;
    return {
      ...told,
      class: { name: className, nameEn: classNameEn },
      reportedAt: row.reportedAt.toISOString(),
      promiseDueAt: row.promiseDueAt?.toISOString() ?? null,
      endedAt: row.endedAt?.toISOString() ?? null,
      steps: await stepsOf(db, id),
      photos: await photosOf(db, id),
      earlier: mergedIntoId ? await progressOf(db, mergedIntoId) : null,
      mayRate: row.state === "closed",
      reopenUntil: until !== null && until >= now.getTime() ? new Date(until).toISOString() : null,
      now: now.toISOString(),
    };
  },
});

async function progressOf(db: Db, ticketId: string): Promise<TrackedTicket["earlier"]> {
  const [row] = await db
    .select({
      state: tickets.state,
      isOverdue: tickets.isPromiseOverdue,
      isSuspended: tickets.isSuspended,
    })
    .from(tickets)
    .where(eq(tickets.id, ticketId));
  return row ?? null;
}

/** Published photos, and those that the reporter sent in: nobody learns from these what they did not know. */
async function photosOf(db: Db, ticketId: string): Promise<TrackedTicket["photos"]> {
  const rows = await db
    .select({
      id: attachments.id,
      batch: attachments.batch,
      width: attachments.width,
      height: attachments.height,
      isPublic: attachments.isPublic,
    })
    .from(attachments)
    .where(
      and(
        eq(attachments.ticketId, ticketId),
        or(
          eq(attachments.isPublic, true),
          and(eq(attachments.batch, "report"), eq(attachments.uploadedByKind, "public")),
        ),
      ),
    )
    .orderBy(asc(attachments.eventSeq), asc(attachments.createdAt), asc(attachments.id));
  return rows.flatMap(({ batch, ...row }) => (batch ? [{ ...row, batch }] : []));
}

async function stepsOf(db: Db, ticketId: string): Promise<TrackedTicket["steps"]> {
  const rows = await db
    .select({ seq: events.seq, at: events.at, type: events.type, payload: events.payload })
    .from(events)
    .where(and(eq(events.subjectKind, "ticket"), eq(events.subjectId, ticketId)))
    .orderBy(asc(events.seq));
  const steps = publicSteps(
    rows.map(({ payload, at, type, seq }) => {
      // A ticket's events all carry this payload and a command's name: the kernel of ticket commands writes no other.
      const { said, changes } = payload as TicketEventPayload;
      const chosen = (value: unknown) => (typeof value === "string" ? value : null);
      return {
        seq,
        at: at.toISOString(),
        type: type as TicketCommand,
        opinion: chosen(said.opinion),
        grant: chosen(said.grant),
        changes,
      };
    }),
  );
  const ids = [...new Set(steps.flatMap(({ unitIds }) => unitIds))];
  const named = ids.length
    ? await db
        .select({ id: units.id, name: units.name, nameEn: units.nameEn })
        .from(units)
        .where(inArray(units.id, ids))
    : [];
  return steps.map(({ unitIds, ...step }) => ({
    ...step,
    units: unitIds.flatMap((unitId) =>
      named.filter(({ id }) => id === unitId).map(({ name, nameEn }) => ({ name, nameEn })),
    ),
  }));
}
