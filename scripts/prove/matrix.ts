import { eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { tickets } from "@/db/schema";
import { openOwnDatabase } from "@/db/testing";
import type { Actor } from "@/lib/domain/actor";
import { AppError } from "@/lib/domain/errors";
import {
  isAllowed,
  permissionCells,
  permissionNames,
  permissionStates,
  scopes,
} from "@/lib/domain/permissions";
import { type Role, roles } from "@/lib/domain/posts";
import { type TicketState, ticketStates } from "@/lib/domain/states";
import { type TicketCommand, ticketCommandNames } from "@/lib/domain/ticket/commands";
import { ticketVerbs } from "@/lib/features/ticket-verbs";
import { expectedCells } from "@/tests/support/expected-matrix";
import { isRefusedByFacts, makeMatrixScene, rowCounts } from "@/tests/support/matrix-scene";
import { contextOf } from "@/tests/support/small-city";
import { tryRoutes } from "./matrix-routes";
import type { Proof } from "./proof";

/**
 * Every post × command × scope × state as the hand-kept table says: (1) each cell of the rule; (2) each
 * post × command at the command layer, from a state and scope that are right for it, and from outside; a
 * denial leaves the database as it was; (3) each post × route over HTTP; (4) flipping any one cell of the
 * code's table is noticed.
 */
export const proof: Proof = async ({ say }) => {
  const expected = expectedCells();
  let tried = 0;
  let failed = 0;
  const fail = (text: string) => {
    failed += 1;
    if (failed <= 40) say(`FAILED ${text}`);
  };

  const universe: string[] = [];
  for (const role of roles)
    for (const permission of permissionNames)
      for (const scope of scopes)
        for (const state of permissionStates) {
          const cell = `${role}|${permission}|${scope}|${state}`;
          universe.push(cell);
          tried += 1;
          if (isAllowed(role, permission, [scope], state) !== expected.has(cell)) fail(`rule: ${cell}`);
        }
  for (const cell of expected) if (!universe.includes(cell)) fail(`unknown to the code: ${cell}`);
  say(`rule: ${universe.length} cells`);

  const survivors = flipEachCell(universe, expected);
  say(`flips: ${universe.length} tried, survivors: ${survivors}`);
  tried += universe.length;
  failed += survivors;

  const layer = await tryCommandLayer(expected, fail);
  say(
    `command layer: ${layer.tried} attempts, ${layer.allowed} allowed, ${layer.denied} denied and without a trace`,
  );
  tried += layer.tried;

  const routes = await tryRoutes(fail);
  say(`routes: ${routes} requests`);
  tried += routes;
  return { tried, failed };
};

/** How many single-cell flips of the code's table the comparison with the expected one would let pass. */
function flipEachCell(universe: string[], expected: ReadonlySet<string>): number {
  const table = new Set(permissionCells);
  let survivors = 0;
  for (const cell of universe) {
    const was = table.has(cell);
    if (was) table.delete(cell);
    else table.add(cell);
    const [role, permission, scope, state] = cell.split("|");
    // Asked through the rule itself, so that a table the rule does not read would survive here.
    const answer = isAllowed(
      role as Role,
      permission as TicketCommand,
      [scope as (typeof scopes)[number]],
      state as TicketState,
      table,
    );
    if (answer === expected.has(cell)) survivors += 1;
    if (was) table.add(cell);
    else table.delete(cell);
  }
  return survivors;
}

/**
 * Tickets in every state at every desk, and of each post a person who belongs there and one who does not.
 * Each attempt runs in a transaction that is rolled back: PostgreSQL gives it a number only when it
 * writes, so a denial without one left not the least trace.
 */
async function tryCommandLayer(expected: ReadonlySet<string>, fail: (text: string) => void) {
  const own = await openOwnDatabase();
  const counts = { tried: 0, allowed: 0, denied: 0 };
  try {
    const scene = await makeMatrixScene(own.db);
    const before = await rowCounts(own.db);
    for (const { role, actor, label, standing } of scene.actors)
      for (const level of scene.levels)
        for (const command of ticketCommandNames)
          for (const state of statesToTry(command, expected)) {
            const isNew = command === "report" || command === "self_handle";
            if (isNew && level !== "city") continue;
            const scopesHere = isNew ? new Set(["any"]) : standing(state, level);
            const mayIn = (name: string) =>
              [...scopesHere].some((scope) =>
                expected.has(`${role}|${name}|${scope}|${isNew ? "-" : state}`),
              );
            const who = actor(state, level);
            const input = isNew
              ? { nonsense: true }
              : { number: scene.at(state, level).number, version: 0, ...(await scene.fieldsFor(command)) };
            const { outcome, hasWritten } = await attempt(own.db, scene, who, command, input);
            counts.tried += 1;
            const what = `${role} (${label}) ${command} in ${state} at ${level}: ${outcome}`;
            if (outcome === "done" ? !hasWritten : hasWritten && isRight(outcome))
              fail(`${what}, ${hasWritten ? "but it wrote" : "but wrote nothing"}`);
            if (outcome === "done") counts.allowed += 1;
            else counts.denied += 1;
            const shouldPass = mayIn(command);
            const isByFacts = isRefusedByFacts(command, state) && outcome === "illegal_transition";
            // Bad input of a new report is told before rights are asked; nothing of the city shows in it.
            if (isNew) {
              if (outcome === "done") fail(what);
            } else if (shouldPass && isRight(outcome) && !isByFacts) fail(`${what}, expected to pass`);
            else if (!shouldPass && !isRight(outcome)) fail(`${what}, expected a denial`);
            else if (!mayIn("view_ticket") && outcome !== "not_found" && outcome !== "forbidden")
              fail(`${what}, of a ticket it may not see`);
          }
    if ((await rowCounts(own.db)) !== before) fail("the attempts left a trace");
  } finally {
    await own.drop();
  }
  return counts;
}

/** Each state in which anybody may do it, and one in which nobody may. */
function statesToTry(command: TicketCommand, expected: ReadonlySet<string>): TicketState[] {
  const isNew = command === "report" || command === "self_handle";
  if (isNew) return ["reported"];
  const right = ticketStates.filter((state) =>
    [...expected].some((cell) => cell.includes(`|${command}|`) && cell.endsWith(`|${state}`)),
  );
  const wrong = ticketStates.find((state) => !right.includes(state));
  return wrong ? [...right, wrong] : right;
}

/** A refusal for who one is or where the ticket stands, not for what was said. */
function isRight(outcome: string): boolean {
  return ["forbidden", "illegal_transition", "not_found"].includes(outcome);
}

async function attempt(
  db: Db,
  scene: Awaited<ReturnType<typeof makeMatrixScene>>,
  actor: Actor,
  command: TicketCommand,
  input: object,
): Promise<{ outcome: string; hasWritten: boolean }> {
  let outcome = "done";
  let hasWritten = false;
  const undo = new Error("always rolled back");
  try {
    await db.transaction(async (tx) => {
      if ("number" in input) {
        const [row] = await tx
          .select({ version: tickets.version })
          .from(tickets)
          .where(eq(tickets.number, String(input.number)));
        Object.assign(input, { version: row?.version ?? 1 });
      }
      try {
        await ticketVerbs[command](contextOf(tx, actor, scene.clock), input);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        outcome = error.code;
      }
      const { rows } = await tx.execute<{ xid: string | null }>(
        sql`select pg_current_xact_id_if_assigned()::text as xid`,
      );
      hasWritten = rows[0]?.xid !== null;
      throw undo;
    });
  } catch (error) {
    if (error !== undo) throw error;
  }
  return { outcome, hasWritten };
}
