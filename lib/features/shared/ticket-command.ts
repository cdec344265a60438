import "server-only";
import { and, desc, eq } from "drizzle-orm";
import { type output, z } from "zod";
import type { Db } from "@/db/client";
import { events, users } from "@/db/schema";
import { type Actor, type Appointment, standingsOf } from "@/lib/domain/actor";
import type { WorkingCalendar } from "@/lib/domain/calendar";
import { AppError } from "@/lib/domain/errors";
import { grantedScopes, isAllowed } from "@/lib/domain/permissions";
import type { Role } from "@/lib/domain/posts";
import type { CitySettings } from "@/lib/domain/settings";
import type { TicketState } from "@/lib/domain/states";
import type { CalendarOf } from "@/lib/domain/ticket/assignment";
import { isAllowedMove, type TicketCommand } from "@/lib/domain/ticket/commands";
import { derive } from "@/lib/domain/ticket/derive";
import { type Changes, evolve, type PhotoBatch, type PhotoRef } from "@/lib/domain/ticket/evolve";
import type { Ticket } from "@/lib/domain/ticket/ticket";
import { authorise, transact } from "../command";
import type { Context, Work } from "../context";
import { parse } from "../parse";
import { appendEvent } from "./append-event";
import { attachPhotos } from "./attach-photos";
import { readCalendar, readCityRules } from "./city-rules";
import { moveOfCounters } from "./counters";
import { type LoadedTicket, type RowOnly, readTicket, updateTicket } from "./ticket-rows";

export type TicketWork = Work & {
  ticket: Ticket;
  role: Role;
  /** The post in which the actor acts; null for the public and for jobs. */
  appointment: Appointment | null;
  settings: CitySettings;
  calendar: WorkingCalendar;
  /** Editions that the clocks of this ticket were started with. */
  calendarOf: CalendarOf;
  isDanger: boolean;
  isSelfHandleable: boolean;
};

type PhotosOf = { batch: PhotoBatch; tokens: readonly string[] };

/** What a verb decides. The kernel adds everything that follows from it and writes it all at once. */
export type Decision = {
  changes: Changes;
  said?: Record<string, unknown>;
  photos?: PhotosOf | PhotosOf[];
  rowOnly?: Partial<RowOnly>;
};

export type TicketAnswer = { number: string; state: TicketState; version: number };

/** Every ticket command names the ticket and the version that was read. */
const target = { number: z.string().regex(/^\d{8}\d{4,8}$/), version: z.coerce.number().int().min(1) };

/**
 * A write on one ticket, in the order of design §7.2. Refusals: `invalid`, `not_found` (also: outside
 * the actor's scope), `conflict` (somebody was first; detail names who and the new state), `forbidden`,
 * `illegal_transition`, `own_work` and what the verb itself refuses.
 */
export function ticketCommand<S extends z.ZodRawShape>(spec: {
  command: TicketCommand;
  input: S;
  decide(work: TicketWork, input: output<z.ZodObject<S>>): Promise<Decision> | Decision;
}) {
  const schema = z.strictObject({ ...target, ...spec.input });
  return async (context: Context, raw: unknown): Promise<TicketAnswer> => {
    // zod types a spread of a generic shape too loosely; the object is exactly target + spec.input.
    const input = parse(schema, raw) as { number: string; version: number } & output<z.ZodObject<S>>;
    authorise(context.actor, spec.command);
    return transact(context, spec.command, input, async (work) => {
      const loaded = await loadInScope(work.tx, work.actor, input.number);
      const before = loaded.ticket;
      if (before.version !== input.version) throw await conflict(work.tx, before);
      const standing = requireStanding(work.actor, loaded, spec.command);
      const { settings, calendar } = await readCityRules(work.tx, work.now);
      const calendarOf = await calendarsOf(work.tx, before, calendar);
      const decision = await spec.decide(
        {
          ...work,
          ...standing,
          ticket: before,
          settings,
          calendar,
          calendarOf,
          isDanger: loaded.isDanger,
          isSelfHandleable: loaded.isSelfHandleable,
        },
        input,
      );
      const seq = before.version + 1;
      const changes = withDerived(before, before.id, seq, decision.changes, work.now, settings, calendar);
      const after = evolve(before, before.id, { seq, payload: payloadOf(changes, decision, [], calendar) });
      if (!isAllowedMove(spec.command, before.state, after.state))
        throw new Error(`${spec.command} led from ${before.state} to ${after.state}`);
      const isSaved = await updateTicket(work.tx, before, after, decision.rowOnly);
      if (!isSaved) throw await conflict(work.tx, before);
      const photos: PhotoRef[] = [];
      for (const { batch, tokens } of [decision.photos ?? []].flat())
        photos.push(...(await attachPhotos(work, before.id, seq, batch, tokens)));
      await appendEvent(work, standing.role, {
        subjectKind: "ticket",
        subjectId: before.id,
        seq,
        // Read with the version that was just saved: nobody can have written another one meanwhile.
        previousHash: loaded.lastHash,
        type: spec.command,
        payload: payloadOf(changes, decision, photos, calendar),
        counters: moveOfCounters(loaded.reportedDay, before, after),
      });
      return { number: after.number, state: after.state, version: after.version };
    });
  };
}

