import "server-only";
import { and, asc, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { events, persons, units, users } from "@/db/schema";
import { type AreaLevel, areaLevels, type Post, posts } from "@/lib/domain/posts";
import type { TicketState } from "@/lib/domain/states";
import { type TicketCommand, ticketCommandNames } from "@/lib/domain/ticket/commands";
import type { TicketEventPayload } from "@/lib/domain/ticket/evolve";

export type UnitName = { name: string; nameEn: string };

/** What a person reads of one event: whom it named, by name, and the words that were said. */
export type HistoryEntry = {
  seq: number;
  type: TicketCommand;
  at: Date;
  actorKind: string;
  actorPost: Post | null;
  actorName: string | null;
  stateAfter: TicketState | null;
  photoIds: string[];
  said: {
    words: string[];
    opinion: "confirmed" | "not_found" | "passed" | "failed" | null;
    grant: "yes" | "no" | null;
    fromLevel: AreaLevel | null;
    toLevel: AreaLevel | null;
    day: string | null;
    metres: number | null;
    stars: number | null;
    supervisionLevel: number | null;
    intoNumber: string | null;
    conditionId: string | null;
    extension: { value: number; unit: string } | null;
  };
  units: UnitName[];
  personNames: string[];
};

const text = z.string().optional().catch(undefined);
const list = z.array(z.string()).optional().catch(undefined);
const level = z.enum(areaLevels).optional().catch(undefined);
/** All that verbs say in their events. What does not fit is left out: a history is read, never refused. */
const saidSchema = z.object({
  reason: text,
  reply: text,
  words: text,
  note: text,
  result: text,
  plan: text,
  found: text,
  opinion: z.enum(["confirmed", "not_found", "passed", "failed"]).optional().catch(undefined),
  grant: z.enum(["yes", "no"]).optional().catch(undefined),
  from: level,
  to: level,
  until: text,
  reviewOn: text,
  metres: z.number().optional().catch(undefined),
  stars: z.number().optional().catch(undefined),
  level: z.number().optional().catch(undefined),
  intoNumber: text,
  conditionId: text,
  value: z.number().optional().catch(undefined),
  unit: text,
  unitId: text,
  proposedUnitId: text,
  unitIds: list,
  supervisorId: text,
});

/** The ticket's history, oldest first, with names in the place of ids. */
export async function readHistory(db: Db, ticketId: string): Promise<HistoryEntry[]> {
  const rows = await db
    .select({
      seq: events.seq,
      type: events.type,
      at: events.at,
      actorKind: events.actorKind,
      actorPost: events.actorPost,
      actorName: users.name,
      payload: events.payload,
    })
    .from(events)
    .leftJoin(users, eq(users.id, events.actorUserId))
    .where(and(eq(events.subjectKind, "ticket"), eq(events.subjectId, ticketId)))
    .orderBy(asc(events.seq));
  const read = rows.map((row) => {
    // A ticket's events all carry this payload: the ticket kernel writes no other.
    const payload = row.payload as TicketEventPayload;
    const said = saidSchema.parse(payload.said);
    const parts = payload.changes.assignments ?? [];
    const unitIds = [
      ...[said.unitId, said.proposedUnitId].filter((id) => id !== undefined),
      ...(said.unitIds ?? []),
      // A new assignment is whole, so it names its unit; a patch does not.
      ...parts.flatMap((part) => part.unitId ?? []),
    ];
    const personIds = parts.flatMap((part) => (part.personId && !part.unitId ? part.personId : []));
    return { row, payload, said, unitIds: [...new Set(unitIds)], personIds };
  });
  const unitNames = await namesOf(
    db,
    units,
    read.flatMap(({ unitIds }) => unitIds),
  );
  const personNames = await namesOf(
    db,
    persons,
    read.flatMap(({ personIds }) => personIds),
  );
  const userNames = await namesOf(
    db,
    users,
    read.flatMap(({ said }) => said.supervisorId ?? []),
  );
  return read.map(({ row, payload, said, unitIds, personIds }) => ({
    seq: row.seq,
    type: nameOfCommand(row.type),
    at: row.at,
    actorKind: row.actorKind,
    actorPost: posts.find((post) => post === row.actorPost) ?? null,
    actorName: row.actorName,
    stateAfter: payload.changes.ticket?.state ?? null,
    photoIds: payload.photos.map(({ id }) => id),
    said: {
      words: [said.reason, said.words, said.result, said.plan, said.found, said.note, said.reply].filter(
        (one): one is string => one !== undefined && one !== "",
      ),
      opinion: said.opinion ?? null,
      grant: said.grant ?? null,
      fromLevel: said.from ?? null,
      toLevel: said.to ?? null,
      day: said.until ?? said.reviewOn ?? null,
      metres: said.metres ?? null,
      stars: said.stars ?? null,
      supervisionLevel: said.level ?? null,
      intoNumber: said.intoNumber ?? null,
      conditionId: said.conditionId ?? null,
      extension: said.value && said.unit ? { value: said.value, unit: said.unit } : null,
    },
    units: unitIds.flatMap((id) => unitNames.get(id) ?? []),
    personNames: [
      ...personIds.flatMap((id) => personNames.get(id)?.name ?? []),
      ...(said.supervisorId ? [userNames.get(said.supervisorId)?.name ?? ""].filter(Boolean) : []),
    ],
  }));
}

/** An event of a ticket is named for its command; the check of the history holds it to that. */
function nameOfCommand(type: string): TicketCommand {
  const found = ticketCommandNames.find((name) => name === type);
  if (!found) throw new Error(`no command ${type}`);
  return found;
}

async function namesOf(
  db: Db,
  table: typeof units | typeof persons | typeof users,
  ids: readonly string[],
): Promise<Map<string, UnitName>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const nameEn = "nameEn" in table ? table.nameEn : table.name;
  const rows = await db
    .select({ id: table.id, name: table.name, nameEn })
    .from(table)
    .where(inArray(table.id, wanted));
  return new Map(rows.map(({ id, ...names }) => [id, names]));
}
