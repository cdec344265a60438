/**
 * The life of a ticket a second time, as plainly as it can be said: written from the design's table and
 * sharing no rule with the code it is held against (only the hand-kept matrix says who may do what).
 * Time is in whole minutes; working time is counted minute by minute.
 */
export type ModelActor = {
  role: string;
  userId: string | null;
  area: "city" | "street" | "community" | "elsewhere" | null;
  unit: number | null;
  isPerson: boolean;
  isLine: boolean;
  isOfCell: boolean;
  holdsCode: boolean;
};

type PartState = "assigned" | "handling" | "unit_review" | "handed_back" | "returned" | "recalled";
export type ModelPart = {
  unit: number;
  role: "lead" | "co";
  state: PartState;
  hasPerson: boolean;
  hasSection: boolean;
  isAccepted: boolean;
  dueAt: number;
  acceptDueAt: number;
  pausedAt: number | null;
  isOverdue: boolean;
  unitOfLimit: "working" | "emergency";
};
type Laid = { state: "requested" | "active"; part: number | null; minutes?: number; until?: number };

export type ModelTicket = {
  state: string;
  level: "city" | "district" | "street" | "community";
  version: number;
  classIndex: number;
  reporter: string | null;
  parts: ModelPart[];
  laid: Partial<Record<string, Laid>>;
  task: { kind: "check" | "inspection"; userId: string } | null;
  checkOpinion: string | null;
  inspection: string | null;
  isWaived: boolean;
  isForced: boolean;
  isSameHand: boolean;
  supervision: number;
  urges: number;
  returns: number;
  reworks: number;
  reopens: number;
  extensions: number;
  hasCondition: boolean;
  closedAt: number | null;
  stepStartedAt: number;
  stepDueAt: number | null;
  promiseDueAt: number;
  isStepOverdue: boolean;
  isPromiseOverdue: boolean;
  rating: number | null;
};

export type Move = {
  command: string;
  actor: ModelActor;
  isStale: boolean;
  hasPhotos: boolean;
  /** Choices of the move: units, opinions, grants. */
  unit: number;
  coUnit: number | null;
  supervisor: string;
  yes: boolean;
  level: "district" | "street" | "community";
  number: number;
};

/** Monday to Friday, 08–12 and 14–18, UTC+8; no holidays in the model's city. */
function isWorkingMinute(minute: number): boolean {
  const local = minute + 480;
  const day = Math.floor(local / 1440);
  const weekday = (day + 4) % 7; // 1970-01-01 was a Thursday
  if (weekday === 0 || weekday === 6) return false;
  const ofDay = local - day * 1440;
  return (ofDay >= 480 && ofDay < 720) || (ofDay >= 840 && ofDay < 1080);
}

export function addWorking(from: number, minutes: number): number {
  let at = from;
  let left = minutes;
  while (left > 0) {
    if (isWorkingMinute(at)) left -= 1;
    at += 1;
  }
  return at;
}

function workingBetween(from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) if (isWorkingMinute(at)) count += 1;
  return count;
}

const limitsOfClass = [480, 960, 180];
const stepMinutes: Record<string, number> = {
  reported: 15,
  checking: 30,
  proposed: 15,
  filed: 15,
  handed_back: 30,
  inspecting: 30,
  closing: 15,
};
const rank = { community: 0, street: 1, district: 2, city: 3 };

export function newModelTicket(
  now: number,
  level: "city" | "community",
  classIndex: number,
  reporter: string | null,
  isSettled = false,
): ModelTicket {
  return {
    state: isSettled ? "closed" : "reported",
    level,
    version: 1,
    classIndex,
    reporter,
    parts: [],
    laid: {},
    task: null,
    checkOpinion: null,
    inspection: null,
    isWaived: false,
    isForced: false,
    isSameHand: isSettled,
    supervision: 0,
    urges: 0,
    returns: 0,
    reworks: 0,
    reopens: 0,
    extensions: 0,
    hasCondition: false,
    closedAt: isSettled ? now : null,
    stepStartedAt: now,
    stepDueAt: isSettled ? null : now + 15,
    promiseDueAt: addWorking(now, 7 * 480),
    isStepOverdue: false,
    isPromiseOverdue: false,
    rating: null,
  };
}

const alive = (ticket: ModelTicket) =>
  ticket.parts.filter(({ state }) => state !== "returned" && state !== "recalled");
/** States in which a ticket has ended. */
export const isEnded = (state: string) =>
  ["closed", "declined", "refused", "merged", "voided"].includes(state);