export function payloadOf(
  changes: Changes,
  decision: Pick<Decision, "said">,
  photos: Awaited<ReturnType<typeof attachPhotos>>,
  calendar: WorkingCalendar,
) {
  return { said: decision.said ?? {}, changes, photos, calendarVersion: calendar.version };
}

/** The verb's changes and, of the fields that follow from them, those that moved. */
export function withDerived(
  before: Ticket | null,
  id: string,
  seq: number,
  changes: Changes,
  now: Date,
  settings: CitySettings,
  calendar: WorkingCalendar,
): Changes {
  const next = evolve(before, id, {
    seq,
    payload: { said: {}, changes, photos: [], calendarVersion: calendar.version },
  });
  const derived = derive(before, next, now, settings, calendar);
  const moved = Object.fromEntries(
    Object.entries(derived).filter(([name, value]) => next[name as keyof typeof derived] !== value),
  );
  return { ...changes, ticket: { ...changes.ticket, ...moved } };
}

export async function calendarsOf(tx: Db, ticket: Ticket, current: WorkingCalendar): Promise<CalendarOf> {
  const editions = new Map([[current.version, current]]);
  const named = ticket.assignments.flatMap(({ clock }) =>
    clock.flatMap((fact) => fact.calendarVersion ?? []),
  );
  for (const version of new Set(named))
    if (!editions.has(version)) editions.set(version, await readCalendar(tx, version));
  return (version) => {
    const edition = editions.get(version);
    if (!edition) throw new Error(`calendar edition ${version} was not read`);
    return edition;
  };
}

/** A ticket outside the actor's scope does not exist for that actor. */
export async function loadInScope(tx: Db, actor: Actor, number: string): Promise<LoadedTicket> {
  const loaded = await readTicket(tx, number);
  const isVisible =
    loaded &&
    standingsOf(actor, loaded.scoped).some(({ role, scopes }) =>
      isAllowed(role, "view_ticket", scopes, loaded.ticket.state),
    );
  if (!isVisible) throw new AppError("not_found");
  return loaded;
}

function requireStanding(actor: Actor, { ticket, scoped }: LoadedTicket, command: TicketCommand) {
  const standings = standingsOf(actor, scoped);
  const granted = standings.find(({ role, scopes }) => isAllowed(role, command, scopes, ticket.state));
  if (granted) return { role: granted.role, appointment: granted.appointment };
  const isOnlyTheState = standings.some(({ role, scopes }) =>
    [...grantedScopes(role, command)].some((scope) => scopes.has(scope)),
  );
  throw new AppError(isOnlyTheState ? "illegal_transition" : "forbidden", {}, { state: ticket.state });
}

/** Tells the second one who won and what the ticket is now. */
async function conflict(tx: Db, before: Ticket): Promise<AppError> {
  const [last] = await tx
    .select({ by: users.name, type: events.type, seq: events.seq })
    .from(events)
    .leftJoin(users, eq(users.id, events.actorUserId))
    .where(and(eq(events.subjectKind, "ticket"), eq(events.subjectId, before.id)))
    .orderBy(desc(events.seq))
    .limit(1);
  const current = await readTicket(tx, before.number);
  return new AppError(
    "conflict",
    {},
    {
      by: last?.by ?? "",
      command: last?.type ?? "",
      state: current?.ticket.state ?? before.state,
      version: last?.seq ?? before.version,
    },
  );
}
