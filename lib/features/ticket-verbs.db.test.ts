import { and, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Db } from "@/db/client";
import { events, outbox, tickets } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Actor } from "@/lib/domain/actor";
import { AppError, type RefusalCode } from "@/lib/domain/errors";
import type { Role } from "@/lib/domain/posts";
import type { TicketState } from "@/lib/domain/states";
import type { TicketCommand } from "@/lib/domain/ticket/commands";
import { makeMatrixScene } from "@/tests/support/matrix-scene";
import { contextOf } from "@/tests/support/small-city";
import { ticketVerbs } from "./ticket-verbs";

/**
 * Every ticket command on a real database, one row each: it works and leaves exactly one event, and it refuses a
 * post that never may, the same post from the other end of the city, bad fields and an old version. Each attempt is
 * rolled back; the proof `matrix` tries every post, scope and state.
 */
type Level = "city" | "street" | "community";
type Step = [by: Role, command: TicketCommand];
type Row = {
  by: Role;
  state: TicketState;
  level?: Level;
  /** What must lie over the ticket first. */
  before?: Step[];
  /** Minutes that have gone by since the scene was set. */
  later?: number;
  leadsTo?: TicketState;
};

const unit = { by: "unit_liaison" } as const;
const desk = { level: "street" } as const;
const askedFor = (kind: "extension" | "deferral" | "long_term"): Step => ["unit_liaison", `request_${kind}`];

/** Typed so that a new command does not compile without its row. */
const rows: Record<Exclude<TicketCommand, "report" | "self_handle">, Row> = {
  correct_report: { by: "acceptor", state: "reported" },
  request_check: { by: "acceptor", state: "reported", leadsTo: "checking" },
  submit_check: { by: "supervisor", state: "checking", leadsTo: "reported" },
  record_call_back: { by: "call_taker", state: "checking", leadsTo: "reported" },
  recall_check: { by: "acceptor", state: "checking", leadsTo: "reported" },
  propose_filing: { by: "acceptor", state: "reported", leadsTo: "proposed" },
  decline: { by: "acceptor", state: "reported", leadsTo: "declined" },
  merge: { by: "acceptor", state: "reported", leadsTo: "merged" },
  file: { by: "shift_leader", state: "proposed", leadsTo: "filed" },
  refuse: { by: "shift_leader", state: "proposed", leadsTo: "refused" },
  send_back: { by: "shift_leader", state: "proposed", leadsTo: "reported" },
  review_refusal: { by: "shift_leader", state: "refused", leadsTo: "reported" },
  void: { by: "shift_leader", state: "handling", leadsTo: "voided" },
  dispatch: { by: "dispatcher", state: "filed", leadsTo: "assigned" },
  recall: { by: "dispatcher", state: "assigned", leadsTo: "filed" },
  add_co_unit: { by: "dispatcher", state: "handling" },
  accept_assignment: { ...unit, state: "assigned", leadsTo: "handling" },
  accept_by_silence: { by: "job", state: "assigned", later: 600, leadsTo: "handling" },
  return_assignment: { ...unit, state: "assigned", leadsTo: "filed" },
  assign_person: { ...unit, state: "assigned", leadsTo: "handling" },
  hand_in: { by: "handler", state: "handling", leadsTo: "unit_review" },
  unit_send_back: { ...unit, state: "unit_review", leadsTo: "handling" },
  sign_off: { by: "section_head", state: "unit_review", leadsTo: "handed_back" },
  hand_back: { ...unit, state: "handling", leadsTo: "handed_back" },
  order_inspection: { by: "acceptor", state: "handed_back", leadsTo: "inspecting" },
  reject_result: { by: "acceptor", state: "handed_back", leadsTo: "handling" },
  recall_inspection: { by: "acceptor", state: "inspecting", leadsTo: "handed_back" },
  submit_inspection: { by: "supervisor", state: "inspecting", leadsTo: "closing" },
  waive_inspection: { by: "shift_leader", state: "handed_back", leadsTo: "closing" },
  close: { by: "shift_leader", state: "closing", leadsTo: "closed" },
  rework: { by: "shift_leader", state: "closing", leadsTo: "handling" },
  force_close: { by: "shift_leader", state: "inspecting", leadsTo: "closed" },
  reopen: { by: "public", state: "closed", leadsTo: "handling" },
  rate: { by: "public", state: "closed" },
  solve_here: { by: "street_desk", state: "filed", ...desk, leadsTo: "closed" },
  pass_down: { by: "shift_leader", state: "reported" },
  escalate: { by: "street_desk", state: "reported", ...desk },
  take_up: { by: "shift_leader", state: "reported", ...desk },
  request_extension: { ...unit, state: "handling" },
  decide_extension: { by: "dispatcher", state: "handling", before: [askedFor("extension")] },
  request_deferral: { ...unit, state: "handling" },
  decide_deferral: { by: "dispatcher", state: "handling", before: [askedFor("deferral")] },
  end_deferral: {
    by: "job",
    state: "handling",
    before: [askedFor("deferral"), ["dispatcher", "decide_deferral"]],
  },
  request_long_term: { ...unit, state: "handling" },
  decide_long_term: { by: "dispatcher", state: "handling", before: [askedFor("long_term")] },
  review_long_term: {
    by: "dispatcher",
    state: "handling",
    before: [askedFor("long_term"), ["dispatcher", "decide_long_term"]],
  },
  end_long_term: {
    by: "dispatcher",
    state: "handling",
    before: [askedFor("long_term"), ["dispatcher", "decide_long_term"]],
  },
  open_dispute: { by: "dispatcher", state: "filed" },
  rule_dispute: { by: "dispatcher", state: "filed", before: [["dispatcher", "open_dispute"]] },
  supervise: { by: "inspector", state: "handling" },
  withdraw_supervision: { by: "inspector", state: "handling", before: [["inspector", "supervise"]] },
  urge: { by: "line_authority", state: "handling" },
  whistle: { by: "street_desk", state: "filed", ...desk },
  whistle_arrive: { by: "handler", state: "handling", ...desk, before: [["street_desk", "whistle"]] },
  whistle_rate: { by: "street_desk", state: "handling", ...desk, before: [["street_desk", "whistle"]] },
  hand_down: { by: "leader", state: "reported" },
  answer_leader: { by: "acceptor", state: "handling", before: [["leader", "hand_down"]] },
  mark_overdue: { by: "job", state: "reported", later: 60 },
  add_note: { by: "grid_worker", state: "handling", level: "community" },
};
const named = Object.entries(rows) as [keyof typeof rows, Row][];

