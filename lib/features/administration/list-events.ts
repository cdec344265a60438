import "server-only";
import { and, count, desc, eq, gte, lt, sql } from "drizzle-orm";
import { z } from "zod";
import { events, tickets, users } from "@/db/schema";
import { eventSubjects } from "@/lib/domain/event-subjects";
import { query } from "../query";
import { readCalendar } from "../shared/city-rules";
import { contains, listFields, offsetOf, pageSize } from "./list-input";

/** The chain of events as it was written, newest first. Payloads hold no personal data. */
export const listEvents = query({
  permission: "view_audit",
  input: z.object({
    ...listFields,
    subject: z.enum(eventSubjects).optional().catch(undefined),
    type: z
      .string()
      .regex(/^[a-z_.]{1,60}$/)
      .optional()
      .catch(undefined),
    from: z.iso.date().optional().catch(undefined),
    to: z.iso.date().optional().catch(undefined),
  }),
  async run({ db }, { q, page, subject, type, from, to }) {
    const { timeZone } = await readCalendar(db);
    const startOf = (day: string) => sql`(${day}::date::timestamp at time zone ${timeZone})`;
    const where = and(
      subject ? eq(events.subjectKind, subject) : undefined,
      type ? eq(events.type, type) : undefined,
      from ? gte(events.at, startOf(from)) : undefined,
      to ? lt(events.at, sql`${startOf(to)} + interval '1 day'`) : undefined,
      contains(q, [users.login, users.name, tickets.number]),
    );
    const account = sql<
      string | null
    >`(select u.login from users u where u.id = ${events.subjectId} and ${events.subjectKind} = 'account')`;
    const rows = await db
      .select({
        id: events.id,
        subjectKind: events.subjectKind,
        seq: events.seq,
        type: events.type,
        at: events.at,
        actorKind: events.actorKind,
        actorPost: events.actorPost,
        actorName: users.name,
        actorLogin: users.login,
        ticketNumber: tickets.number,
        account,
        payload: events.payload,
        hash: events.hash,
      })
      .from(events)
      .leftJoin(users, eq(users.id, events.actorUserId))
      .leftJoin(tickets, and(eq(events.subjectKind, "ticket"), eq(tickets.id, events.subjectId)))
      .where(where)
      .orderBy(desc(events.position))
      .limit(pageSize)
      .offset(offsetOf(page));
    const [total] = await db
      .select({ count: count() })
      .from(events)
      .leftJoin(users, eq(users.id, events.actorUserId))
      .leftJoin(tickets, and(eq(events.subjectKind, "ticket"), eq(tickets.id, events.subjectId)))
      .where(where);
    return { rows, total: total?.count ?? 0, page };
  },
});
