import { randomUUID } from "node:crypto";
import { and, asc, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { attachments, events, idempotencyKeys, outbox, tickets } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Actor, UserActor } from "@/lib/domain/actor";
import { AppError } from "@/lib/domain/errors";
import type { TicketCommand } from "@/lib/domain/ticket/commands";
import { contextOf, makeSmallCity, type SmallCity } from "@/tests/support/small-city";
import { checkInvariants } from "../audit/check-invariants";
import { ticketVerbs } from "../ticket-verbs";
import { eventHash, firstPreviousHash } from "./event-hash";

/** The kernel through which every write on a ticket goes: design §7.2, step by step. */
let own: TestDatabase;
let city: SmallCity;
let people: Record<"acceptor" | "leader" | "dispatcher" | "liaison" | "supervisor", UserActor>;
const clock = () => new Date("2026-03-10T02:00:00Z");

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

const by = (actor: Actor, idempotencyKey?: string) => ({
  ...contextOf(own.db, actor, clock),
  ...(idempotencyKey ? { idempotencyKey } : {}),
});

function reportFields(description = "路边垃圾") {
  const [cell] = city.cells;
  const [kind] = city.classes;
  return {
    classId: kind?.id,
    lng: cell?.point[0],
    lat: cell?.point[1],
    placeWords: "人民路口",
    description,
  };
}

const newTicket = () => ticketVerbs.report(by(people.acceptor), reportFields());

async function outcomeOf(work: Promise<unknown>): Promise<AppError | "done"> {
  try {
    await work;
    return "done";
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

async function historyOf(number: string) {
  const [row] = await own.db.select({ id: tickets.id }).from(tickets).where(eq(tickets.number, number));
  return own.db
    .select()
    .from(events)
    .where(and(eq(events.subjectKind, "ticket"), eq(events.subjectId, row?.id ?? "")))
    .orderBy(asc(events.seq));
}

async function traces(): Promise<string> {
  const { rows } = await own.db.execute<{ text: string }>(sql`
    select concat_ws(' ', (select count(*) from events), (select sum(version) from tickets), (select count(*) from outbox),
      (select count(*) from counter_deltas), (select count(*) from assignments), (select count(*) from idempotency_keys)) as text`);
  return rows[0]?.text ?? "";
}

/** Walks a fresh ticket up to the desk's inspection order. */
async function handedBack(): Promise<{ number: string; version: number }> {
  const conditionId = city.classes[0]?.conditionId;
  let { number, version } = await newTicket();
  const step = async (actor: Actor, command: TicketCommand, fields: object = {}) => {
    version = (await ticketVerbs[command](by(actor), { number, version, ...fields })).version;
  };
  await step(people.acceptor, "propose_filing", { conditionId });
  await step(people.leader, "file", { conditionId });
  await step(people.dispatcher, "dispatch", { unitId: city.units[0]?.id });
  await step(people.liaison, "accept_assignment");
  await step(people.liaison, "hand_back", { result: "已清", photos: [await city.makePhoto()] });
  return { number, version };
}

describe("idempotency", () => {
  test("the same key gives the same answer and no second effect", async () => {
    const key = randomUUID();
    const first = await ticketVerbs.report(by(people.acceptor, key), reportFields("同一把钥匙"));
    const before = await traces();
    expect(await ticketVerbs.report(by(people.acceptor, key), reportFields("同一把钥匙"))).toEqual(first);
    expect(await traces()).toBe(before);
  });

  test("the same key with another body, or for another command, is refused", async () => {
    const key = randomUUID();
    const { number, version } = await ticketVerbs.report(by(people.acceptor, key), reportFields());
    const before = await traces();
    expect(
      await outcomeOf(ticketVerbs.report(by(people.acceptor, key), reportFields("别的话"))),
    ).toMatchObject({ code: "idempotency_mismatch" });
    expect(
      await outcomeOf(ticketVerbs.add_note(by(people.acceptor, key), { number, version, words: "话" })),
    ).toMatchObject({ code: "idempotency_mismatch" });
    expect(await traces()).toBe(before);
  });

  test("another actor's key is unknown", async () => {
    const key = randomUUID();
    const first = await ticketVerbs.report(by(people.acceptor, key), reportFields());
    const other = await city.makeActor("acceptor");
    const second = await ticketVerbs.report(by(other, key), reportFields());
    expect(second.number).not.toBe(first.number);
    const rows = await own.db.select().from(idempotencyKeys).where(eq(idempotencyKeys.key, key));
    expect(new Set(rows.map(({ actorKey }) => actorKey))).toEqual(
      new Set([`user:${people.acceptor.userId}`, `user:${other.userId}`]),
    );
  });

  test("twenty at once with one key: one effect, twenty equal answers", async () => {
    const key = randomUUID();
    const marker = `一次 ${key}`;
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => ticketVerbs.report(by(people.acceptor, key), reportFields(marker))),
    );
    expect(new Set(answers.map(({ number }) => number)).size).toBe(1);
    const rows = await own.db.select().from(tickets).where(eq(tickets.description, marker));
    expect(rows).toHaveLength(1);
    expect(await historyOf(answers[0]?.number ?? "")).toHaveLength(1);
  });

  test("a refused try leaves its key free: the mended one goes through", async () => {
    const { number, version } = await newTicket();
    const key = randomUUID();
    const asked = { number, version: version + 1, words: "话" };
    expect(await outcomeOf(ticketVerbs.add_note(by(people.acceptor, key), asked))).toMatchObject({
      code: "conflict",
    });
    const answer = await ticketVerbs.add_note(by(people.acceptor, key), { ...asked, version });
    expect(answer.version).toBe(version + 1);
  });
});