let own: TestDatabase;
let scene: Awaited<ReturnType<typeof makeMatrixScene>>;
let nobody: Actor;

beforeAll(async () => {
  own = await createTestDatabase();
  scene = await makeMatrixScene(own.db);
  // The auditor sees every account and no ticket, and does nothing.
  nobody = actorOf("audit_admin", 0, "reported", "city");
}, 120_000);
afterAll(async () => own?.drop());

/** Of each role the scene has one who belongs there (0) and one who does not (1). */
function actorOf(role: Role, which: 0 | 1, state: TicketState, level: Level): Actor {
  const found = scene.actors.filter((one) => one.role === role)[which];
  if (!found) throw new Error(`the scene has no ${role}`);
  return found.actor(state, level);
}

type Try = { command: TicketCommand; by?: Actor; fields?: object; stale?: number };
type Outcome = {
  answer: { state: TicketState; version: number } | null;
  refusal: { code: RefusalCode; fields: Record<string, string>; detail: Record<string, unknown> } | null;
  /** Events and outbox rows written by the attempt itself, and the version it read. */
  written: { events: string[]; outbox: number; version: number };
};

/** One attempt on the scene's ticket, in a transaction that is always rolled back. */
async function attempt(row: Row, { command, by, fields, stale = 0 }: Try): Promise<Outcome> {
  const level = row.level ?? "city";
  const { id, number } = scene.at(row.state, level);
  const clock = (minutes: number) => () => new Date(scene.clock().getTime() + minutes * 60_000);
  const result: Outcome = { answer: null, refusal: null, written: { events: [], outbox: 0, version: 0 } };
  const undo = new Error("always rolled back");
  const versionOf = async (tx: Db) => {
    const [found] = await tx.select({ version: tickets.version }).from(tickets).where(eq(tickets.id, id));
    return found?.version ?? 0;
  };
  try {
    await own.db.transaction(async (tx) => {
      for (const [role, first] of row.before ?? [])
        await ticketVerbs[first](contextOf(tx, actorOf(role, 0, row.state, level), clock(0)), {
          number,
          version: await versionOf(tx),
          ...(await scene.fieldsFor(first)),
        });
      const version = await versionOf(tx);
      const outboxBefore = await tx.$count(outbox);
      try {
        // A command refused inside the transaction is rolled back to its own beginning, as it would be alone.
        result.answer = await ticketVerbs[command](
          contextOf(tx, by ?? actorOf(row.by, 0, row.state, level), clock(row.later ?? 0)),
          { number, version: version + stale, ...(await scene.fieldsFor(command)), ...fields },
        );
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        result.refusal = { code: error.code, fields: error.fields, detail: error.detail };
      }
      const written = await tx
        .select({ type: events.type })
        .from(events)
        .where(and(eq(events.subjectId, id), sql`${events.seq} > ${version}`));
      result.written = {
        events: written.map(({ type }) => type),
        outbox: (await tx.$count(outbox)) - outboxBefore,
        version,
      };
      throw undo;
    });
  } catch (error) {
    if (error !== undo) throw error;
  }
  return result;
}

