import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Actor, UserActor } from "@/lib/domain/actor";
import type { TicketCommand } from "@/lib/domain/ticket/commands";
import { checkInvariants } from "@/lib/features/audit/check-invariants";
import { ticketVerbs } from "@/lib/features/ticket-verbs";
import { listCalls } from "@/lib/features/units/list-calls";
import { contextOf, makeSmallCity, type SmallCity } from "@/tests/support/small-city";
import { listTickets } from "./list-tickets";
import { loadTicket } from "./load-ticket";

let own: TestDatabase;
let city: SmallCity;
let desk: UserActor;
let head: UserActor;
let worker: UserActor;
let called: UserActor;
let manager: UserActor;
let stranger: UserActor;
const clock = () => new Date("2026-03-10T02:00:00Z");
const contextFor = (actor: Actor) => contextOf(own.db, actor, clock);

beforeAll(async () => {
  own = await createTestDatabase();
  city = await makeSmallCity(own.db);
  const street = city.areaOf("990101001");
  const community = city.areaOf("990101001001");
  desk = await city.makeActor("street_desk", street);
  head = await city.makeActor("grid_head", community);
  worker = await city.makeActor("grid_worker", community, { cells: [city.cells[0]?.id ?? ""] });
  called = await city.makeActor("unit_liaison", city.city, { unit: 1 });
  manager = await city.makeActor("unit_manager", city.city, { unit: 1 });
  stranger = await city.makeActor("unit_liaison", city.city, { unit: 2 });
});
afterAll(async () => {
  const { problems } = await checkInvariants(own.db);
  await own.drop();
  expect(problems).toEqual([]);
});

/** At the street's desk, without an assignment of anybody's. */
async function atStreet() {
  const [cell] = city.cells;
  let { number, version } = await ticketVerbs.report(contextFor(worker), {
    classId: city.classes[0]?.id,
    lng: cell?.point[0],
    lat: cell?.point[1],
    placeWords: "路口",
    description: "油烟",
  });
  const step = async (actor: Actor, command: TicketCommand, fields: object) => {
    version = (await ticketVerbs[command](contextFor(actor), { number, version, ...fields })).version;
  };
  await step(head, "escalate", { reason: "需街道协调" });
  return { number, step, at: { lng: cell?.point[0], lat: cell?.point[1] } };
}

const numbersOf = async (actor: Actor) =>
  (await listCalls(contextFor(actor), {})).map(({ number }) => number);
const listedFor = async (actor: Actor) =>
  (await listTickets(contextFor(actor), { view: "all" })).rows.map(({ number }) => number);

test("a department that was whistled for sees the ticket and signs in at the place, without any assignment", async () => {
  const { number, step, at } = await atStreet();
  await expect(loadTicket(contextFor(called), { number })).rejects.toMatchObject({ code: "not_found" });
  expect(await numbersOf(called)).toEqual([]);
  await step(desk, "whistle", { unitIds: [city.units[1]?.id], reason: "联合执法" });

  for (const person of [called, manager]) {
    expect((await loadTicket(contextFor(person), { number })).ticket.number).toBe(number);
    expect(await listCalls(contextFor(person), {})).toMatchObject([{ number, hasArrived: false }]);
    expect(await listedFor(person)).toContain(number);
  }
  expect((await loadTicket(contextFor(called), { number })).commands).toEqual(
    expect.arrayContaining(["whistle_arrive"]),
  );
  await step(called, "whistle_arrive", at);
  expect(await listCalls(contextFor(called), {})).toMatchObject([{ number, hasArrived: true }]);

  // Whoever came is rated, the whistle is over, and with it the reason to see the ticket.
  await step(desk, "whistle_rate", { stars: 5 });
  expect(await numbersOf(called)).toEqual([]);
  expect(await listedFor(called)).not.toContain(number);
  await expect(loadTicket(contextFor(called), { number })).rejects.toMatchObject({ code: "not_found" });
});

test("being called gives sight and arrival, and nothing else; another department has neither", async () => {
  const { number, step, at } = await atStreet();
  await step(desk, "whistle", { unitIds: [city.units[1]?.id], reason: "联合执法" });
  await expect(loadTicket(contextFor(stranger), { number })).rejects.toMatchObject({ code: "not_found" });
  await expect(step(stranger, "whistle_arrive", at)).rejects.toMatchObject({ code: "not_found" });
  expect(await numbersOf(stranger)).toEqual([]);
  await expect(step(manager, "whistle_arrive", at)).rejects.toMatchObject({ code: "forbidden" });
  await expect(step(called, "add_note", { note: "x" })).rejects.toMatchObject({
    code: expect.stringMatching(/forbidden|invalid/),
  });
  await step(called, "whistle_arrive", at);
});
