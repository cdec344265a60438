import { eq } from "drizzle-orm";
import type pg from "pg";
import { tickets } from "@/db/schema";
import { openOwnDatabase, type TestDatabase } from "@/db/testing";
import type { Actor } from "@/lib/domain/actor";
import { AppError } from "@/lib/domain/errors";
import { type TicketCommand, ticketCommandNames } from "@/lib/domain/ticket/commands";
import { checkInvariants } from "@/lib/features/audit/check-invariants";
import { ticketVerbs } from "@/lib/features/ticket-verbs";
import { expectedCells } from "@/tests/support/expected-matrix";
import {
  isEnded,
  type ModelActor,
  type ModelTicket,
  type Move,
  newModelTicket,
  play,
  standing,
  summary,
} from "@/tests/support/model";
import { contextOf, makeSmallCity, type SmallCity } from "@/tests/support/small-city";
import { type Proof, pick, seeded } from "./proof";

type Player = { actor: Actor; model: ModelActor };
const minuteMs = 60_000;
const stepsPerRun = 32;

/**
 * Random runs of random commands by random people against the real database; after every step the row
 * must be what a second, plain telling of the rules says, and every refusal the refusal it foretold.
 */
export const proof: Proof = async ({ seed, runs, say }) => {
  const own = await openOwnDatabase();
  const cells = expectedCells();
  const total = runs ?? 2000;
  let steps = 0;
  let done = 0;
  let failed = 0;
  const reached = new Map<string, number>();
  try {
    const city = await makeSmallCity(own.db);
    const players = await makePlayers(city);
    let next = 0;
    const worker = async () => {
      while (next < total && failed < 10) {
        const run = next;
        next += 1;
        const result = await oneRun(own, city, players, cells, seeded(seed + run * 7919), reached);
        steps += result.steps;
        done += result.done;
        if (result.failure) {
          failed += 1;
          say(`FAILED run ${run}: ${result.failure}`);
        }
        if ((run + 1) % 250 === 0) say(`${run + 1} runs, ${steps} commands, ${done} of them done`);
      }
    };
    await Promise.all([worker(), worker(), worker(), worker()]);
    say(
      `${next} runs, ${steps} commands, ${done} done, on ${(reached.get("+report") ?? 0) + (reached.get("+self_handle") ?? 0)} tickets`,
    );
    const numbers = (ofCommands: boolean) =>
      [...reached]
        .filter(([what]) => what.startsWith("+") === ofCommands)
        .sort(([, a], [, b]) => a - b)
        .map(([what, n]) => `${what.replace("+", "")} ${n}`)
        .join(", ");
    say(`commands spent in each state: ${numbers(false)}`);
    say(`each command done: ${numbers(true)}`);
    // Every one must have been done, and in a whole proof not by mere luck.
    const enough = total >= 2000 ? 5 : 1;
    const rare = ticketCommandNames.filter((name) => (reached.get(`+${name}`) ?? 0) < enough);
    if (total >= 500 && rare.length > 0) {
      failed += 1;
      say(`FAILED done fewer than ${enough} times: ${rare.join(", ")}`);
    }
    const report = await checkInvariants(own.db, 5);
    for (const problem of report.problems) {
      failed += 1;
      say(`FAILED invariant: ${problem.table} ${problem.id}: ${problem.detail}`);
    }
    return { tried: next, failed };
  } finally {
    await own.drop();
  }
};