export function standing(ticket: ModelTicket, actor: ModelActor): Set<string> {
  const scopes = new Set(["any"]);
  if (actor.area && actor.area !== "elsewhere") {
    scopes.add("territory");
    if (ticket.level === actor.area) scopes.add("desk");
    if (rank[ticket.level] < rank[actor.area]) scopes.add("below");
  }
  for (const part of alive(ticket)) {
    if (actor.unit !== part.unit) continue;
    scopes.add("unit");
    if (actor.role === "section_head" && part.hasSection) scopes.add("section");
    if (actor.isPerson && part.hasPerson) scopes.add("person");
  }
  if (actor.unit !== null && ticket.laid.whistle?.part === actor.unit) scopes.add("called");
  if (ticket.task && ticket.task.userId === actor.userId) scopes.add("task");
  if (actor.isOfCell) scopes.add("grid");
  if (actor.userId && ticket.reporter === actor.userId) scopes.add("own");
  if (actor.isLine && ticket.classIndex === 0) scopes.add("line");
  if (actor.holdsCode) scopes.add("code");
  return scopes;
}

/** What the move does: `done` with the ticket changed in place, or the refusal's code with it untouched. */
export function play(ticket: ModelTicket, move: Move, now: number, cells: ReadonlySet<string>): string {
  const { actor, command } = move;
  const scopes = standing(ticket, actor);
  const may = (name: string, state: string) =>
    [...scopes].some((scope) => cells.has(`${actor.role}|${name}|${scope}|${state}`));
  if (![...cells].some((cell) => cell.startsWith(`${actor.role}|${command}|`))) return "forbidden";
  if (!may("view_ticket", ticket.state)) return "not_found";
  if (move.isStale) return "conflict";
  if (!may(command, ticket.state)) {
    const states = new Set(
      [...cells]
        .filter((cell) => cell.startsWith(`${actor.role}|${command}|`))
        .map((cell) => cell.split("|")[3] ?? ""),
    );
    return [...states].some((state) => may(command, state)) ? "illegal_transition" : "forbidden";
  }
  const draft: ModelTicket = structuredClone(ticket);
  const outcome = decide(draft, move, now);
  if (outcome !== "done") return outcome;
  draft.version += 1;
  settle(ticket, draft, now);
  Object.assign(ticket, draft);
  return "done";
}

/** The steps' clocks and the ends, as they follow from what was done. */
function settle(before: ModelTicket, after: ModelTicket, now: number): void {
  if (before.state !== after.state || before.level !== after.level) {
    after.stepStartedAt = now;
    const minutes = stepMinutes[after.state];
    after.stepDueAt = minutes === undefined ? null : now + minutes;
    after.isStepOverdue = false;
  }
  if (after.state === "closed") after.closedAt ??= now;
  else after.closedAt = null;
}

function follow(ticket: ModelTicket): void {
  const lead = alive(ticket).find(({ role }) => role === "lead");
  if (!lead) ticket.state = "filed";
  else if (lead.state === "handed_back")
    ticket.state = alive(ticket).every(({ state }) => state === "handed_back") ? "handed_back" : "handling";
  else ticket.state = lead.state;
}

function newPart(ticket: ModelTicket, unit: number, role: "lead" | "co", now: number): ModelPart {
  const minutes = limitsOfClass[ticket.classIndex] ?? 0;
  return {
    unit,
    role,
    state: "assigned",
    hasPerson: false,
    hasSection: false,
    isAccepted: false,
    dueAt: addWorking(now, minutes),
    acceptDueAt: addWorking(now, 120),
    pausedAt: null,
    isOverdue: false,
    unitOfLimit: "working",
  };
}

function resume(part: ModelPart, now: number): void {
  if (part.pausedAt === null) return;
  if (part.pausedAt <= part.dueAt) part.dueAt = addWorking(now, workingBetween(part.pausedAt, part.dueAt));
  part.pausedAt = null;
}

function handBack(ticket: ModelTicket, part: ModelPart, now: number): void {
  resume(part, now);
  part.state = "handed_back";
  for (const kind of ["extension", "deferral", "long_term"])
    if (ticket.laid[kind]?.part === ticket.parts.indexOf(part)) delete ticket.laid[kind];
  follow(ticket);
}

function backToUnits(ticket: ModelTicket): number {
  const back = alive(ticket).filter(({ state }) => state === "handed_back");
  for (const part of back) part.state = "handling";
  return back.length;
}

function isOwnWork(ticket: ModelTicket, actor: ModelActor): boolean {
  return actor.unit !== null && alive(ticket).some(({ unit }) => unit === actor.unit);
}

