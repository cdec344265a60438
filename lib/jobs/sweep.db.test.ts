import { and, asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { events, settings } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Actor, UserActor } from "@/lib/domain/actor";
import type { TicketCommand } from "@/lib/domain/ticket/commands";
import { checkInvariants } from "@/lib/features/audit/check-invariants";
import { readTicket } from "@/lib/features/shared/ticket-rows";
import { ticketVerbs } from "@/lib/features/ticket-verbs";
import { contextOf, makeSmallCity, type SmallCity, testHmac } from "@/tests/support/small-city";
import { sweep } from "./sweep";

let own: TestDatabase;
let city: SmallCity;
let people: Record<"acceptor" | "leader" | "dispatcher" | "liaison", UserActor>;
/** A Tuesday, ten in the morning in the city: two working hours end before the noon break. */
const start = Date.parse("2026-03-10T02:00:00Z");
const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;
let now = start;
const clock = () => new Date(now);
const sweepNow = () => sweep(own.db, testHmac, clock);

beforeAll(async () => {
  own = await createTestDatabase();
  city = await makeSmallCity(own.db);
  people = {
    acceptor: await city.makeActor("acceptor"),
    leader: await city.makeActor("shift_leader"),
    dispatcher: await city.makeActor("dispatcher"),
    liaison: await city.makeActor("unit_liaison", city.city, { unit: 0 }),
  };
});
afterAll(async () => {
  const { problems } = await checkInvariants(own.db);
  await own.drop();
  expect(problems).toEqual([]);
});

type Walk = {
  number: string;
  step: (actor: Actor, command: TicketCommand, fields?: object) => Promise<void>;
};

async function newTicket(classIndex = 0): Promise<Walk> {
  const [cell] = city.cells;
  const kind = city.classes[classIndex];
  const { number, version } = await ticketVerbs.report(contextOf(own.db, people.acceptor, clock), {
    classId: kind?.id,
    lng: cell?.point[0],
    lat: cell?.point[1],
    placeWords: "路口",
    description: "垃圾",
  });
  return walk(number, version);
}

function walk(number: string, first: number): Walk {
  let version = first;
  return {
    number,
    async step(actor, command, fields = {}) {
      version = (await readTicket(own.db, number))?.ticket.version ?? version;
      version = (await ticketVerbs[command](contextOf(own.db, actor, clock), { number, version, ...fields }))
        .version;
    },
  };
}

async function assigned(): Promise<Walk> {
  const walk = await newTicket();
  const conditionId = city.classes[0]?.conditionId;
  await walk.step(people.acceptor, "propose_filing", { conditionId });
  await walk.step(people.leader, "file", { conditionId });
  await walk.step(people.dispatcher, "dispatch", { unitId: city.units[0]?.id });
  return walk;
}

async function ticketOf(number: string) {
  const loaded = await readTicket(own.db, number);
  if (!loaded) throw new Error(`no ticket ${number}`);
  return loaded.ticket;
}

async function typesOf(number: string): Promise<string[]> {
  const { id } = await ticketOf(number);
  const rows = await own.db
    .select({ type: events.type, kind: events.actorKind })
    .from(events)
    .where(and(eq(events.subjectKind, "ticket"), eq(events.subjectId, id)))
    .orderBy(asc(events.seq));
  return rows.map(({ type, kind }) => (kind === "job" ? `(${type})` : type));
}

test("a step that lasts too long is written down once, at its limit and not before", async () => {
  now = start;
  const { number } = await newTicket();
  now = start + 15 * minuteMs;
  await sweepNow();
  expect((await ticketOf(number)).isStepOverdue).toBe(false);
  now += 1;
  expect(await sweepNow()).toBe(1);
  expect(await ticketOf(number)).toMatchObject({ isStepOverdue: true, isOverdue: false, state: "reported" });
  expect(await sweepNow()).toBe(0);
  expect(await typesOf(number)).toEqual(["report", "(mark_overdue)"]);
});

test("silence for two working hours is acceptance, then the unit's own clock runs out", async () => {
  now = start;
  const { number } = await assigned();
  const [before] = (await ticketOf(number)).assignments;
  expect(before?.acceptDueAt).toBe(new Date(start + 120 * minuteMs).toISOString());
  now = start + 120 * minuteMs;
  await sweepNow();
  const [accepted] = (await ticketOf(number)).assignments;
  expect(accepted).toMatchObject({ state: "handling", acceptedAt: new Date(now).toISOString() });
  // One working day from ten o'clock: ten o'clock of the next.
  expect(accepted?.dueAt).toBe(new Date(start + 24 * 60 * minuteMs).toISOString());
  now = start + 24 * 60 * minuteMs + 1;
  await sweepNow();
  const late = await ticketOf(number);
  expect(late).toMatchObject({ state: "handling", isOverdue: true });
  expect(late.assignments[0]?.isOverdue).toBe(true);
  expect((await typesOf(number)).filter((type) => type.startsWith("("))).toEqual([
    "(accept_by_silence)",
    "(mark_overdue)",
  ]);
});