describe("two people on one ticket", () => {
  test("fifty at once: one wins, the others are told who and the new state", async () => {
    const { number, version } = await newTicket();
    const crowd: UserActor[] = [];
    for (let made = 0; made < 50; made++) crowd.push(await city.makeActor("acceptor"));
    const conditionId = city.classes[0]?.conditionId;
    const outcomes = await Promise.all(
      crowd.map(async (actor) => ({
        actor,
        outcome: await outcomeOf(ticketVerbs.propose_filing(by(actor), { number, version, conditionId })),
      })),
    );
    const winners = outcomes.filter(({ outcome }) => outcome === "done");
    expect(winners).toHaveLength(1);
    for (const { outcome } of outcomes)
      if (outcome !== "done")
        expect(outcome).toMatchObject({
          code: "conflict",
          detail: {
            by: winners[0]?.actor.name,
            command: "propose_filing",
            state: "proposed",
            version: version + 1,
          },
        });
    expect(await historyOf(number)).toHaveLength(2);
  });

  test("an old version is a conflict and changes nothing", async () => {
    const { number, version } = await newTicket();
    await ticketVerbs.add_note(by(people.acceptor), { number, version, words: "话" });
    const before = await traces();
    expect(
      await outcomeOf(ticketVerbs.add_note(by(people.leader), { number, version, words: "晚了" })),
    ).toMatchObject({
      code: "conflict",
      detail: { by: people.acceptor.name, command: "add_note", state: "reported" },
    });
    expect(await traces()).toBe(before);
  });
});

describe("one event for one command", () => {
  test("exactly one, chained to the one before, with its row for the outbox", async () => {
    const { number, version } = await newTicket();
    await ticketVerbs.add_note(by(people.leader), { number, version, words: "话" });
    const history = await historyOf(number);
    expect(history.map(({ seq, type }) => [seq, type])).toEqual([
      [1, "report"],
      [2, "add_note"],
    ]);
    let previous = firstPreviousHash;
    for (const { id, position, at, hash, ...event } of history) {
      expect(event.previousHash).toBe(previous);
      expect(hash).toBe(eventHash({ ...event, atMs: at.getTime() }));
      expect(position).toBeGreaterThan(0);
      previous = hash;
      expect(await own.db.select().from(outbox).where(eq(outbox.eventId, id))).toHaveLength(1);
    }
    expect(history[1]).toMatchObject({ actorUserId: people.leader.userId, actorPost: "shift_leader" });
  });

  test("a refusal inside the work leaves nothing, not even the photo attached", async () => {
    const { number, version } = await handedBack();
    const token = await city.makePhoto();
    const ordered = await ticketVerbs.order_inspection(by(people.acceptor), {
      number,
      version,
      supervisorId: people.supervisor.userId,
    });
    const before = await traces();
    const outcome = await outcomeOf(
      ticketVerbs.submit_inspection(by(people.supervisor), {
        number,
        version: ordered.version,
        opinion: "passed",
        words: "看过",
        photos: [token, "f".repeat(32)],
      }),
    );
    expect(outcome).toMatchObject({ code: "invalid", fields: { photos: "stale_photo" } });
    expect(await traces()).toBe(before);
    const loose = await own.db.select().from(attachments).where(sql`ticket_id is null`);
    expect(loose.length).toBeGreaterThan(0);
  });

  test("a history is only ever added to: the database refuses to change, delete or truncate it", async () => {
    const codeOf = async (text: string) => {
      try {
        await own.pool.query(text);
        return "done";
      } catch (error) {
        return (error as { code?: string }).code;
      }
    };
    const before = await traces();
    expect(await codeOf("update events set type = 'close'")).toBe("23001");
    expect(await codeOf("delete from events")).toBe("23001");
    expect(await codeOf("truncate events cascade")).toBe("23001");
    expect(await traces()).toBe(before);
  });
});

