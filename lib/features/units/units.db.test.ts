import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Actor, UserActor } from "@/lib/domain/actor";
import { AppError } from "@/lib/domain/errors";
import type { TicketCommand } from "@/lib/domain/ticket/commands";
import { contextOf, makeSmallCity, type SmallCity } from "@/tests/support/small-city";
import { ticketVerbs } from "../ticket-verbs";
import { countDuties, listDuties } from "./list-duties";
import { loadWorkload } from "./load-workload";

/** What a unit is shown of its duties. The clock stands, but for what is told to be later. */
let own: TestDatabase;
let city: SmallCity;
let people: Record<
  "acceptor" | "leader" | "dispatcher" | "liaison" | "head" | "handler" | "other",
  UserActor
>;
const start = new Date("2026-03-10T02:00:00Z");
let now = start;
const by = (actor: Actor) => contextOf(own.db, actor, () => now);

beforeAll(async () => {
  own = await createTestDatabase();
  city = await makeSmallCity(own.db);
  people = {
    acceptor: await city.makeActor("acceptor"),
    leader: await city.makeActor("shift_leader"),
    dispatcher: await city.makeActor("dispatcher"),
    liaison: await city.makeActor("unit_liaison", city.city, { unit: 0 }),
    head: await city.makeActor("section_head", city.city, { unit: 0 }),
    handler: await city.makeActor("handler", city.city, { unit: 0 }),
    other: await city.makeActor("unit_liaison", city.city, { unit: 1 }),
  };
});
afterAll(() => own.drop());

/** A ticket dispatched to unit 0, then taken on by these commands of the unit. */
async function dispatched(...steps: [Actor, TicketCommand, object?][]) {
  const [cell] = city.cells;
  const conditionId = city.classes[0]?.conditionId;
  let { number, version } = await ticketVerbs.report(by(people.acceptor), {
    classId: city.classes[0]?.id,
    lng: cell?.point[0],
    lat: cell?.point[1],
    placeWords: "人民路口",
    description: "路边垃圾",
  });
  const all: [Actor, TicketCommand, object?][] = [
    [people.acceptor, "propose_filing", { conditionId }],
    [people.leader, "file", { conditionId }],
    [people.dispatcher, "dispatch", { unitId: city.units[0]?.id }],
    ...steps,
  ];
  for (const [actor, command, fields] of all)
    version = (await ticketVerbs[command](by(actor), { number, version, ...fields })).version;
  return number;
}

const toPerson = (): [Actor, TicketCommand, object] => [
  people.liaison,
  "assign_person",
  { personId: city.units[0]?.personId },
];

test("every duty stands in exactly one cut, and each post sees its own part", async () => {
  const toReceive = await dispatched();
  const toAssign = await dispatched([people.liaison, "accept_assignment"]);
  const handled = await dispatched(toPerson());
  const reviewed = await dispatched(toPerson(), [
    people.handler,
    "hand_in",
    { result: "已清", photos: [await city.makePhoto()] },
  ]);
  const handedBack = await dispatched(
    [people.liaison, "accept_assignment"],
    [people.liaison, "hand_back", { result: "已清", photos: [await city.makePhoto()] }],
  );
  const returned = await dispatched([people.liaison, "return_assignment", { reason: "不属本单位职责" }]);

  const numbers = async (actor: Actor, input: object) =>
    (await listDuties(by(actor), input)).rows.map(({ number }) => number).toSorted();
  expect(await numbers(people.liaison, {})).toEqual([toReceive, toAssign, handled, reviewed].toSorted());
  expect(await numbers(people.liaison, { view: "receive" })).toEqual([toReceive]);
  expect(await numbers(people.liaison, { view: "assign" })).toEqual([toAssign]);
  expect(await numbers(people.liaison, { view: "handle" })).toEqual([handled]);
  expect(await numbers(people.liaison, { view: "sign_off" })).toEqual([reviewed]);
  expect(await numbers(people.liaison, { view: "handed_back" })).toEqual([handedBack]);
  expect(await numbers(people.liaison, { view: "ended" })).toEqual([]);
  expect(await numbers(people.handler, {})).toEqual([handled, reviewed].toSorted());
  expect(await numbers(people.head, {})).toEqual([handled, reviewed].toSorted());
  expect(await numbers(people.other, {})).toEqual([]);
  const everywhere = await Promise.all(
    (["open", "handed_back", "ended"] as const).map((view) => numbers(people.liaison, { view })),
  );
  expect(everywhere.flat()).not.toContain(returned);

  const counts = await countDuties(by(people.liaison), {});
  expect(Object.fromEntries(Object.entries(counts).map(([cut, { count }]) => [cut, count]))).toEqual({
    open: 4,
    receive: 1,
    assign: 1,
    handle: 1,
    sign_off: 1,
    handed_back: 1,
    ended: 0,
  });
});

test("filters by section, person, words; counts follow them", async () => {
  const list = (input: object) => listDuties(by(people.liaison), input);
  expect((await list({ person: "人 0" })).total).toBe(2);
  expect((await list({ person: "-" })).total).toBe(2);
  expect((await list({ section: "S1" })).total).toBe(2);
  expect((await list({ section: "S9" })).total).toBe(0);
  expect((await list({ q: "人民路" })).total).toBe(4);
  expect((await list({ q: "没有这条路" })).total).toBe(0);
  expect((await countDuties(by(people.liaison), { person: "-" })).open.count).toBe(2);
});

test("who holds how much, and how much was handed back in time", async () => {
  const before = await loadWorkload(by(people.liaison), {});
  expect(before.whole).toMatchObject({ open: 4, late: 0, done: 1, doneInTime: 1 });
  expect(before.nobody).toMatchObject({ open: 2 });
  expect(before.people).toMatchObject([{ name: "人 0", open: 2, handle: 1, signOff: 1, done: 0 }]);
  expect(before.units.map(({ name }) => name)).toEqual(["单位 0"]);
  expect((await loadWorkload(by(people.handler), {})).whole).toMatchObject({ open: 2, done: 0 });
  expect((await loadWorkload(by(people.other), {})).whole).toMatchObject({ open: 0, done: 0 });

  // A month later that hand-back no longer counts as lately done.
  now = new Date(start.getTime() + 31 * 86_400_000);
  expect((await loadWorkload(by(people.liaison), {})).whole).toMatchObject({ open: 4, done: 0 });
  now = start;
});

test("a hand-back after the deadline counts as done, not as in time, and stands first as late", async () => {
  const late = await dispatched([people.liaison, "accept_assignment"]);
  const [row] = (await listDuties(by(people.liaison), { view: "assign", sort: "number", order: "desc" }))
    .rows;
  expect(row?.number).toBe(late);
  now = new Date(start.getTime() + 20 * 86_400_000);
  await ticketVerbs.hand_back(by(people.liaison), {
    number: late,
    version: row?.version,
    result: "已清",
    photos: [await city.makePhoto()],
  });
  expect((await loadWorkload(by(people.liaison), {})).whole).toMatchObject({ done: 2, doneInTime: 1 });
  const { rows } = await listDuties(by(people.liaison), { view: "handed_back", late: "yes" });
  expect(rows.map(({ number, isLate }) => [number, isLate])).toEqual([[late, true]]);
  now = start;
});

test("other posts are refused", async () => {
  for (const read of [listDuties, countDuties, loadWorkload])
    await expect(read(by(people.dispatcher), {})).rejects.toBeInstanceOf(AppError);
  await expect(listDuties(by(people.liaison), { view: "elsewhere" })).rejects.toMatchObject({
    code: "invalid",
  });
});
