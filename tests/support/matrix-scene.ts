import { eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { assignments, tickets } from "@/db/schema";
import type { Actor } from "@/lib/domain/actor";
import type { AreaLevel, Post, Role } from "@/lib/domain/posts";
import { type TicketState, ticketStates } from "@/lib/domain/states";
import type { TicketCommand } from "@/lib/domain/ticket/commands";
import { ticketVerbs } from "@/lib/features/ticket-verbs";
import { contextOf, makeSmallCity } from "./small-city";

const levels = ["city", "street", "community"] as const satisfies AreaLevel[];
type SceneLevel = (typeof levels)[number];
const rank: Record<AreaLevel, number> = { community: 0, street: 1, district: 2, city: 3 };

/** States in which a unit's assignment is alive. */
const assigned: TicketState[] = [
  "assigned",
  "handling",
  "unit_review",
  "handed_back",
  "inspecting",
  "closing",
  "closed",
];

export type SceneActor = {
  role: Role;
  actor: (state: TicketState, level: SceneLevel) => Actor;
  label: string;
  /** How it stands to the scene's ticket in this state at this desk: said here by hand, not asked of the code. */
  standing: (state: TicketState, level: SceneLevel) => Set<string>;
};

/**
 * One ticket in every state at every desk's level, all at the same place, and of each post one person who
 * belongs there and one from the other end of the city who has nothing to do with it.
 */
export async function makeMatrixScene(db: Db) {
  const city = await makeSmallCity(db);
  const clock = () => new Date("2026-03-10T02:00:00Z");
  const [cell] = city.cells;
  const [kind] = city.classes;
  const [unit] = city.units;
  const far = city.areas.find(({ code }) => code === "990102002002");
  const farStreet = city.areas.find(({ code }) => code === "990102002");
  if (!cell || !kind || !unit || !far || !farStreet) throw new Error("the small city is not as expected");
  const community = city.areaOf("990101001001");
  const street = city.areaOf("990101001");
  const volunteer = await city.makeActor("volunteer", community);
  const supervisor = await city.makeActor("supervisor");
  const ids = new Map<string, { id: string; number: string }>();

  async function makeTicket(state: TicketState, level: SceneLevel): Promise<void> {
    const desk = {
      acceptor: await city.makeActor("acceptor"),
      leader: await city.makeActor("shift_leader"),
      dispatcher: await city.makeActor("dispatcher"),
      liaison: await city.makeActor("unit_liaison", city.city, { unit: 0 }),
    };
    let { number, version } = await ticketVerbs.report(contextOf(db, desk.acceptor, clock), {
      classId: kind?.id,
      lng: cell?.point[0],
      lat: cell?.point[1],
      placeWords: "路口",
      description: "垃圾",
    });
    const step = async (actor: Actor, command: TicketCommand, fields: object = {}) => {
      version = (await ticketVerbs[command](contextOf(db, actor, clock), { number, version, ...fields }))
        .version;
    };
    const photos = async () => [await city.makePhoto()];
    const conditionId = kind?.conditionId;
    const roads: Partial<Record<TicketState, [() => Actor, TicketCommand, () => Promise<object>][]>> = {
      checking: [[() => desk.acceptor, "request_check", async () => ({ supervisorId: supervisor.userId })]],
      declined: [[() => desk.acceptor, "decline", async () => ({ reason: "x", reply: "x" })]],
    };
    const main: [TicketState, () => Actor, TicketCommand, () => Promise<object>][] = [
      ["proposed", () => desk.acceptor, "propose_filing", async () => ({ conditionId })],
      ["filed", () => desk.leader, "file", async () => ({ conditionId })],
      ["assigned", () => desk.dispatcher, "dispatch", async () => ({ unitId: unit?.id })],
      ["handling", () => desk.liaison, "accept_assignment", async () => ({})],
      ["unit_review", () => desk.liaison, "hand_in", async () => ({ result: "x", photos: await photos() })],
      ["handed_back", () => desk.liaison, "sign_off", async () => ({})],
      [
        "inspecting",
        () => desk.acceptor,
        "order_inspection",
        async () => ({ supervisorId: supervisor.userId }),
      ],
      [
        "closing",
        () => supervisor,
        "submit_inspection",
        async () => ({ opinion: "passed", words: "x", photos: await photos() }),
      ],
      ["closed", () => desk.leader, "close", async () => ({})],
    ];
    for (const [actor, command, fields] of roads[state] ?? []) await step(actor(), command, await fields());
    const end = main.findIndex(([reached]) => reached === state);
    for (const [, actor, command, fields] of main.slice(0, end + 1))
      await step(actor(), command, await fields());
    if (state === "refused") {
      await step(desk.acceptor, "propose_filing", { conditionId });
      await step(desk.leader, "refuse", { reason: "x", reply: "x" });
    }
    if (state === "voided") {
      await step(desk.acceptor, "propose_filing", { conditionId });
      await step(desk.leader, "file", { conditionId });
      await step(desk.leader, "void", { reason: "x", reply: "x" });
    }
    if (state === "merged") {
      const into = ids.get("reported city");
      await step(desk.acceptor, "merge", { intoNumber: into?.number });
    }
    const [row] = await db.select({ id: tickets.id }).from(tickets).where(eq(tickets.number, number));
    if (!row) throw new Error("the ticket was just made");
    // Scenery, not commands: which desk it lies at, who reported it, and who of the unit has it.
    const deskAreaId = { city: city.city.id, street: street.id, community: community.id }[level];
    await db
      .update(tickets)
      .set({ level, deskAreaId, reportedByUserId: volunteer.userId })
      .where(eq(tickets.id, row.id));
    await db
      .update(assignments)
      .set({ sectionId: unit?.sectionId ?? null, personId: unit?.personId ?? null })
      .where(eq(assignments.ticketId, row.id));
    ids.set(`${state} ${level}`, { id: row.id, number });
  }
  for (const level of levels) for (const state of ticketStates) await makeTicket(state, level);

  const at = (state: TicketState, level: SceneLevel) => {
    const found = ids.get(`${state} ${level}`);
    if (!found) throw new Error(`no ticket ${state} at ${level}`);
    return found;
  };

  const actors: SceneActor[] = [];
  const add = (role: Role, label: string, actor: SceneActor["actor"], standing: SceneActor["standing"]) =>
    actors.push({ role, label, actor, standing });

  /** A post that holds in an area: in its territory, at its desk, or above the desk. */
  const inArea = (areaLevel: AreaLevel) => (_state: TicketState, level: SceneLevel) =>
    new Set([
      "any",
      "territory",
      ...(level === areaLevel ? ["desk"] : []),
      ...(rank[level] < rank[areaLevel] ? ["below"] : []),
    ]);
  const both =
    (a: SceneActor["standing"], b: SceneActor["standing"]) => (state: TicketState, level: SceneLevel) =>
      new Set([...a(state, level), ...b(state, level)]);
  const underUnit = (scope: string) => (state: TicketState) =>
    new Set(assigned.includes(state) ? ["any", scope] : ["any"]);
  const nowhere = () => new Set(["any"]);

  const areaPosts: [Post, AreaLevel][] = [
    ["call_taker", "city"],
    ["acceptor", "city"],
    ["shift_leader", "city"],
    ["dispatcher", "city"],
    ["inspector", "city"],
    ["evaluator", "city"],
    ["leader", "city"],
    ["street_desk", "street"],
    ["grid_head", "community"],
    ["editor", "city"],
    ["system_admin", "city"],
    ["security_admin", "city"],
    ["audit_admin", "city"],
  ];
  for (const [post, level] of areaPosts) {
    const area = { city: city.city, street, community, district: street }[level];
    const inside = await city.makeActor(post, area);
    add(post, "inside", () => inside, inArea(level));
    const outside = await city.makeActor(post, level === "street" ? farStreet : far);
    add(post, "elsewhere", () => outside, nowhere);
  }
  const lineActor = await city.makeActor("line_authority", city.city, { lineKind: "sanitation" });
  add(
    "line_authority",
    "of this line",
    () => lineActor,
    both(inArea("city"), () => new Set(["line"])),
  );
  const otherLine = await city.makeActor("line_authority", far, { lineKind: "landscaping" });
  add("line_authority", "of another line", () => otherLine, nowhere);
  const worker = await city.makeActor("grid_worker", community, { cells: [cell.id] });
  add(
    "grid_worker",
    "of this cell",
    () => worker,
    both(inArea("community"), () => new Set(["grid"])),
  );
  const farCell = city.cells.find(({ communityId }) => communityId === far.id);
  const otherWorker = await city.makeActor("grid_worker", far, { cells: farCell ? [farCell.id] : [] });
  add("grid_worker", "of another cell", () => otherWorker, nowhere);
  add(
    "supervisor",
    "with the task",
    () => supervisor,
    (state, level) =>
      new Set([
        ...inArea("city")(state, level),
        ...(state === "checking" || state === "inspecting" ? ["task"] : []),
      ]),
  );
  const otherSupervisor = await city.makeActor("supervisor", far);
  add("supervisor", "without the task", () => otherSupervisor, nowhere);
  add(
    "volunteer",
    "who reported it",
    () => volunteer,
    both(inArea("community"), () => new Set(["own"])),
  );
  const otherVolunteer = await city.makeActor("volunteer", far);
  add("volunteer", "who did not", () => otherVolunteer, nowhere);
  for (const [post, scope] of [
    ["unit_liaison", "unit"],
    ["unit_manager", "unit"],
    ["section_head", "section"],
    ["handler", "person"],
  ] as const) {
    const inside = await city.makeActor(post, far, { unit: 0 });
    // A section head or handler belongs to the unit too, but their powers are tied to section and person.
    const scopesHere = (state: TicketState) => {
      const found = underUnit(scope)(state);
      if (found.has(scope)) found.add("unit");
      return found;
    };
    add(post, "of the unit", () => inside, scopesHere);
    const outside = await city.makeActor(post, far, { unit: 1 });
    add(post, "of another unit", () => outside, nowhere);
  }
  add(
    "public",
    "with the code",
    (state, level) => ({ kind: "public", ticketId: at(state, level).id }),
    () => new Set(["any", "code"]),
  );
  add("public", "without a code", () => ({ kind: "public", ticketId: null }), nowhere);
  add(
    "job",
    "the clock",
    () => ({ kind: "job" }),
    () => new Set(["any"]),
  );
  add("importer", "the importer", () => ({ kind: "importer" }), nowhere);

  // Attempts are rolled back, so that the same two uploads wait for every one of them.
  const uploads = [await city.makePhoto(), await city.makePhoto()];
  const photo = async () => uploads[0] ?? "";
  const another = city.units[1];
  /** Fields that are right for the command, so that only rights and state can refuse it. */
  const fields: Partial<Record<TicketCommand, () => Promise<object>>> = {
    correct_report: async () => ({
      classId: kind.id,
      lng: cell.point[0],
      lat: cell.point[1],
      placeWords: "路口东",
    }),
    request_check: async () => ({ supervisorId: supervisor.userId }),
    submit_check: async () => ({ opinion: "confirmed", words: "x", photos: [await photo()] }),
    record_call_back: async () => ({ opinion: "confirmed", words: "x" }),
    propose_filing: async () => ({ conditionId: kind.conditionId }),
    merge: async () => ({ intoNumber: at("proposed", "city").number }),
    file: async () => ({ conditionId: kind.conditionId }),
    dispatch: async () => ({ unitId: unit.id }),
    add_co_unit: async () => ({ unitId: another?.id }),
    assign_person: async () => ({ personId: unit.personId }),
    hand_in: async () => ({ result: "x", photos: [await photo()] }),
    hand_back: async () => ({ result: "x", photos: [await photo()] }),
    order_inspection: async () => ({ supervisorId: supervisor.userId }),
    submit_inspection: async () => ({ opinion: "passed", words: "x", photos: [await photo()] }),
    solve_here: async () => ({
      result: "x",
      beforePhotos: [await photo()],
      afterPhotos: [uploads[1]],
    }),
    pass_down: async () => ({ level: "community" }),
    request_extension: async () => ({ value: 1, unit: "working-day", reason: "x" }),
    decide_extension: async () => ({ grant: "yes" }),
    request_deferral: async () => ({ until: "2026-05-01", reason: "x" }),
    decide_deferral: async () => ({ grant: "yes" }),
    end_deferral: async () => ({}),
    request_long_term: async () => ({ plan: "x", reviewOn: "2026-06-01", reason: "x" }),
    decide_long_term: async () => ({ grant: "yes" }),
    review_long_term: async () => ({ found: "x", reviewOn: "2026-09-01" }),
    rule_dispute: async () => ({ unitId: unit.id, reason: "x" }),
    supervise: async () => ({ level: 1, reason: "x" }),
    urge: async () => ({ words: "x" }),
    whistle: async () => ({ unitIds: [unit.id], reason: "x" }),
    whistle_arrive: async () => ({ lng: cell.point[0], lat: cell.point[1] }),
    whistle_rate: async () => ({ stars: 5 }),
    hand_down: async () => ({ words: "x" }),
    answer_leader: async () => ({ words: "x" }),
    add_note: async () => ({ words: "x" }),
    rate: async () => ({ stars: 5 }),
    decline: async () => ({ reason: "x", reply: "x" }),
    refuse: async () => ({ reason: "x", reply: "x" }),
    void: async () => ({ reason: "x", reply: "x" }),
    force_close: async () => ({ reason: "x", reply: "x" }),
    reopen: async () => ({ reason: "x" }),
  };
  const bare: TicketCommand[] = [
    "accept_assignment",
    "accept_by_silence",
    "mark_overdue",
    "sign_off",
    "close",
  ];
  const fieldsFor = async (command: TicketCommand): Promise<object> =>
    (await fields[command]?.()) ?? (bare.includes(command) ? {} : { reason: "x" });

  return { city, levels, actors, at, clock, fieldsFor };
}

/**
 * Commands that the assignment's own state or the clock may still rule out where the ticket's state allows
 * them: then `illegal_transition` is a fact of the case, not a matter of rights.
 */
export function isRefusedByFacts(command: TicketCommand, state: TicketState): boolean {
  const needs: Partial<Record<TicketCommand, TicketState[]>> = {
    accept_assignment: ["assigned"],
    return_assignment: ["assigned"],
    assign_person: ["assigned", "handling"],
    hand_in: ["handling"],
    hand_back: ["handling"],
    sign_off: ["unit_review"],
    unit_send_back: ["unit_review"],
    accept_by_silence: [],
    mark_overdue: [],
  };
  const states = needs[command];
  return states !== undefined && !states.includes(state);
}
