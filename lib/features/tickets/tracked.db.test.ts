import { randomUUID } from "node:crypto";
import { and, count, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { attachments, events, idempotencyKeys, tickets } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Actor, UserActor } from "@/lib/domain/actor";
import type { TicketCommand } from "@/lib/domain/ticket/commands";
import { formatTrackingCode } from "@/lib/domain/tracking-code";
import { contextOf, makeSmallCity, type SmallCity } from "@/tests/support/small-city";
import { checkInvariants } from "../audit/check-invariants";
import { ticketVerbs } from "../ticket-verbs";
import { loadTracked } from "./load-tracked";
import { rateTicket } from "./rate-ticket";
import { reopenTicket } from "./reopen-ticket";
import { reportTicket } from "./report-ticket";
import { ticketOfCode } from "./ticket-of-code";

/** What the holder of a tracking code sees and may do, and that nobody else does. */
let own: TestDatabase;
let city: SmallCity;
let people: Record<"acceptor" | "leader" | "dispatcher" | "liaison" | "supervisor", UserActor>;
const start = Date.parse("2026-03-10T02:00:00Z");
let nowMs = start;
const clock = () => new Date(nowMs);
const nobody: Actor = { kind: "public", ticketId: null };
const by = (actor: Actor, idempotencyKey?: string) => ({
  ...contextOf(own.db, actor, clock),
  ...(idempotencyKey ? { idempotencyKey } : {}),
});
const holderOf = (ticketId: string): Actor => ({ kind: "public", ticketId });

const reporterName = "赵敏";
const reporterPhone = "13800001111";

beforeAll(async () => {
  own = await createTestDatabase();
  city = await makeSmallCity(own.db);
  people = {
    acceptor: await city.makeActor("acceptor"),
    leader: await city.makeActor("shift_leader"),
    dispatcher: await city.makeActor("dispatcher"),
    liaison: await city.makeActor("unit_liaison", city.city, { unit: 0 }),
    supervisor: await city.makeActor("supervisor"),
  };
});

afterAll(async () => {
  const { problems } = await checkInvariants(own.db);
  await own.drop();
  expect(problems).toEqual([]);
});

async function report(key?: string) {
  const [cell] = city.cells;
  const [kind] = city.classes;
  const answer = await reportTicket(by(nobody, key), {
    classId: kind?.id,
    lng: cell?.point[0],
    lat: cell?.point[1],
    placeWords: "人民路口",
    description: "楼下有一堆垃圾",
    reporterName,
    reporterPhone,
    photos: [await city.makePhoto()],
  });
  const { ticketId } = await ticketOfCode(by(nobody), { code: answer.trackingCode });
  return { ...answer, ticketId };
}

/** Through the posts to the end, with a note and an urging that are nobody else's business. */
async function closed() {
  const reported = await report();
  let { version } = reported;
  const { number } = reported;
  const conditionId = city.classes[0]?.conditionId;
  const step = async (actor: Actor, command: TicketCommand, fields: object = {}) => {
    version = (await ticketVerbs[command](by(actor), { number, version, ...fields })).version;
  };
  await step(people.acceptor, "add_note", { words: "内部备注不外传" });
  await step(people.acceptor, "propose_filing", { conditionId, note: "内部备注不外传" });
  await step(people.leader, "file", { conditionId });
  await step(people.dispatcher, "dispatch", { unitId: city.units[0]?.id, note: "内部备注不外传" });
  await step(people.liaison, "accept_assignment");
  await step(people.acceptor, "urge", { words: "内部备注不外传" });
  await step(people.liaison, "hand_back", { result: "内部备注不外传", photos: [await city.makePhoto()] });
  await step(people.acceptor, "order_inspection", { supervisorId: people.supervisor.userId });
  await step(people.supervisor, "submit_inspection", {
    opinion: "passed",
    words: "内部备注不外传",
    photos: [await city.makePhoto()],
  });
  await step(people.leader, "close", { reply: "已清理，谢谢" });
  return { ...reported, version };
}

const eventsOf = async (ticketId: string) => {
  const [row] = await own.db
    .select({ count: count() })
    .from(events)
    .where(and(eq(events.subjectKind, "ticket"), eq(events.subjectId, ticketId)));
  return row?.count ?? 0;
};

test("a code opens its ticket however it is typed", async () => {
  const { trackingCode, ticketId } = await report();
  if (!trackingCode) throw new Error("the public gets a code");
  const typed = ` ${formatTrackingCode(trackingCode).toLowerCase().replaceAll("0", "o").replaceAll("1", "l")} `;
  expect(await ticketOfCode(by(nobody), { code: typed })).toEqual({ ticketId, code: trackingCode });
});

test("no code, half a code, an unknown code and a ticket's number have one and the same answer", async () => {
  const { number } = await report();
  for (const code of [undefined, "", "ABCD", "0000000000000", number, "x".repeat(500), ["A", "B"], "\u0000"])
    await expect(ticketOfCode(by(nobody), { code })).rejects.toMatchObject({
      code: "invalid",
      fields: { code: "unknown_code" },
    });
});

test("the holder sees each public step, the units, the answer and the promise", async () => {
  const { ticketId, number } = await closed();
  const tracked = await loadTracked(by(holderOf(ticketId)), {});
  expect(tracked).toMatchObject({
    number,
    state: "closed",
    reply: "已清理，谢谢",
    placeWords: "人民路口",
    mayRate: true,
    rating: null,
    earlier: null,
  });
  expect(tracked.steps.map(({ name }) => name)).toEqual([
    "reported",
    "accepted",
    "filed",
    "given",
    "handling",
    "done",
    "inspecting",
    "passed",
    "closed",
  ]);
  expect(tracked.steps[3]?.units).toEqual([{ name: "单位 0", nameEn: "unit 0" }]);
  expect(tracked.promiseDueAt).not.toBeNull();
});