async function makePlayers(city: SmallCity): Promise<Player[]> {
  const street = city.areaOf("990101001");
  const community = city.areaOf("990101001001");
  const far = city.areaOf("990102002002");
  const cell = city.cells[0]?.id ?? "";
  const players: Player[] = [];
  const add = (actor: Actor, role: string, more: Partial<ModelActor>) =>
    players.push({
      actor,
      model: {
        role,
        userId: actor.kind === "user" ? actor.userId : null,
        area: null,
        unit: null,
        isPerson: false,
        isLine: false,
        isOfCell: false,
        holdsCode: false,
        ...more,
      },
    });
  for (const post of [
    "call_taker",
    "acceptor",
    "shift_leader",
    "dispatcher",
    "inspector",
    "evaluator",
    "leader",
  ] as const)
    add(await city.makeActor(post), post, { area: "city" });
  add(await city.makeActor("street_desk", street), "street_desk", { area: "street" });
  add(await city.makeActor("grid_head", community), "grid_head", { area: "community" });
  add(await city.makeActor("grid_worker", community, { cells: [cell] }), "grid_worker", {
    area: "community",
    isOfCell: true,
  });
  add(await city.makeActor("supervisor"), "supervisor", { area: "city" });
  add(await city.makeActor("supervisor"), "supervisor", { area: "city" });
  add(await city.makeActor("acceptor", far), "acceptor", { area: "elsewhere" });
  add(await city.makeActor("line_authority", far, { lineKind: "sanitation" }), "line_authority", {
    area: "elsewhere",
    isLine: true,
  });
  for (const unit of [0, 1, 2]) {
    add(await city.makeActor("unit_liaison", far, { unit }), "unit_liaison", { area: "elsewhere", unit });
    add(await city.makeActor("section_head", far, { unit }), "section_head", { area: "elsewhere", unit });
    add(await city.makeActor("handler", far, { unit }), "handler", {
      area: "elsewhere",
      unit,
      isPerson: true,
    });
  }
  add(await city.makeActor("unit_manager", far, { unit: 0 }), "unit_manager", { area: "elsewhere", unit: 0 });
  add({ kind: "job" }, "job", {});
  return players;
}

async function oneRun(
  { db, pool }: TestDatabase,
  city: SmallCity,
  players: Player[],
  cells: ReadonlySet<string>,
  random: () => number,
  reached: Map<string, number>,
): Promise<{ steps: number; done: number; failure: string | null }> {
  const count = (what: string) => reached.set(what, (reached.get(what) ?? 0) + 1);
  // A Monday to Sunday somewhere in 2026; whole minutes, so that the model can count them.
  let now = Math.floor(Date.UTC(2026, 2, 1) / minuteMs) + Math.floor(random() * 60 * 1440);
  const clock = () => new Date(now * minuteMs);
  const reporters = players.filter(
    ({ model }) =>
      ["acceptor", "grid_worker", "supervisor", "call_taker"].includes(model.role) &&
      model.area !== "elsewhere",
  );
  const [cell] = city.cells;
  const report = async (player: Player, index: number) =>
    ticketVerbs.report(contextOf(db, player.actor, clock), {
      classId: city.classes[index]?.id,
      lng: cell?.point[0],
      lat: cell?.point[1],
      placeWords: "路口",
      description: "垃圾",
    });
  /** Seen and mended on the spot: a ticket that begins with its end. */
  const settle = async (player: Player) =>
    ticketVerbs.self_handle(contextOf(db, player.actor, clock), {
      classId: city.classes[0]?.id,
      lng: cell?.point[0],
      lat: cell?.point[1],
      placeWords: "路口",
      description: "垃圾",
      result: "已清",
      beforePhotos: [await city.makePhoto()],
      afterPhotos: [await city.makePhoto()],
    });
  const fresh = async () => {
    const reporter = pick(random, reporters);
    const classIndex = Math.floor(random() * 3);
    const isSettled = reporter.model.role === "grid_worker" && random() < 0.3;
    const { number } = isSettled ? await settle(reporter) : await report(reporter, classIndex);
    count(isSettled ? "+self_handle" : "+report");
    const isField = ["grid_worker", "supervisor"].includes(reporter.model.role);
    const level = isField ? "community" : "city";
    const model = newModelTicket(now, level, isSettled ? 0 : classIndex, reporter.model.userId, isSettled);
    const [row] = await db.select({ id: tickets.id }).from(tickets).where(eq(tickets.number, number));
    const citizen: Player = {
      actor: { kind: "public", ticketId: row?.id ?? null },
      model: {
        role: "public",
        userId: null,
        area: null,
        unit: null,
        isPerson: false,
        isLine: false,
        isOfCell: false,
        holdsCode: true,
      },
    };
    return { number, model, everyone: [...players, citizen] };
  };
  let { number, model, everyone } = await fresh();
  let earlier: string | null = null;
  let done = 0;
  const history: string[] = [];
  for (let step = 1; step <= stepsPerRun; step++) {
    // An ended ticket is tried a little longer; one that nothing can open again is soon left for a new one.
    if (isEnded(model.state) && random() < (lastWords.has(model.state) ? 0.25 : 0.7)) {
      ({ number, model, everyone } = await fresh());
      earlier = null;
    }
    now +=
      random() < 0.7
        ? Math.floor(random() * 8)
        : random() < 0.9
          ? Math.floor(random() * 300)
          : Math.floor(random() * 12_000);
    const move = chooseMove(random, model, everyone, cells);
    if (move.command === "merge")
      earlier ??= (
        await report(
          pick(
            random,
            players.filter(({ model: { role } }) => role === "acceptor"),
          ),
          model.classIndex,
        )
      ).number;
    const foretold = play(model, move, now, cells);
    const player = everyone.find(({ model: candidate }) => candidate === move.actor);
    if (!player) throw new Error("a move without a player");
    const input = await inputOf(move, model, city, number, earlier, foretold === "done", now);
    let outcome = "done";
    try {
      await ticketVerbs[move.command as TicketCommand](contextOf(db, player.actor, clock), input);
      done += 1;
      count(`+${move.command}`);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      outcome = error.code;
    }
    history.push(`${move.actor.role} ${move.command} → ${outcome}`);
    const tail = `after ${history.slice(-6).join("; ")}`;
    if (outcome !== foretold)
      return { steps: step, done, failure: `${outcome}, the model says ${foretold}; ${tail}` };
    const seen = await summaryOf(pool, number, city);
    if (seen !== summary(model))
      return { steps: step, done, failure: `\n  row   ${seen}\n  model ${summary(model)}\n  ${tail}` };
    count(model.state);
  }
  return { steps: stepsPerRun, done, failure: null };
}

