import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { responsibilityRules } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Actor, UserActor } from "@/lib/domain/actor";
import type { TicketCommand } from "@/lib/domain/ticket/commands";
import { contextOf, makeSmallCity, type SmallCity } from "@/tests/support/small-city";
import { ticketVerbs } from "../ticket-verbs";
import { loadCommandChoices } from "./load-command-choices";
import { loadTicket } from "./load-ticket";

/** What the ticket's panel is given: rights, names, choices. */
let own: TestDatabase;
let city: SmallCity;
let people: Record<"acceptor" | "leader" | "dispatcher" | "liaison" | "other" | "near" | "ofUnit", UserActor>;
let number: string;
let version: number;
const start = Date.parse("2026-03-10T02:00:00Z");
let minutes = 0;
const by = (actor: Actor) => contextOf(own.db, actor, () => new Date(start + minutes * 60_000));
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;

async function step(actor: Actor, command: TicketCommand, fields: object = {}): Promise<void> {
  minutes += 1;
  version = (await ticketVerbs[command](by(actor), { number, version, ...fields })).version;
}

beforeAll(async () => {
  own = await createTestDatabase();
  city = await makeSmallCity(own.db);
  people = {
    acceptor: await city.makeActor("acceptor"),
    leader: await city.makeActor("shift_leader"),
    dispatcher: await city.makeActor("dispatcher"),
    liaison: await city.makeActor("unit_liaison", city.city, { unit: 0 }),
    other: await city.makeActor("unit_liaison", city.city, { unit: 1 }),
    near: await city.makeActor("supervisor"),
    ofUnit: await city.makeActor("supervisor", city.city, { unit: 0 }),
  };
  await city.makeActor("supervisor", city.areaOf("990102"));
  await own.db.insert(responsibilityRules).values({
    id: "019a0000-0000-7000-8000-000000000001",
    responsibleKind: "sanitation",
    areaId: city.city.id,
    unitId: city.units[0]?.id ?? "",
    validFrom: "2020-01-01",
  });
  const [cell] = city.cells;
  const [kind] = city.classes;
  const report = {
    classId: kind?.id,
    lng: cell?.point[0],
    lat: cell?.point[1],
    placeWords: "人民路口",
    description: "路边垃圾",
  };
  ({ number, version } = await ticketVerbs.report(by({ kind: "public", ticketId: null }), {
    ...report,
    reporterName: "王先生",
    reporterPhone: "13900000000",
  }));
  minutes += 1;
  await ticketVerbs.report(by({ kind: "public", ticketId: null }), report);
});
afterAll(() => own.drop());

describe("before it is filed", () => {
  test("an acceptor reads the reporter's contact, is offered supervisors whose area it is, and the likely duplicate", async () => {
    const detail = await loadTicket(by(people.acceptor), { number });
    expect(detail.reporter).toEqual({ name: "王先生", phone: "13900000000" });
    expect(detail.commands).toEqual(
      expect.arrayContaining(["request_check", "propose_filing", "decline", "merge"]),
    );
    expect(detail.commands).not.toContain("dispatch");
    const choices = await loadCommandChoices(by(people.acceptor), { number });
    expect(choices.supervisors.map(({ id }) => id).sort()).toEqual(
      [people.near.userId, people.ofUnit.userId].sort(),
    );
    expect(choices.duplicates).toMatchObject([{ state: "reported", metres: 0, placeWords: "人民路口" }]);
    expect(choices.units).toEqual([]);
  });

  test("a unit that has no part in it does not find it", async () => {
    await expect(loadTicket(by(people.other), { number })).rejects.toMatchObject({ code: "not_found" });
    await expect(loadCommandChoices(by(people.other), { number })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("on its way", () => {
  test("the dispatcher is told the unit that the rules name, and why", async () => {
    const conditionId = city.classes[0]?.conditionId;
    await step(people.acceptor, "propose_filing", { conditionId });
    await step(people.leader, "file", { conditionId });
    const { suggestion, units } = await loadCommandChoices(by(people.dispatcher), { number });
    expect(units).toHaveLength(3);
    expect(suggestion?.decided).toMatchObject({
      unit: { name: "单位 0" },
      because: [{ kind: "responsible_kind" }, { kind: "area", level: "city" }],
    });
    expect(suggestion?.territoryActs).toBe(false);
  });

  test("a unit that returned it is not named again, and where no rule is left the territory acts", async () => {
    await step(people.dispatcher, "dispatch", { unitId: city.units[0]?.id });
    await step(people.liaison, "return_assignment", {
      reason: "不在管养范围",
      proposedUnitId: city.units[1]?.id,
    });
    const { suggestion } = await loadCommandChoices(by(people.dispatcher), { number });
    expect(suggestion?.decided).toBeNull();
    expect(suggestion?.territoryActs).toBe(true);
    expect(suggestion?.returnedBy.map(({ name }) => name)).toEqual(["单位 0"]);
  });

  test("the liaison is offered the unit's own persons, and nobody's contact", async () => {
    await step(people.dispatcher, "dispatch", { unitId: city.units[0]?.id });
    const detail = await loadTicket(by(people.liaison), { number });
    expect(detail.reporter).toBeNull();
    expect(detail.parts.at(-1)?.explanation).toMatchObject({ isWorkingTime: true, skippedDays: [] });
    const choices = await loadCommandChoices(by(people.liaison), { number });
    expect(choices.persons.map(({ name }) => name)).toEqual(["人 0"]);
    expect(choices.supervisors).toEqual([]);
  });

  test("nobody of the unit that handled it is offered for its inspection", async () => {
    await step(people.liaison, "assign_person", { personId: city.units[0]?.personId });
    await step(people.liaison, "hand_back", { result: "已清", photos: [await city.makePhoto()] });
    const { supervisors } = await loadCommandChoices(by(people.acceptor), { number });
    expect(supervisors.map(({ id }) => id)).toEqual([people.near.userId]);
  });

  test("the history names people and units, never ids", async () => {
    const { history } = await loadTicket(by(people.acceptor), { number });
    expect(history.map(({ type }) => type)).toEqual([
      "report",
      "propose_filing",
      "file",
      "dispatch",
      "return_assignment",
      "dispatch",
      "assign_person",
      "hand_back",
    ]);
    expect(history[4]).toMatchObject({
      actorName: people.liaison.name,
      units: [{ name: "单位 1" }],
      said: { words: ["不在管养范围"] },
    });
    expect(history[6]?.personNames).toEqual(["人 0"]);
    const shown = history.map(({ photoIds: _, said: { conditionId: __, ...said }, ...entry }) => ({
      ...entry,
      said,
    }));
    expect(JSON.stringify(shown)).not.toMatch(uuid);
  });

  test("what is permitted is accepted: no command on offer is refused for want of right or state", async () => {
    for (const actor of Object.values(people)) {
      const detail = await loadTicket(by(actor), { number }).catch(() => null);
      for (const command of detail?.commands ?? []) {
        // With nothing filled in, a command may only complain of its fields; what it does is rolled back.
        const outcome = await own.db
          .transaction(async (tx): Promise<never> => {
            await ticketVerbs[command]({ ...by(actor), db: tx }, { number, version });
            throw { code: "done" };
          })
          .catch((error: { code?: string }) => error.code);
        expect([command, outcome]).toEqual([
          command,
          expect.stringMatching(/^(done|invalid|photos_required)$/),
        ]);
      }
    }
  });
});
