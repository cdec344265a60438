import { eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { tickets, users } from "@/db/schema";
import { openOwnDatabase } from "@/db/testing";
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
import { isRefusedByFacts, makeMatrixScene } from "@/tests/support/matrix-scene";
import { plainVerbs } from "@/tests/support/plain-verbs";
import { contextOf } from "@/tests/support/small-city";
import { fingerprint } from "@/tests/support/table-hashes";
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
    `command layer: ${layer.tried} attempts, ${layer.allowed} allowed, ${layer.denied} denied, twice, and without a trace`,
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

type Tried = { tried: number; allowed: number; denied: number };

/**
 * Tickets in every state at every desk, and of each post a person who belongs there and one who does not. What may
 * pass is rolled back. What is denied is tried twice: in a transaction that is rolled back, where PostgreSQL would
 * have given it a number if it had written anything; and once more in its own, after which every row of every table
 * must be as it was.
 */
async function tryCommandLayer(expected: ReadonlySet<string>, fail: (text: string) => void): Promise<Tried> {
  const own = await openOwnDatabase();
  const counts = { tried: 0, allowed: 0, denied: 0 };
  try {
    const scene = await makeMatrixScene(own.db);
    const attempts = await makeAttempts(own.db, scene, expected);
    const before = await fingerprint(own.db);
    for (const { group, each } of attempts) {
      for (const { what, run, isRead, shouldPass, isByFacts, mustHide, meets } of each) {
        const { outcome, hasWritten } = await rolledBack(own.db, run);
        counts.tried += 1;
        const told = `${what}: ${outcome}`;
        const isDenial = denials.includes(outcome);
        if (outcome === "done" && !hasWritten && !isRead) fail(`${told}, but wrote nothing`);
        if (isDenial && hasWritten) fail(`${told}, but it wrote`);
        if (shouldPass && isDenial && !(isByFacts && outcome === "illegal_transition"))
          fail(`${told}, expected to pass`);
        if (shouldPass && !isDenial && outcome !== "done" && meets !== undefined && outcome !== meets)
          fail(`${told}, expected ${meets || "to be done"}`);
        if (!shouldPass && !isDenial) fail(`${told}, expected a denial`);
        if (mustHide && outcome !== "not_found" && outcome !== "forbidden")
          fail(`${told}, of a ticket it may not see`);
        if (outcome === "done") counts.allowed += 1;
        if (!isDenial) continue;
        counts.denied += 1;
        await run(own.db).catch((error: unknown) => {
          if (!(error instanceof AppError)) throw error;
        });
      }
      if ((await fingerprint(own.db)) !== before) {
        fail(`a denial left a trace: one of ${group}`);
        break;
      }
    }
  } finally {
    await own.drop();
  }
  return counts;
}

type Attempt = {
  what: string;
  run: (db: Db) => Promise<unknown>;
  isRead: boolean;
  shouldPass: boolean;
  isByFacts: boolean;
  mustHide: boolean;
  /** The one refusal that a permitted one meets; empty: none, it must be done; undefined: any that is no denial. */
  meets?: string;
};

async function makeAttempts(
  db: Db,
  scene: Awaited<ReturnType<typeof makeMatrixScene>>,
  expected: ReadonlySet<string>,
): Promise<{ group: string; each: Attempt[] }[]> {
  const [login] = (await db.select({ login: users.login }).from(users).orderBy(users.login).limit(1)).map(
    (row) => row.login,
  );
  const plain = Object.entries(await plainVerbs(scene.city, login ?? ""));
  const onTickets = ticketCommandNames.filter((name) => name !== "report" && name !== "self_handle");
  const fields = new Map<TicketCommand, object>();
  for (const command of onTickets) fields.set(command, await scene.fieldsFor(command));
  const attempts: { group: string; each: Attempt[] }[] = [];
  for (const { role, actor, label, standing } of scene.actors) {
    const mayEver = (name: string) => expected.has(`${role}|${name}|any|-`);
    attempts.push({
      group: `${role} (${label}) on what is no ticket`,
      each: plain.map(([name, { verb, input, meets }]) => ({
        what: `${role} (${label}) ${name}`,
        isRead: /^(view|open)_/.test(name),
        run: (tx) => verb(contextOf(tx, actor("reported", "city"), scene.clock), input),
        shouldPass: mayEver(name),
        isByFacts: false,
        mustHide: false,
        meets: meets ?? "",
      })),
    });
    for (const level of scene.levels) {
      const each: Attempt[] = [];
      for (const command of onTickets)
        for (const state of statesToTry(role, command, level, expected)) {
          const scopesHere = [...standing(state, level)];
          const mayIn = (name: string) =>
            scopesHere.some((scope) => expected.has(`${role}|${name}|${scope}|${state}`));
          const { number } = scene.at(state, level);
          each.push({
            what: `${role} (${label}) ${command} in ${state} at ${level}`,
            isRead: false,
            run: async (tx) => {
              const [row] = await tx
                .select({ version: tickets.version })
                .from(tickets)
                .where(eq(tickets.number, number));
              return ticketVerbs[command](contextOf(tx, actor(state, level), scene.clock), {
                number,
                version: row?.version ?? 1,
                ...fields.get(command),
              });
            },
            shouldPass: mayIn(command),
            isByFacts: isRefusedByFacts(command, state),
            mustHide: !mayIn("view_ticket"),
          });
        }
      attempts.push({ group: `${role} (${label}) at ${level}`, each });
    }
  }
  return attempts;
}

/**
 * Each state in which this role may do it, and one in which nobody may; a role that never may is tried once, in a
 * state that would be right, as no state is looked at then.
 */
function statesToTry(
  role: Role,
  command: TicketCommand,
  level: string,
  expected: ReadonlySet<string>,
): TicketState[] {
  const statesOf = (prefix: string) =>
    ticketStates.filter((state) =>
      scopes.some((scope) => expected.has(`${prefix}|${command}|${scope}|${state}`)),
    );
  const right = [...new Set(roles.flatMap((each) => statesOf(each)))];
  const own = statesOf(role);
  if (own.length === 0) return level === "city" ? right.slice(0, 1) : [];
  const wrong = ticketStates.find((state) => !right.includes(state));
  return wrong ? [...own, wrong] : own;
}

/** Refusals for who one is or where the ticket stands, not for what was said. */
const denials: string[] = ["forbidden", "illegal_transition", "not_found"];

async function rolledBack(
  db: Db,
  run: (tx: Db) => Promise<unknown>,
): Promise<{ outcome: string; hasWritten: boolean }> {
  let outcome = "done";
  let hasWritten = false;
  const undo = new Error("always rolled back");
  try {
    await db.transaction(async (tx) => {
      try {
        await run(tx);
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