/** End states from which a ticket may still come back. */
const lastWords = new Set<string>(["closed", "declined", "refused"]);

/** Answers to what lies over the ticket: few of many commands, but each must be tried. */
function isWaitedFor(name: string, model: ModelTicket): boolean {
  const { extension, deferral, long_term: longTerm, whistle } = model.laid;
  if (name === "decide_extension") return extension?.state === "requested";
  if (name === "decide_deferral") return deferral?.state === "requested";
  if (name === "decide_long_term") return longTerm?.state === "requested";
  if (name === "end_deferral") return deferral?.state === "active";
  if (name === "end_long_term" || name === "review_long_term") return longTerm?.state === "active";
  if (name === "whistle_arrive" || name === "whistle_rate") return whistle !== undefined;
  if (name === "rule_dispute") return model.laid.dispute !== undefined;
  if (name === "withdraw_supervision") return model.laid.supervision !== undefined;
  if (name === "answer_leader") return model.laid.leader_matter !== undefined;
  return (
    name === "record_call_back" || name === "recall_check" || name === "reopen" || name === "review_refusal"
  );
}

/** The way from report to close: without a lean on it, random walks hardly ever get past the desk. */
const mainLine = new Set<string>([
  "submit_check",
  "propose_filing",
  "file",
  "dispatch",
  "accept_assignment",
  "assign_person",
  "hand_in",
  "hand_back",
  "sign_off",
  "order_inspection",
  "submit_inspection",
  "close",
]);

/** What ends a life early, or says little, is taken rarely, so that long lives are common. */
const dull = new Set([
  "decline",
  "refuse",
  "merge",
  "void",
  "force_close",
  "solve_here",
  "add_note",
  "urge",
  "correct_report",
  "take_up",
]);