function decide(ticket: ModelTicket, move: Move, now: number): string {
  const { actor } = move;
  const own = alive(ticket).find((part) => {
    if (actor.role === "handler") return part.unit === actor.unit && part.hasPerson;
    if (actor.role === "section_head") return part.unit === actor.unit && part.hasSection;
    return part.unit === actor.unit;
  });
  const lateness = (part: ModelPart) => part.isOverdue || (part.pausedAt === null && now > part.dueAt);
  const isLate = own !== undefined && lateness(own);
  const clearTask = () => {
    ticket.task = null;
  };
  const endAll = () => {
    ticket.laid = {};
  };
  switch (move.command) {
    case "correct_report":
    case "add_note":
      return "done";
    case "request_check":
      if (ticket.reporter === move.supervisor) return "own_work";
      ticket.state = "checking";
      ticket.task = { kind: "check", userId: move.supervisor };
      ticket.checkOpinion = null;
      return "done";
    case "submit_check":
      if (ticket.reporter === actor.userId) return "own_work";
      if (!move.hasPhotos) return "photos_required";
      ticket.state = "reported";
      ticket.checkOpinion = move.yes ? "confirmed" : "not_found";
      clearTask();
      return "done";
    case "record_call_back":
      ticket.state = "reported";
      ticket.checkOpinion = move.yes ? "confirmed" : "not_found";
      clearTask();
      return "done";
    case "recall_check":
      ticket.state = "reported";
      clearTask();
      return "done";
    case "propose_filing":
      ticket.state = "proposed";
      return "done";
    case "decline":
      ticket.state = "declined";
      return "done";
    case "merge":
      ticket.state = "merged";
      return "done";
    case "file":
      ticket.state = "filed";
      ticket.hasCondition = true;
      return "done";
    case "refuse":
      ticket.state = "refused";
      return "done";
    case "send_back":
    case "review_refusal":
      ticket.state = "reported";
      return "done";
    case "void":
      for (const part of alive(ticket)) part.state = "recalled";
      ticket.state = "voided";
      endAll();
      return "done";
    case "dispatch":
      ticket.parts.push(newPart(ticket, move.unit, "lead", now));
      if (move.coUnit !== null && move.coUnit !== move.unit)
        ticket.parts.push(newPart(ticket, move.coUnit, "co", now));
      ticket.state = "assigned";
      return "done";
    case "recall":
      if (alive(ticket).some(({ isAccepted }) => isAccepted)) return "illegal_transition";
      for (const part of alive(ticket)) part.state = "recalled";
      for (const kind of ["extension", "deferral", "long_term"]) delete ticket.laid[kind];
      ticket.state = "filed";
      return "done";
    case "add_co_unit":
      if (alive(ticket).some(({ unit }) => unit === move.unit)) return "invalid";
      ticket.parts.push(newPart(ticket, move.unit, "co", now));
      return "done";
    case "accept_assignment":
      if (!own) return "forbidden";
      if (own.state !== "assigned") return "illegal_transition";
      own.state = "handling";
      own.isAccepted = true;
      follow(ticket);
      return "done";
    case "accept_by_silence": {
      const silent = alive(ticket).filter((part) => part.state === "assigned" && part.acceptDueAt <= now);
      if (silent.length === 0) return "illegal_transition";
      for (const part of silent) {
        part.state = "handling";
        part.isAccepted = true;
      }
      follow(ticket);
      return "done";
    }
    case "return_assignment":
      if (!own) return "forbidden";
      if (own.state !== "assigned") return "illegal_transition";
      if (own.role === "lead") for (const part of alive(ticket)) if (part !== own) part.state = "recalled";
      own.state = "returned";
      ticket.returns += 1;
      if (ticket.returns >= 2) ticket.laid.dispute ??= { state: "active", part: null };
      follow(ticket);
      return "done";
    case "assign_person":
      if (!own) return "forbidden";
      if (own.state !== "assigned" && own.state !== "handling") return "illegal_transition";
      own.hasPerson = true;
      own.hasSection = true;
      own.isAccepted = true;
      own.state = "handling";
      follow(ticket);
      return "done";
    case "hand_in":
      if (!own) return "forbidden";
      if (own.state !== "handling") return "illegal_transition";
      if (!move.hasPhotos) return "photos_required";
      own.state = "unit_review";
      follow(ticket);
      return "done";
    case "unit_send_back":
      if (!own) return "forbidden";
      if (own.state !== "unit_review") return "illegal_transition";
      own.state = "handling";
      follow(ticket);
      return "done";
    case "sign_off":
      if (!own) return "forbidden";
      if (own.state !== "unit_review") return "illegal_transition";
      handBack(ticket, own, now);
      return "done";
    case "hand_back":
      if (!own) return "forbidden";
      if (own.state !== "handling") return "illegal_transition";
      if (!move.hasPhotos) return "photos_required";
      handBack(ticket, own, now);
      return "done";
    case "order_inspection":
      if (isOwnWork(ticket, actor)) return "own_work";
      ticket.state = "inspecting";
      ticket.task = { kind: "inspection", userId: move.supervisor };
      ticket.inspection = null;
      return "done";
    case "reject_result":
      ticket.state = "handling";
      ticket.reworks += 1;
      backToUnits(ticket);
      return "done";
    case "recall_inspection":
      ticket.state = "handed_back";
      clearTask();
      return "done";
    case "submit_inspection":
      if (!move.hasPhotos) return "photos_required";
      ticket.state = "closing";
      ticket.inspection = move.yes ? "passed" : "failed";
      clearTask();
      return "done";
    case "waive_inspection":
      ticket.state = "closing";
      ticket.isWaived = true;
      return "done";
    case "close":
      if (ticket.inspection !== "passed" && !ticket.isWaived) return "inspection_not_passed";
      ticket.state = "closed";
      endAll();
      return "done";
    case "rework":
      ticket.state = "handling";
      ticket.reworks += 1;
      ticket.inspection = null;
      ticket.isWaived = false;
      backToUnits(ticket);
      return "done";
    case "force_close":
      ticket.state = "closed";
      ticket.isForced = true;
      clearTask();
      endAll();
      return "done";
    case "reopen":
      if (ticket.closedAt === null || now - ticket.closedAt > 15 * 1440) return "reopen_too_late";
      ticket.state = backToUnits(ticket) > 0 ? "handling" : "reported";
      ticket.reopens += 1;
      ticket.inspection = null;
      ticket.isWaived = false;
      ticket.isForced = false;
      ticket.isSameHand = false;
      return "done";
    case "rate":
      ticket.rating = move.number;
      return "done";
    case "solve_here":
      if (ticket.level !== "community" && ticket.level !== "street") return "invalid";
      if (ticket.classIndex !== 0) return "class_not_self_handled";
      if (!move.hasPhotos) return "photos_required";
      ticket.state = "closed";
      ticket.isSameHand = true;
      endAll();
      return "done";
    case "pass_down":
      if (rank[move.level] >= rank[ticket.level]) return "invalid";
      ticket.level = move.level;
      return "done";
    case "escalate":
      if (ticket.level === "city") return "invalid";
      ticket.level = ({ community: "street", street: "district", district: "city" } as const)[ticket.level];
      return "done";
    case "take_up":
      ticket.level = actor.area as "city" | "street";
      return "done";
    case "request_extension":
      if (!own) return "forbidden";
      if (own.state === "handed_back") return "illegal_transition";
      if (ticket.laid.extension) return "overlay_open";
      if (isLate) return "overdue_already";
      ticket.laid.extension = { state: "requested", part: ticket.parts.indexOf(own), minutes: 480 };
      return "done";
    case "decide_extension": {
      const asked = ticket.laid.extension;
      if (asked?.state !== "requested") return "no_open_overlay";
      const part = asked.part === null ? undefined : ticket.parts[asked.part];
      if (move.yes && part && alive(ticket).includes(part)) {
        if (lateness(part)) return "overdue_already";
        part.dueAt = addWorking(part.dueAt, asked.minutes ?? 0);
        ticket.extensions += 1;
      }
      delete ticket.laid.extension;
      return "done";
    }
    case "request_deferral":
    case "request_long_term": {
      if (!own) return "forbidden";
      if (own.state === "handed_back") return "illegal_transition";
      if (ticket.laid.deferral || ticket.laid.long_term) return "overlay_open";
      if (isLate) return "overdue_already";
      const kind = move.command === "request_deferral" ? "deferral" : "long_term";
      ticket.laid[kind] = {
        state: "requested",
        part: ticket.parts.indexOf(own),
        until: Math.floor((now + 480) / 1440 + 30) * 1440 - 480,
      };
      return "done";
    }
    case "decide_deferral":
    case "decide_long_term": {
      const kind = move.command === "decide_deferral" ? "deferral" : "long_term";
      const asked = ticket.laid[kind];
      if (asked?.state !== "requested") return "no_open_overlay";
      if (!move.yes) {
        delete ticket.laid[kind];
        return "done";
      }
      const part = asked.part === null ? undefined : ticket.parts[asked.part];
      if (!part || !alive(ticket).includes(part)) return "no_open_overlay";
      if (lateness(part)) return "overdue_already";
      asked.state = "active";
      part.pausedAt = now;
      return "done";
    }
    case "end_deferral":
    case "end_long_term": {
      const kind = move.command === "end_deferral" ? "deferral" : "long_term";
      const active = ticket.laid[kind];
      if (active?.state !== "active") return "no_open_overlay";
      const part = active.part === null ? undefined : ticket.parts[active.part];
      if (part && alive(ticket).includes(part)) resume(part, now);
      delete ticket.laid[kind];
      return "done";
    }
    case "review_long_term":
      return ticket.laid.long_term?.state === "active" ? "done" : "no_open_overlay";
    case "open_dispute":
      if (ticket.laid.dispute) return "overlay_open";
      ticket.laid.dispute = { state: "active", part: null };
      return "done";
    case "rule_dispute":
      if (!ticket.laid.dispute) return "no_open_overlay";
      delete ticket.laid.dispute;
      return "done";
    case "supervise":
      if (move.number <= ticket.supervision) return "overlay_open";
      ticket.supervision = move.number;
      ticket.laid.supervision = { state: "active", part: null };
      return "done";
    case "withdraw_supervision":
      if (!ticket.laid.supervision) return "no_open_overlay";
      ticket.supervision = 0;
      delete ticket.laid.supervision;
      return "done";
    case "urge":
      ticket.urges += 1;
      return "done";
    case "whistle":
      if (ticket.laid.whistle) return "overlay_open";
      ticket.laid.whistle = { state: "active", part: move.unit };
      return "done";
    case "whistle_arrive":
      if (!ticket.laid.whistle) return "no_open_overlay";
      return ticket.laid.whistle.part === actor.unit ? "done" : "invalid";
    case "whistle_rate":
      if (!ticket.laid.whistle) return "no_open_overlay";
      delete ticket.laid.whistle;
      return "done";
    case "hand_down":
      if (ticket.laid.leader_matter) return "overlay_open";
      ticket.laid.leader_matter = { state: "active", part: null };
      return "done";
    case "answer_leader":
      if (!ticket.laid.leader_matter) return "no_open_overlay";
      delete ticket.laid.leader_matter;
      return "done";
    case "mark_overdue": {
      let found = false;
      for (const part of alive(ticket))
        if (part.state !== "handed_back" && !part.isOverdue && part.pausedAt === null && part.dueAt < now) {
          part.isOverdue = true;
          found = true;
        }
      if (!ticket.isStepOverdue && ticket.stepDueAt !== null && ticket.stepDueAt < now) {
        ticket.isStepOverdue = true;
        found = true;
      }
      if (!ticket.isPromiseOverdue && ticket.promiseDueAt < now) {
        ticket.isPromiseOverdue = true;
        found = true;
      }
      return found ? "done" : "illegal_transition";
    }
    default:
      throw new Error(`the model does not know ${move.command}`);
  }
}

