import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tickets } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { UserActor } from "@/lib/domain/actor";
import { contextOf, makeSmallCity, type SmallCity } from "@/tests/support/small-city";
import { countViews, exportTickets, listTickets } from "./list-tickets";
import { reportTicket } from "./report-ticket";

let own: TestDatabase;
let city: SmallCity;
let acceptor: UserActor;
let minute = 0;
const clock = () => new Date(Date.parse("2026-03-02T02:00:00Z") + minute * 60_000);
const as = (actor: UserActor) => contextOf(own.db, actor, clock);

/** Reports one problem in the middle of a cell; each a minute after the last. */
async function report(cell: number, words: string, classIndex = 0, by = acceptor): Promise<string> {
  minute += 1;
  const point = city.cells[cell]?.point ?? [0, 0];
  const { number } = await reportTicket(as(by), {
    classId: city.classes[classIndex]?.id,
    lng: point[0],
    lat: point[1],
    placeWords: words,
    description: "说明",
  });
  return number;
}

let numbers: string[] = [];
beforeAll(async () => {
  own = await createTestDatabase();
  city = await makeSmallCity(own.db);
  acceptor = await city.makeActor("acceptor");
  // Cells 0–3 lie in the first street, 4–7 in the second of the first district, 8 and on in the second district.
  numbers = [
    await report(0, "人民路12号东侧30米"),
    await report(2, "长江街80号南侧5米", 1),
    await report(4, "建设路3号北侧"),
    await report(9, "人民公园西门", 2),
  ];
});
afterAll(() => own.drop());

const numbersOf = async (input: unknown, actor = acceptor) =>
  (await listTickets(as(actor), input)).rows.map(({ number }) => number);

test("an area holds the tickets of everything under it, at each level, and of nothing beside it", async () => {
  const [first, second, third, fourth] = numbers;
  const within = async (area: string) => (await numbersOf({ view: "all", area })).toSorted();
  expect(await within("990000")).toEqual(numbers);
  expect(await within("990101")).toEqual([first, second, third]);
  expect(await within("990102")).toEqual([fourth]);
  expect(await within("990101001")).toEqual([first, second]);
  expect(await within("990101001001")).toEqual([first]);
  // A code of the right shape that is nobody's.
  expect(await within("990199")).toEqual([]);
  await expect(numbersOf({ area: "9901" })).rejects.toMatchObject({ code: "invalid" });
});

test("words are found by two Chinese characters, numbers by their beginning", async () => {
  const [first, , , fourth] = numbers;
  expect((await numbersOf({ view: "all", q: "人民" })).toSorted()).toEqual([first, fourth]);
  expect(await numbersOf({ view: "all", q: "公园" })).toEqual([fourth]);
  expect(await numbersOf({ view: "all", q: first })).toEqual([first]);
  expect(await numbersOf({ view: "all", q: "没有的" })).toEqual([]);
});

test("what has no deadline stands last in both directions", async () => {
  const [first, second] = numbers;
  if (!first || !second) throw new Error("reported above");
  await own.db.update(tickets).set({ stepDueAt: null, promiseDueAt: null }).where(eq(tickets.number, second));
  const up = await numbersOf({ view: "desk", sort: "due", order: "asc" });
  const down = await numbersOf({ view: "desk", sort: "due", order: "desc" });
  expect(up[0]).toBe(first);
  expect(up.at(-1)).toBe(second);
  expect(down.at(-1)).toBe(second);
  expect(down.slice(0, -1)).toEqual(up.slice(0, -1).toReversed());
});

test("every column sorts, and a list of all begins with the latest report", async () => {
  for (const sort of ["due", "reported", "number", "class", "place", "cell", "unit", "state"])
    for (const order of ["asc", "desc"])
      expect((await numbersOf({ view: "all", sort, order })).toSorted()).toEqual(numbers);
  expect(await numbersOf({ view: "all" })).toEqual(numbers.toReversed());
});

test("a page beyond the end is the last page", async () => {
  const { page, rows, total } = await listTickets(as(acceptor), { view: "all", page: 900, pageSize: 10 });
  expect({ page, total, rows: rows.length }).toEqual({ page: 1, total: 4, rows: 4 });
});

test("the tabs count what their lists hold, for each post", async () => {
  const street = await city.makeActor("street_desk", city.areaOf("990101001"));
  const leader = await city.makeActor("leader");
  const liaison = await city.makeActor("unit_liaison", city.city, { unit: 0 });
  const [first] = numbers;
  if (!first) throw new Error("reported above");
  await own.db.update(tickets).set({ isStepOverdue: true }).where(eq(tickets.number, first));
  for (const actor of [acceptor, street, leader, liaison]) {
    const { canMove, ...counts } = await countViews(as(actor), {});
    for (const [view, total] of Object.entries(counts))
      expect([view, (await listTickets(as(actor), { view })).total]).toEqual([view, total]);
    expect(canMove).toBe(actor !== leader);
  }
  expect(await numbersOf({ view: "overdue" })).toEqual([first]);
  expect((await numbersOf({ view: "watch" }, street)).toSorted()).toEqual(numbers.slice(0, 2));
  expect(await numbersOf({ view: "all" }, liaison)).toEqual([]);
});

test("a line authority sees its line in the whole city, an export holds the same rows as the list", async () => {
  const line = await city.makeActor("line_authority", city.city, { lineKind: "landscaping" });
  expect(await numbersOf({ view: "watch" }, line)).toEqual([numbers[3]]);
  const { rows, total } = await exportTickets(as(line), { view: "watch" });
  expect([total, rows.map(({ number }) => number)]).toEqual([1, [numbers[3]]]);
  const whole = await exportTickets(as(acceptor), { view: "all", area: "990101" });
  expect(whole.rows.map(({ number }) => number)).toEqual(await numbersOf({ view: "all", area: "990101" }));
  await expect(
    exportTickets(contextOf(own.db, { kind: "public", ticketId: null }, clock), {}),
  ).rejects.toMatchObject({ code: "forbidden" });
});
