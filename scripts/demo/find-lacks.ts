import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import type { UserActor } from "@/lib/domain/actor";
import { type AreaLevel, areaLevels, type Post } from "@/lib/domain/posts";
import { type TicketState, ticketStates } from "@/lib/domain/states";
import { type ListTicketsInput, listTickets } from "@/lib/features/tickets/list-tickets";
import { keyedHash } from "@/lib/keyed-hash";
import type { Staff } from "./make-organisation";
import type { Laid } from "./ticket-life";

const laidOver: readonly Laid[] = [
  "extension requested",
  "deferral requested",
  "deferral active",
  "long_term requested",
  "long_term active",
  "dispute active",
  "supervision active",
  "whistle active",
  "leader_matter active",
];

/** What the first account of a post finds on its screen: a list of tickets, narrowed to what it can do. */
const finds: [Post, AreaLevel | null, ListTicketsInput][] = [
  ["call_taker", null, { view: "todo", states: ["checking"] }],
  ...(["city", "district"] as const).flatMap((level): [Post, AreaLevel, ListTicketsInput][] => [
    ["acceptor", level, { view: "todo", states: ["reported"] }],
    ["acceptor", level, { view: "todo", states: ["handed_back"] }],
    ["shift_leader", level, { view: "todo", states: ["proposed"] }],
    ["shift_leader", level, { view: "todo", states: ["closing"] }],
    ["dispatcher", level, { view: "todo", states: ["filed"] }],
  ]),
  ["dispatcher", "city", { view: "todo", states: ["handling"] }],
  ...(["reported", "proposed", "filed", "handed_back", "closing"] as const).map(
    (state): [Post, AreaLevel | null, ListTicketsInput] => [
      "street_desk",
      null,
      { view: "todo", states: [state] },
    ],
  ),
  ...(["reported", "filed", "handed_back"] as const).map(
    (state): [Post, AreaLevel | null, ListTicketsInput] => [
      "grid_head",
      null,
      { view: "todo", states: [state] },
    ],
  ),
  ["grid_worker", null, { view: "todo" }],
  ["grid_worker", null, { view: "mine" }],
  ["supervisor", null, { view: "todo", states: ["checking"] }],
  ["supervisor", null, { view: "todo", states: ["inspecting"] }],
  ["unit_liaison", null, { view: "todo", states: ["assigned"] }],
  ["unit_liaison", null, { view: "todo", states: ["unit_review"] }],
  ["unit_manager", null, { view: "todo", states: ["unit_review"] }],
  ["section_head", null, { view: "todo", states: ["unit_review"] }],
  ["handler", null, { view: "todo", states: ["handling"] }],
  ["volunteer", null, { view: "mine" }],
  ["line_authority", null, { view: "watch" }],
  ["inspector", null, { view: "watch", supervised: "yes" }],
  ["evaluator", null, { view: "ended" }],
  ["leader", null, { view: "watch" }],
];

/** What a demo lacks: states, overlays, desks, photos, and work for the first account of each post; empty when nothing. */
export async function findLacks(db: Db, staff: readonly Staff[]): Promise<string[]> {
  const lacks: string[] = [];
  const has = async (text: ReturnType<typeof sql>) =>
    new Set((await db.execute<{ it: string }>(text)).rows.map(({ it }) => it));
  const miss = (what: string, wanted: readonly string[], there: ReadonlySet<string>) =>
    lacks.push(...wanted.filter((one) => !there.has(one)).map((one) => `no ${what} ${one}`));
  miss(
    "ticket",
    ticketStates satisfies readonly TicketState[],
    await has(sql`select distinct state as it from tickets`),
  );
  miss(
    "open ticket with",
    laidOver,
    await has(sql`select distinct o.kind || ' ' || o.state as it from overlays o
      join tickets t on t.id = o.ticket_id where t.ended_at is null`),
  );
  const levels = await has(sql`select distinct level as it from tickets where ended_at is null`);
  miss("open ticket at the desk of the", areaLevels, levels);
  const batches = ["report", "check", "before", "after", "inspection"];
  miss(
    "photos",
    batches,
    await has(sql`select distinct batch as it from attachments where ticket_id is not null`),
  );
  const [late, sameHand, channels] = [
    await has(sql`select is_overdue::text as it from tickets where ended_at is null group by 1`),
    await has(sql`select is_closed_by_same_hand::text as it from tickets where state = 'closed' group by 1`),
    await has(sql`select distinct channel as it from tickets`),
  ];
  miss("open ticket with lateness", ["true", "false"], late);
  miss("closed ticket with self-handling", ["true", "false"], sameHand);
  miss("ticket by channel", ["public", "hotline", "field", "desk"], channels);
  for (const [post, level, input] of finds) {
    const actor = firstOf(staff, post, level);
    if (!actor) lacks.push(`nobody is ${post}`);
    else if ((await listTickets({ db, actor, hmac: keyedHash }, input)).total === 0)
      lacks.push(
        `${actor.name} (${post}${level ? ` of the ${level}` : ""}) finds nothing under ${JSON.stringify(input)}`,
      );
  }
  return lacks;
}

function firstOf(staff: readonly Staff[], post: Post, level: AreaLevel | null): UserActor | undefined {
  return staff.find(
    (one) =>
      one.post === post &&
      (level === null || one.actor.appointments.some(({ areaLevel }) => areaLevel === level)),
  )?.actor;
}