test("a deferral ends at its date and the clock runs on with what was left", async () => {
  now = start;
  const { number, step } = await assigned();
  await step(people.liaison, "accept_assignment");
  await step(people.liaison, "request_deferral", { until: "2026-03-16", reason: "雨季" });
  await step(people.dispatcher, "decide_deferral", { grant: "yes" });
  expect(await ticketOf(number)).toMatchObject({ isSuspended: true });
  now = start + 3 * 1440 * minuteMs;
  await sweepNow();
  expect(await ticketOf(number)).toMatchObject({ isSuspended: true, isOverdue: false });
  // Midnight of the 16th in the city, a Monday.
  now = Date.parse("2026-03-15T16:00:00Z");
  await sweepNow();
  const resumed = await ticketOf(number);
  expect(resumed).toMatchObject({ isSuspended: false, isOverdue: false, state: "handling" });
  expect(resumed.overlays[0]?.state).toBe("ended");
  // The whole working day was left: from eight to the evening of that Monday.
  expect(resumed.assignments[0]).toMatchObject({ isPaused: false, dueAt: "2026-03-16T10:00:00.000Z" });
  expect(await typesOf(number)).toContain("(end_deferral)");
});

test("two sweeps at once write each thing once", async () => {
  now = start;
  const walks = [await newTicket(), await newTicket(), await assigned()];
  now = start + 121 * minuteMs;
  await Promise.all([sweepNow(), sweepNow(), sweepNow()]);
  await sweepNow();
  const types = await Promise.all(walks.map(({ number }) => typesOf(number)));
  expect(types.map((list) => list.filter((type) => type.startsWith("(")))).toEqual([
    ["(mark_overdue)"],
    ["(mark_overdue)"],
    ["(accept_by_silence)"],
  ]);
});

/** Reported by who walks the cell, so it begins at the community's desk; and when its first step is late. */
async function lowTicket(): Promise<Walk & { dueAt: number }> {
  const [cell] = city.cells;
  const worker = await city.makeActor("grid_worker", city.areaOf("990101001001"), {
    cells: [cell?.id ?? ""],
  });
  const { number, version } = await ticketVerbs.report(contextOf(own.db, worker, clock), {
    classId: city.classes[0]?.id,
    lng: cell?.point[0],
    lat: cell?.point[1],
    placeWords: "路口",
    description: "垃圾",
  });
  const { level, stepDueAt } = await ticketOf(number);
  expect({ level, version }).toEqual({ level: "community", version: 1 });
  return { ...walk(number, version), dueAt: Date.parse(stepDueAt ?? "") };
}

test("what a low desk leaves for a day goes to the desk above by itself, step by step, and no further than a district's", async () => {
  now = start;
  const low = await lowTicket();
  const city = await newTicket();
  now = low.dueAt + 1;
  await sweepNow();
  now = low.dueAt + dayMs - 1;
  await sweepNow();
  expect(await ticketOf(low.number)).toMatchObject({ level: "community", isStepOverdue: true });
  now = low.dueAt + dayMs;
  await sweepNow();
  // The step begins anew at the desk that has it now.
  expect(await ticketOf(low.number)).toMatchObject({ level: "street", isStepOverdue: false });
  for (let days = 0; days < 6; days += 1) {
    now += dayMs;
    await sweepNow();
  }
  expect(await ticketOf(low.number)).toMatchObject({ level: "district", isStepOverdue: true });
  expect(await ticketOf(city.number)).toMatchObject({ level: "city", isStepOverdue: true });
  expect((await typesOf(low.number)).filter((type) => type === "(escalate)")).toHaveLength(2);
});

test("two sweeps at once send up a ticket one desk, not two", async () => {
  now = start;
  const low = await lowTicket();
  now = low.dueAt + 1;
  await sweepNow();
  now = low.dueAt + dayMs;
  await Promise.all([sweepNow(), sweepNow(), sweepNow()]);
  expect(await ticketOf(low.number)).toMatchObject({ level: "street" });
});

test("a ticket for which departments were whistled stays at its desk", async () => {
  now = start;
  const low = await lowTicket();
  const desk = await city.makeActor("street_desk", city.areaOf("990101001"));
  await low.step(await city.makeActor("grid_head", city.areaOf("990101001001")), "escalate", {
    reason: "需街道协调",
  });
  await low.step(desk, "whistle", { unitIds: [city.units[1]?.id], reason: "联合执法" });
  now = start + 10 * dayMs;
  await sweepNow();
  await sweepNow();
  expect(await ticketOf(low.number)).toMatchObject({ level: "street", isStepOverdue: true });
});

test("a city that sets it to nothing keeps every ticket where it is; by hand a reason is needed", async () => {
  now = start;
  const low = await lowTicket();
  const head = await city.makeActor("grid_head", city.areaOf("990101001001"));
  await expect(low.step(head, "escalate")).rejects.toMatchObject({
    code: "invalid",
    fields: { reason: "required" },
  });
  await own.db
    .insert(settings)
    .values({ key: "escalate.afterOverdueMinutes", value: 0, validFrom: new Date(start - 1) });
  now = start + 10 * dayMs;
  await sweepNow();
  await sweepNow();
  expect(await ticketOf(low.number)).toMatchObject({ level: "community", isStepOverdue: true });
});

test("what has ended is left alone", async () => {
  now = start;
  const { number, step } = await newTicket();
  await step(people.acceptor, "decline", { reason: "不属本市", reply: "请向邻市反映" });
  now = start + 60 * 1440 * minuteMs;
  await sweepNow();
  expect(await typesOf(number)).toEqual(["report", "decline"]);
});