/** Mostly something that somebody may do now, sometimes anything by anybody. */
function chooseMove(
  random: () => number,
  model: ModelTicket,
  players: Player[],
  cells: ReadonlySet<string>,
): Move {
  const names = ticketCommandNames.filter((name) => name !== "report" && name !== "self_handle");
  let actor = pick(random, players).model;
  let command: string = pick(random, names);
  if (random() < 0.85) {
    const possible = new Map<string, ModelActor[]>();
    for (const { model: candidate } of players) {
      const scopes = standing(model, candidate);
      for (const name of names)
        for (const scope of scopes)
          if (cells.has(`${candidate.role}|${name}|${scope}|${model.state}`)) {
            possible.set(name, [...(possible.get(name) ?? []), candidate]);
            break;
          }
    }
    // The command first, then who does it: else what many may do drowns what only one may.
    const may = [...possible.keys()];
    const weighed = may.filter((name) => !dull.has(name) || random() < 0.12);
    const waiting = may.filter((name) => isWaitedFor(name, model));
    const onward = may.filter((name) => mainLine.has(name));
    const isWaiting = random() < 0.3;
    const isOnward = random() < 0.5;
    const chosen =
      isWaiting && waiting.length > 0 ? waiting : isOnward && onward.length > 0 ? onward : weighed;
    if (chosen.length > 0) {
      command = pick(random, chosen);
      actor = pick(random, possible.get(command) ?? []);
    }
  }
  const supervisors = players.filter(({ model: { role } }) => role === "supervisor");
  const coUnit = Math.floor(random() * 3);
  return {
    command,
    actor,
    isStale: random() < 0.03,
    hasPhotos: random() < 0.95,
    unit: Math.floor(random() * 3),
    coUnit: random() < 0.3 ? coUnit : null,
    supervisor: pick(random, supervisors).model.userId ?? "",
    yes: random() < 0.75,
    level: pick(random, ["district", "street", "community"] as const),
    number: 1 + Math.floor(random() * 3),
  };
}

async function inputOf(
  move: Move,
  model: ModelTicket,
  city: SmallCity,
  number: string,
  earlier: string | null,
  isDone: boolean,
  now: number,
): Promise<object> {
  // A done move has raised the model's version already.
  const read = isDone ? model.version - 1 : model.version;
  const base = { number, version: move.isStale ? read + 1 : read };
  const [cell] = city.cells;
  const unitId = city.units[move.unit]?.id;
  const conditionId = city.classes[model.classIndex]?.conditionId;
  const photos = async () => (move.hasPhotos ? [await city.makePhoto()] : []);
  const yesNo = move.yes ? "yes" : "no";
  const reviewOn = "2027-06-01";
  switch (move.command) {
    case "correct_report":
      return {
        ...base,
        classId: city.classes[model.classIndex]?.id,
        lng: cell?.point[0],
        lat: cell?.point[1],
        placeWords: "路口东",
      };
    case "request_check":
      return { ...base, supervisorId: move.supervisor };
    case "submit_check":
      return {
        ...base,
        opinion: move.yes ? "confirmed" : "not_found",
        words: "看过",
        photos: await photos(),
      };
    case "record_call_back":
      return { ...base, opinion: move.yes ? "confirmed" : "not_found", words: "回访" };
    case "propose_filing":
    case "file":
      return { ...base, conditionId };
    case "decline":
    case "refuse":
    case "void":
    case "force_close":
      return { ...base, reason: "理由", reply: "答复" };
    case "merge":
      return { ...base, intoNumber: earlier };
    case "dispatch":
      return { ...base, unitId, coUnitIds: move.coUnit === null ? [] : [city.units[move.coUnit]?.id] };
    case "add_co_unit":
      return { ...base, unitId };
    case "assign_person":
      return { ...base, personId: city.units[move.actor.unit ?? 0]?.personId };
    case "hand_in":
    case "hand_back":
      return { ...base, result: "已清", photos: await photos() };
    case "order_inspection":
      return { ...base, supervisorId: move.supervisor };
    case "submit_inspection":
      return { ...base, opinion: move.yes ? "passed" : "failed", words: "看过", photos: await photos() };
    case "rate":
      return { ...base, stars: move.number };
    case "solve_here":
      return { ...base, result: "已清", beforePhotos: await photos(), afterPhotos: await photos() };
    case "pass_down":
      return { ...base, level: move.level };
    case "request_extension":
      return { ...base, value: 1, unit: "working-day", reason: "理由" };
    case "request_deferral":
      return {
        ...base,
        until: new Date((now + 480 + 30 * 1440) * minuteMs).toISOString().slice(0, 10),
        reason: "理由",
      };
    case "request_long_term":
      return { ...base, plan: "计划", reviewOn, reason: "理由" };
    case "decide_extension":
    case "decide_deferral":
    case "decide_long_term":
      return { ...base, grant: yesNo };
    case "end_deferral":
    case "close":
    case "sign_off":
    case "accept_assignment":
    case "accept_by_silence":
    case "mark_overdue":
      return base;
    case "review_long_term":
      return { ...base, found: "未动", reviewOn };
    case "rule_dispute":
      return { ...base, unitId, becomesRule: "no", reason: "理由" };
    case "supervise":
      return { ...base, level: move.number, reason: "理由" };
    case "urge":
    case "add_note":
    case "hand_down":
    case "answer_leader":
      return { ...base, words: "话" };
    case "whistle":
      return { ...base, unitIds: [unitId], reason: "理由" };
    case "whistle_arrive":
      return { ...base, lng: cell?.point[0], lat: cell?.point[1] };
    case "whistle_rate":
      return { ...base, stars: move.number };
    default:
      return { ...base, reason: "理由" };
  }
}