test("names, telephone numbers, notes, reasons, ids of persons and unpublished photos of staff are not in it", async () => {
  const { ticketId } = await closed();
  const tracked = await loadTracked(by(holderOf(ticketId)), {});
  const text = JSON.stringify(tracked);
  const persons = Object.values(people).flatMap(({ userId, name }) => [userId, name]);
  const units = city.units.flatMap(({ id, sectionId, personId }) => [id, sectionId, personId]);
  for (const secret of [
    ticketId,
    reporterName,
    reporterPhone,
    "内部备注不外传",
    "人 0",
    ...persons,
    ...units,
  ])
    expect(text).not.toContain(secret);
  expect(tracked.photos.map(({ batch, isPublic }) => [batch, isPublic])).toEqual([["report", false]]);
});

test("without a code that was shown to be right there is nothing to see, for staff neither", async () => {
  await expect(loadTracked(by(nobody), {})).rejects.toMatchObject({ code: "not_found" });
  await expect(loadTracked(by(people.acceptor), {})).rejects.toMatchObject({ code: "not_found" });
  await expect(loadTracked(by(holderOf(randomUUID())), {})).rejects.toMatchObject({ code: "not_found" });
});

test("of a duplicate only how far the earlier one is", async () => {
  const earlier = await report();
  const { ticketId, number, version } = await report();
  await ticketVerbs.merge(by(people.acceptor), { number, version, intoNumber: earlier.number });
  const tracked = await loadTracked(by(holderOf(ticketId)), {});
  expect(tracked).toMatchObject({ state: "merged", earlier: { state: "reported" }, reopenUntil: null });
  expect(JSON.stringify(tracked)).not.toContain(earlier.number);
});

test("the holder rates and reopens, each with exactly one event; another ticket's holder does neither", async () => {
  const { ticketId, number, version } = await closed();
  const stranger = await report();
  const before = await eventsOf(ticketId);
  await expect(
    rateTicket(by(holderOf(stranger.ticketId)), { number, version, stars: 1 }),
  ).rejects.toMatchObject({ code: "not_found" });
  await expect(
    reopenTicket(by(holderOf(stranger.ticketId)), { number, version, reason: "不是我的" }),
  ).rejects.toMatchObject({ code: "not_found" });
  expect(await eventsOf(ticketId)).toBe(before);

  const rated = await rateTicket(by(holderOf(ticketId)), { number, version, stars: "2" });
  expect(await eventsOf(ticketId)).toBe(before + 1);
  await expect(
    reopenTicket(by(holderOf(ticketId)), { number, version, reason: "旧版本" }),
  ).rejects.toMatchObject({ code: "conflict" });
  const photo = await city.makePhoto();
  const reason = "还有两袋没有清走";
  await reopenTicket(by(holderOf(ticketId)), { number, version: rated.version, reason, photos: photo });
  expect(await eventsOf(ticketId)).toBe(before + 2);
  const tracked = await loadTracked(by(holderOf(ticketId)), {});
  expect(tracked).toMatchObject({ state: "handling", rating: 2, mayRate: false, reopenUntil: null });
  expect(tracked.photos.length).toBe(2);
});

test("what the public says when reopening can be erased: it stands beside the description, not in the history", async () => {
  const { ticketId, number, version } = await closed();
  const reason = "还有两袋没有清走";
  await reopenTicket(by(holderOf(ticketId)), { number, version, reason });
  const [row] = await own.db
    .select({ description: tickets.description })
    .from(tickets)
    .where(eq(tickets.id, ticketId));
  expect(row?.description).toBe(`楼下有一堆垃圾\n\n${reason}`);
  const told = await own.db
    .select({ payload: events.payload })
    .from(events)
    .where(eq(events.subjectId, ticketId));
  expect(JSON.stringify(told)).not.toContain(reason);
});

test("after the city's days it can be rated but not reopened, and says so", async () => {
  const { ticketId, number, version } = await closed();
  nowMs = start + 16 * 86_400_000;
  try {
    const tracked = await loadTracked(by(holderOf(ticketId)), {});
    expect(tracked).toMatchObject({ mayRate: true, reopenUntil: null });
    await expect(
      reopenTicket(by(holderOf(ticketId)), { number, version, reason: "太晚了" }),
    ).rejects.toMatchObject({ code: "reopen_too_late" });
  } finally {
    nowMs = start;
  }
});

test("a published photo of the staff is seen", async () => {
  const { ticketId } = await closed();
  const after = and(eq(attachments.ticketId, ticketId), eq(attachments.batch, "after"));
  await own.db.update(attachments).set({ isPublic: true }).where(after);
  const tracked = await loadTracked(by(holderOf(ticketId)), {});
  expect(tracked.photos.map(({ batch }) => batch)).toEqual(["report", "after"]);
  await own.db.update(attachments).set({ isPublic: false }).where(after);
});

test("the code is nowhere in the database, and a repeated report still gets it", async () => {
  const key = randomUUID();
  const fields = {
    classId: city.classes[0]?.id,
    lng: city.cells[0]?.point[0],
    lat: city.cells[0]?.point[1],
    placeWords: "人民路口",
    description: "同一件",
  };
  const first = await reportTicket(by(nobody, key), fields);
  expect(await reportTicket(by(nobody, key), fields)).toEqual(first);
  const kept = await own.db.select().from(idempotencyKeys).where(eq(idempotencyKeys.key, key));
  expect(kept.length).toBe(1);
  expect(JSON.stringify(kept)).not.toContain(first.trackingCode);
  const rows = await own.db.select().from(tickets).where(eq(tickets.number, first.number));
  expect(JSON.stringify(rows)).not.toContain(first.trackingCode);
});