/** One line that both sides must agree on after every step. */
export function summary(ticket: ModelTicket): string {
  const parts = ticket.parts.map(
    (part) =>
      `${part.role}${part.unit}:${part.state}:${part.dueAt}:${part.pausedAt === null ? "" : "paused"}:${part.isOverdue ? "late" : ""}:${part.hasPerson ? "person" : ""}`,
  );
  const laid = Object.entries(ticket.laid)
    .map(([kind, overlay]) => `${kind}:${overlay?.state}`)
    .sort();
  return [
    ticket.state,
    ticket.level,
    ticket.version,
    parts.join(" "),
    laid.join(" "),
    ticket.task ? `${ticket.task.kind}:${ticket.task.userId}` : "",
    ticket.checkOpinion ?? "",
    ticket.inspection ?? "",
    `${ticket.isWaived} ${ticket.isForced} ${ticket.isSameHand}`,
    `supervision ${ticket.supervision}`,
    `urges ${ticket.urges} returns ${ticket.returns} reworks ${ticket.reworks} reopens ${ticket.reopens} extensions ${ticket.extensions}`,
    `step ${ticket.stepDueAt} ${ticket.isStepOverdue}`,
    `promise ${ticket.promiseDueAt} ${ticket.isPromiseOverdue}`,
    `late ${ticket.isPromiseOverdue || alive(ticket).some(({ isOverdue }) => isOverdue)}`,
    `suspended ${!isEnded(ticket.state) && (ticket.laid.deferral?.state === "active" || ticket.laid.long_term?.state === "active")}`,
    `rating ${ticket.rating}`,
  ].join(" | ");
}