const minutesOf = (at: Date | null): number | null => (at === null ? null : at.getTime() / minuteMs);

type SeenTicket = Record<
  "state" | "level" | "task_kind" | "task_user_id" | "check_opinion" | "inspection_opinion",
  string | null
> &
  Record<"step_due_at" | "promise_due_at", Date | null> &
  Record<
    | "is_inspection_waived"
    | "is_closed_by_force"
    | "is_closed_by_same_hand"
    | "is_step_overdue"
    | "is_promise_overdue"
    | "is_overdue"
    | "is_suspended",
    boolean
  > &
  Record<
    | "version"
    | "supervision_level"
    | "urge_count"
    | "return_count"
    | "rework_count"
    | "reopen_count"
    | "extension_count",
    number
  > & { id: string; rating: number | null };
type SeenPart = {
  role: string;
  unit_id: string;
  state: string;
  due_at: Date;
  is_paused: boolean;
  is_overdue: boolean;
  person_id: string | null;
};

/** The rows, in the words of the model; read by plain SQL, past everything the product reads them with. */
async function summaryOf(pool: pg.Pool, number: string, city: SmallCity): Promise<string> {
  const [ticket] = (await pool.query<SeenTicket>("select * from tickets where number = $1", [number])).rows;
  if (!ticket) return "gone";
  const { rows: parts } = await pool.query<SeenPart>(
    "select * from assignments where ticket_id = $1 order by position",
    [ticket.id],
  );
  const { rows: laid } = await pool.query<{ it: string }>(
    "select kind || ':' || state as it from overlays where ticket_id = $1 and state in ('requested', 'active')",
    [ticket.id],
  );
  const { rows: told } = await pool.query<{ n: number }>(
    "select count(*)::int as n from events where subject_id = $1",
    [ticket.id],
  );
  if (told[0]?.n !== ticket.version) return `${told[0]?.n} events at version ${ticket.version}`;
  return [
    ticket.state,
    ticket.level,
    ticket.version,
    parts
      .map((part) => {
        const unit = city.units.findIndex(({ id }) => id === part.unit_id);
        const marks = [
          part.is_paused ? "paused" : "",
          part.is_overdue ? "late" : "",
          part.person_id ? "person" : "",
        ];
        return `${part.role}${unit}:${part.state}:${minutesOf(part.due_at)}:${marks.join(":")}`;
      })
      .join(" "),
    laid
      .map(({ it }) => it)
      .sort()
      .join(" "),
    ticket.task_kind ? `${ticket.task_kind}:${ticket.task_user_id}` : "",
    ticket.check_opinion ?? "",
    ticket.inspection_opinion ?? "",
    `${ticket.is_inspection_waived} ${ticket.is_closed_by_force} ${ticket.is_closed_by_same_hand}`,
    `supervision ${ticket.supervision_level}`,
    `urges ${ticket.urge_count} returns ${ticket.return_count} reworks ${ticket.rework_count} reopens ${ticket.reopen_count} extensions ${ticket.extension_count}`,
    `step ${minutesOf(ticket.step_due_at)} ${ticket.is_step_overdue}`,
    `promise ${minutesOf(ticket.promise_due_at)} ${ticket.is_promise_overdue}`,
    `late ${ticket.is_overdue}`,
    `suspended ${ticket.is_suspended}`,
    `rating ${ticket.rating}`,
  ].join(" | ");
}