const nothing = { events: [], outbox: 0 };

describe.each(named)("%s", (command, row) => {
  test("works, leads where it should, and leaves exactly one event with its outbox row", async () => {
    const { answer, refusal, written } = await attempt(row, { command });
    expect(refusal).toBeNull();
    expect(answer).toMatchObject({ state: row.leadsTo ?? row.state, version: written.version + 1 });
    expect(written).toMatchObject({ events: [command], outbox: 1 });
  });

  test("is refused to a post that never may", async () => {
    const { refusal, written } = await attempt(row, { command, by: nobody });
    expect(refusal?.code).toBe("forbidden");
    expect(written).toMatchObject(nothing);
  });

  // Time itself stands everywhere.
  if (row.by !== "job")
    test("finds no ticket from the other end of the city", async () => {
      const by = actorOf(row.by, 1, row.state, row.level ?? "city");
      const { refusal, written } = await attempt(row, { command, by });
      expect(refusal?.code).toBe("not_found");
      expect(written).toMatchObject(nothing);
    });

  test("is told who was first when the version is old", async () => {
    const { refusal, written } = await attempt(row, { command, stale: -1 });
    // The first version has none before it.
    if (written.version === 1)
      expect(refusal).toMatchObject({ code: "invalid", fields: { version: "required" } });
    else
      expect(refusal).toMatchObject({
        code: "conflict",
        detail: { state: row.state, version: written.version },
      });
    expect(written).toMatchObject(nothing);
    const ahead = await attempt(row, { command, stale: 1 });
    expect(ahead.refusal?.code).toBe("conflict");
  });

  test("names each bad field", async () => {
    const strange = await attempt(row, { command, fields: { strange: "x" } });
    expect(strange.refusal).toMatchObject({ code: "invalid", fields: { form: "unknown" } });
    for (const name of Object.keys(await scene.fieldsFor(command))) {
      const { refusal, written } = await attempt(row, { command, fields: { [name]: { not: "this" } } });
      expect(refusal, name).toMatchObject({ code: "invalid" });
      expect(Object.keys(refusal?.fields ?? {}), name).toEqual([name]);
      expect(written).toMatchObject(nothing);
    }
  });
});

/** A new ticket has no version to read and no desk to stand at yet. */
describe.each(["report", "self_handle"] as const)("%s", (command) => {
  const fields = async () => {
    const [cell] = scene.city.cells;
    const [kind] = scene.city.classes;
    return {
      classId: kind?.id,
      lng: cell?.point[0],
      lat: cell?.point[1],
      placeWords: "路口",
      description: "垃圾",
      ...(command === "self_handle"
        ? {
            result: "已清",
            beforePhotos: [await scene.city.makePhoto()],
            afterPhotos: [await scene.city.makePhoto()],
          }
        : {}),
    };
  };
  const worker = () => actorOf("grid_worker", 0, "reported", "community");
  const count = async () => [
    await own.db.$count(tickets),
    await own.db.$count(events),
    await own.db.$count(outbox),
  ];
  const refusalOf = async (by: Actor, change: object) => {
    const before = await count();
    const work = ticketVerbs[command](contextOf(own.db, by, scene.clock), { ...(await fields()), ...change });
    const refusal = await work.then(
      () => null,
      (error: unknown) => error,
    );
    expect(await count()).toEqual(before);
    return refusal;
  };

  test("works and leaves one ticket, one event and one outbox row", async () => {
    const before = await count();
    const answer = await ticketVerbs[command](contextOf(own.db, worker(), scene.clock), await fields());
    expect(answer).toMatchObject({ state: command === "report" ? "reported" : "closed", version: 1 });
    expect(await count()).toEqual(before.map((each) => each + 1));
  });

  test("is refused to a post that never may, outside the city, and with bad fields", async () => {
    expect(await refusalOf(nobody, {})).toMatchObject({ code: "forbidden" });
    expect(await refusalOf(worker(), { lng: 112 })).toMatchObject({
      code: "outside_city",
      fields: { place: "outside" },
    });
    for (const name of Object.keys(await fields())) {
      const refusal = await refusalOf(worker(), { [name]: { not: "this" } });
      expect(refusal, name).toMatchObject({ code: "invalid", fields: { [name]: expect.any(String) } });
    }
    expect(await refusalOf(worker(), { strange: "x" })).toMatchObject({ code: "invalid" });
  });
});