describe("rights", () => {
  test("a ticket outside the scope does not exist, for reading the command's refusal too", async () => {
    const { number, version } = await newTicket();
    const far = await city.makeActor("acceptor", city.areaOf("990102002002"));
    const otherUnit = await city.makeActor("unit_liaison", city.city, { unit: 1 });
    const before = await traces();
    const noted = { number, version, words: "话" };
    expect(await outcomeOf(ticketVerbs.add_note(by(far), noted))).toMatchObject({ code: "not_found" });
    expect(await outcomeOf(ticketVerbs.add_note(by(otherUnit), noted))).toMatchObject({ code: "not_found" });
    // As if it were a number that was never given out.
    const unknown = await outcomeOf(ticketVerbs.add_note(by(far), { ...noted, number: "2026031099999" }));
    expect(unknown).toMatchObject({ code: "not_found", detail: {} });
    expect(await traces()).toBe(before);
  });

  test("who may never do it is told so before any row is read; who may elsewhere, that it is not the state", async () => {
    const { number, version } = await newTicket();
    expect(await outcomeOf(ticketVerbs.close(by(people.dispatcher), { number, version }))).toMatchObject({
      code: "forbidden",
    });
    expect(await outcomeOf(ticketVerbs.close(by(people.leader), { number, version }))).toMatchObject({
      code: "illegal_transition",
      detail: { state: "reported" },
    });
    expect(await outcomeOf(ticketVerbs.report(by({ kind: "job" }), reportFields()))).toMatchObject({
      code: "forbidden",
    });
  });

  test("bad input names the field and is told before anything else", async () => {
    const { number, version } = await newTicket();
    expect(
      await outcomeOf(ticketVerbs.add_note(by(people.acceptor), { number, version, words: "" })),
    ).toMatchObject({ code: "invalid", fields: { words: expect.any(String) } });
    expect(
      await outcomeOf(ticketVerbs.report(by(people.acceptor), { ...reportFields(), lng: "east" })),
    ).toMatchObject({ code: "invalid", fields: { lng: expect.any(String) } });
  });
});

describe("separation", () => {
  test("nobody checks on the spot what they reported", async () => {
    const reported = await ticketVerbs.report(by(people.supervisor), reportFields());
    const community = city.areaOf("990101001001");
    const head = await city.makeActor("grid_head", community);
    const asked = { number: reported.number, version: reported.version };
    expect(
      await outcomeOf(
        ticketVerbs.request_check(by(head), { ...asked, supervisorId: people.supervisor.userId }),
      ),
    ).toMatchObject({ code: "own_work", fields: { supervisorId: "own_work" } });
  });

  test("who belongs to the unit that handled it neither orders the inspection nor is given it", async () => {
    const { number, version } = await handedBack();
    const [plain] = people.acceptor.appointments;
    const [ofUnit] = people.liaison.appointments;
    if (!plain || !ofUnit) throw new Error("each has a post");
    const both: UserActor = { ...people.acceptor, appointments: [plain, ofUnit] };
    expect(
      await outcomeOf(
        ticketVerbs.order_inspection(by(both), { number, version, supervisorId: people.supervisor.userId }),
      ),
    ).toMatchObject({ code: "own_work" });
  });
});
