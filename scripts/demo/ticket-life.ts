import type { Db } from "@/db/client";
import type { Actor, UserActor } from "@/lib/domain/actor";
import { AppError } from "@/lib/domain/errors";
import type { AreaLevel, Post } from "@/lib/domain/posts";
import { chooseResponsible, type ResponsibilityRule } from "@/lib/domain/responsibility";
import type { TicketState } from "@/lib/domain/states";
import { isLate } from "@/lib/domain/ticket/assignment";
import type { TicketCommand } from "@/lib/domain/ticket/commands";
import { nextDueAt } from "@/lib/domain/ticket/derive";
import { permittedCommands } from "@/lib/domain/ticket/permitted-commands";
import { type Assignment, leadAssignment, openOverlay, type Ticket } from "@/lib/domain/ticket/ticket";
import type { Context } from "@/lib/features/context";
import { readTicket } from "@/lib/features/shared/ticket-rows";
import { ticketVerbs } from "@/lib/features/ticket-verbs";
import { timeCommands } from "@/lib/features/time/due-tickets";
import type { SeededRandom } from "./city/seeded-random";
import type { Staff } from "./make-organisation";
import { type Album, type SceneKind, upload } from "./photos";

const minuteMs = 60_000;
const dayMs = 86_400_000;

export type DemoClass = {
  id: string;
  majorCode: string;
  kind: "component" | "event";
  responsibleKind: string;
  isDanger: boolean;
  isSelfHandleable: boolean;
  conditionIds: string[];
};

export type World = {
  db: Db;
  hmac: Context["hmac"];
  /** In the order of their account numbers. */
  staffOf: (post: Post) => readonly Staff[];
  rules: readonly ResponsibilityRule[];
  album: Album;
  classes: ReadonlyMap<string, DemoClass>;
  /** A community's own committee, by the community's id. */
  committees: ReadonlyMap<string, string>;
  /** The unit in which the first liaison, section head and handler work. */
  visitorsUnitId: string;
  /** Nothing happens after this moment: it is the demo's present. */
  until: number;
};

/** What a life meets on its way, where its desk and its people can do it; most lives meet little. */
export type Turn =
  | "check"
  | "decline"
  | "refuse"
  | "void"
  | "return"
  | "dispute"
  | "co_unit"
  | "extension"
  | "deferral"
  | "long_term"
  | "supervise"
  | "urge"
  | "rework"
  | "reject"
  | "waive"
  | "force_close"
  | "reopen"
  | "whistle"
  | "leader"
  | "solve_here";

/** What lies open over the ticket where its life stands still. */
export type Laid =
  | "extension requested"
  | "deferral requested"
  | "deferral active"
  | "long_term requested"
  | "long_term active"
  | "dispute active"
  | "supervision active"
  | "whistle active"
  | "leader_matter active";

export type Plan = {
  number: string;
  scene: SceneKind;
  classId: string;
  turns: readonly Turn[];
  /** Where the life stands still, if it does: somebody has not got round to it. */
  stopAt: TicketState | null;
  laid: Laid | null;
  /** The desk that keeps it; what came in below is passed up so far. */
  level: AreaLevel;
  /** Share of the unit's time it takes; above one it is late. */
  pace: number;
  /** Lived by the first account of each post, and within the hour: what a visitor finds before them. */
  isForVisitors: boolean;
};

export type Refusal = { number: string; command: string; code: string; detail: string };

/** Nobody does the next thing, or nothing is left to do. */
class Still extends Error {}

/** A command that looked permitted and was refused. */
class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.code);
  }
}

const rank: Record<AreaLevel, number> = { community: 0, street: 1, district: 2, city: 3 };

/**
 * One ticket on its way, by the people of its places, on its own clock. Before each command it is asked,
 * as the screen asks before it draws a button, whether this person may do it now; where not, the life
 * takes another way or stands still. So its course may depend on weekday and holiday, and never breaks.
 */
export class TicketLife {
  #now: number;
  #ticket: Ticket | null = null;

  constructor(
    private readonly world: World,
    private readonly plan: Plan,
    private readonly random: SeededRandom,
    startedAt: number,
  ) {
    this.#now = startedAt;
  }

  /** Null, or the refusal that ended it: there should be none. */
  async run(): Promise<Refusal | null> {
    try {
      await this.#reread();
      await this.#live().catch((error: unknown) => {
        if (!(error instanceof Still)) throw error;
      });
      await this.#passTime(this.world.until);
      return null;
    } catch (error) {
      if (error instanceof Refused) return error.refusal;
      throw error;
    }
  }

  async #live(): Promise<void> {
    this.#stopIfThere();
    await this.#passUp();
    await this.#atDesk();
    await this.#dispatch();
    await this.#returnOnce();
    await this.#work();
    await this.#inspectAndClose();
    await this.#afterwards();
  }

  get #current(): Ticket {
    if (!this.#ticket) throw new Error("not read yet");
    return this.#ticket;
  }

  get #class(): DemoClass {
    const found = this.world.classes.get(this.plan.classId);
    if (!found) throw new Error("an unknown class");
    return found;
  }

  async #reread(): Promise<void> {
    const loaded = await readTicket(this.world.db, this.plan.number);
    if (!loaded) throw new Error(`no ticket ${this.plan.number}`);
    this.#ticket = loaded.ticket;
  }

  /** At its own desk only; and `handling` is a long state: there `#work` says when. */
  #stopIfThere(): void {
    const { stopAt, laid, level } = this.plan;
    if (stopAt === null || stopAt === "handling" || this.#current.state !== stopAt) return;
    if (rank[this.#current.level] < rank[level]) return;
    if (laid === null || this.#lies(laid)) throw new Still();
  }

  #lies(laid: Laid): boolean {
    const [kind, state] = laid.split(" ");
    return this.#current.overlays.some((overlay) => overlay.kind === kind && overlay.state === state);
  }

  #context(actor: Actor): Context {
    return { db: this.world.db, actor, hmac: this.world.hmac, clock: () => new Date(this.#now) };
  }

  #has(turn: Turn): boolean {
    return this.plan.turns.includes(turn);
  }

  get #isCenter(): boolean {
    return this.#current.level === "city" || this.#current.level === "district";
  }

  /** Time goes on, for visitors in minutes; what time itself does on the way is done when it is due. */
  async #wait(minutes: number): Promise<void> {
    const pause = this.plan.isForVisitors ? this.random.whole(1, 3) : Math.max(1, minutes);
    const target = this.#now + pause * minuteMs;
    await this.#passTime(Math.min(target, this.world.until));
    if (target > this.world.until) throw new Still();
    this.#now = Math.max(this.#now, target);
  }

  async #passTime(target: number): Promise<void> {
    for (let guard = 0; guard < 60; guard++) {
      const due = Date.parse(nextDueAt(this.#current) ?? "");
      const at = Math.max(this.#now, due) + this.random.whole(1, 14) * 1000;
      if (Number.isNaN(due) || at > target) return;
      this.#now = at;
      const { version: before } = this.#current;
      const todo = await timeCommands(this.world.db, this.plan.number, new Date(at));
      let version = todo?.version ?? 0;
      for (const command of todo?.commands ?? [])
        try {
          const answer = await ticketVerbs[command](this.#context({ kind: "job" }), {
            number: this.plan.number,
            version,
          });
          version = answer.version;
        } catch (error) {
          // As in the sweep: `mark_overdue` where nothing is late.
          if (!(error instanceof AppError)) throw error;
        }
      await this.#reread();
      if (this.#current.version === before) return;
    }
  }

  /** Would this person find the button, and would it still be in time? */
  #mayDo(actor: Actor, command: TicketCommand): boolean {
    const ticket = this.#current;
    if (command === "rate") return actor.kind === "public" && ticket.state === "closed";
    if (!permittedCommands(actor, ticket, this.#class).includes(command)) return false;
    if (!/^request_(extension|deferral|long_term)$/.test(command)) return true;
    const lead = leadAssignment(ticket);
    return lead !== undefined && !isLate(lead, new Date(this.#now));
  }

  /** Does it if it may be done; says whether it was. */
  async #try(
    actor: Actor | null,
    command: TicketCommand,
    fields: () => object | Promise<object> = () => ({}),
  ): Promise<boolean> {
    if (!actor || !this.#mayDo(actor, command)) return false;
    const { number, version } = this.#current;
    try {
      await ticketVerbs[command](this.#context(actor), { number, version, ...(await fields()) });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const detail = JSON.stringify({ ...error.fields, ...error.detail });
      throw new Refused({ number, command, code: error.code, detail });
    }
    await this.#reread();
    this.#stopIfThere();
    return true;
  }

  /** Without it the life does not go on. */
  async #do(actor: Actor | null, command: TicketCommand, fields?: () => object | Promise<object>) {
    if (!(await this.#try(actor, command, fields))) throw new Still();
  }

  #oneOf(fits: readonly Staff[]): UserActor | null {
    const [first] = fits;
    if (!first) return null;
    return this.plan.isForVisitors ? first.actor : this.random.pick(fits).actor;
  }

  /** Somebody with this post at the ticket's desk. */
  #atItsDesk(post: Post): UserActor | null {
    const { deskAreaId } = this.#current;
    return this.#oneOf(
      this.world
        .staffOf(post)
        .filter(({ actor }) => actor.appointments.some(({ areaId }) => areaId === deskAreaId)),
    );
  }

  /** Somebody with this post whose area holds the place. */
  #overIt(post: Post, isFit: (actor: UserActor) => boolean = () => true): UserActor | null {
    const { cityId, districtId, streetId, communityId } = this.#current;
    const path = [cityId, districtId, streetId, communityId];
    return this.#oneOf(
      this.world
        .staffOf(post)
        .filter(
          ({ actor }) => actor.appointments.some(({ areaId }) => path.includes(areaId)) && isFit(actor),
        ),
    );
  }

  /** The desk's power under the name its level gives it. */
  #desk(post: "acceptor" | "shift_leader" | "dispatcher"): UserActor | null {
    const { level } = this.#current;
    if (level === "street") return this.#atItsDesk("street_desk");
    if (level === "community") return this.#atItsDesk("grid_head");
    return this.#atItsDesk(post);
  }

  #ofUnit(unitId: string, post: Post): UserActor | null {
    return this.#oneOf(
      this.world
        .staffOf(post)
        .filter(({ actor }) => actor.appointments.some((appointment) => appointment.unitId === unitId)),
    );
  }

  #photo(actor: Actor | null, when: "before" | "after"): Promise<string> {
    if (!actor) throw new Still();
    return upload(this.#context(actor), this.random.pick(this.world.album[this.plan.scene][when]));
  }

  /** What came in at a low desk goes up to the one that keeps it. */
  async #passUp(): Promise<void> {
    const words = {
      community: "社区无力处置，上报街道。",
      street: "需区级部门处置。",
      district: "涉及市级权属单位。",
      city: "",
    };
    while (rank[this.#current.level] < rank[this.plan.level]) {
      const { level } = this.#current;
      await this.#wait(this.random.whole(2, 14));
      await this.#do(this.#desk("acceptor"), "escalate", () => ({ reason: words[level] }));
    }
  }

  async #atDesk(): Promise<void> {
    const { random } = this;
    await this.#wait(random.has(0.9) ? random.whole(2, 13) : random.whole(18, 55));
    if (this.#has("urge"))
      await this.#try(this.#desk("acceptor"), "urge", () => ({
        words: random.pick(["请尽快受理。", "群众多次来电，请抓紧。"]),
      }));
    if (this.#has("leader") || this.plan.laid === "leader_matter active")
      await this.#try(this.#isCenter ? this.#overIt("leader") : null, "hand_down", () => ({
        words: "请核实情况，限期办结并反馈。",
        until: dayOf(this.#now + 5 * dayMs),
      }));
    if (this.#has("solve_here") && !this.#isCenter) await this.#solveHere();
    if (this.#has("check")) await this.#check();
    if (this.#has("decline")) {
      await this.#try(this.#desk("acceptor"), "decline", () => ({
        reason: "核实未发现问题",
        reply: "您反映的情况经现场核实未发现，感谢您的关心，如再次出现请随时反映。",
      }));
      throw new Still();
    }
    const conditionId = random.pick(this.#class.conditionIds);
    await this.#do(this.#desk("acceptor"), "propose_filing", () => ({ conditionId }));
    await this.#wait(random.whole(2, 12));
    if (this.#has("refuse")) {
      const isDone = await this.#try(this.#desk("shift_leader"), "refuse", () => ({
        reason: "不符合立案条件",
        reply: "经研判不属于城市管理受理范围，建议向物业服务企业反映。",
      }));
      if (isDone) throw new Still();
    }
    await this.#do(this.#desk("shift_leader"), "file", () => ({ conditionId }));
    await this.#wait(random.has(0.92) ? random.whole(2, 13) : random.whole(18, 40));
    if (this.#has("void")) {
      const isDone = await this.#try(this.#desk("shift_leader"), "void", () => ({
        reason: "重复立案",
        reply: "该问题已在另一案件中处理，本案终止。",
      }));
      if (isDone) throw new Still();
    }
    if (this.#has("whistle") || this.plan.laid === "whistle active") {
      const unitId = this.#unitFor();
      if (unitId)
        await this.#try(this.#desk("dispatcher"), "whistle", () => ({
          unitIds: [unitId],
          reason: "请到现场会商处置。",
        }));
    }
  }

  async #solveHere(): Promise<void> {
    const desk = this.#desk("acceptor");
    const isDone = await this.#try(desk, "solve_here", async () => ({
      result: this.#current.level === "street" ? "街道保洁队已现场清理。" : "网格员已现场处理完毕。",
      beforePhotos: [await this.#photo(desk, "before")],
      afterPhotos: [await this.#photo(desk, "after")],
    }));
    if (isDone) throw new Still();
  }

  async #check(): Promise<void> {
    const { random } = this;
    const supervisor = this.#overIt("supervisor", ({ userId }) => userId !== this.#current.reportedByUserId);
    const isAsked = await this.#try(supervisor && this.#desk("acceptor"), "request_check", () => ({
      supervisorId: supervisor?.userId,
      note: "请现场核实位置和数量。",
    }));
    if (!isAsked) return;
    await this.#wait(random.whole(8, 28));
    const isThere = !this.#has("decline");
    await this.#do(supervisor, "submit_check", async () => ({
      opinion: isThere ? "confirmed" : "not_found",
      words: isThere ? "现场属实，已拍照。" : "现场未发现所述问题。",
      photos: [await this.#photo(supervisor, isThere ? "before" : "after")],
    }));
    await this.#wait(random.whole(2, 10));
  }

  /** Who shall handle it: by the responsibility rules, but a community gives work to its own committee only. */
  #unitFor(not: readonly string[] = []): string | null {
    const ticket = this.#current;
    if (this.plan.isForVisitors && ticket.level !== "community" && !not.includes(this.world.visitorsUnitId))
      return this.world.visitorsUnitId;
    if (ticket.level === "community") {
      const committee = this.world.committees.get(ticket.communityId) ?? null;
      return committee !== null && not.includes(committee) ? null : committee;
    }
    const { majorCode, kind, responsibleKind, isDanger } = this.#class;
    const choice = chooseResponsible(
      this.world.rules.filter(({ unitId }) => !not.includes(unitId)),
      {
        classId: ticket.classId,
        majorCode,
        classKind: kind,
        responsibleKind,
        isDanger,
        areaIds: [ticket.communityId, ticket.streetId, ticket.districtId, ticket.cityId],
        placeId: null,
        ownerUnitId: null,
        day: dayOf(this.#now),
      },
    );
    return choice.decidedBy?.rule.unitId ?? null;
  }

  async #dispatch(not: readonly string[] = []): Promise<void> {
    const { random } = this;
    const unitId = this.#unitFor(not);
    if (!unitId) throw new Still();
    if (this.#has("dispute") || this.plan.laid === "dispute active") {
      const isOpen = await this.#try(this.#desk("dispatcher"), "open_dispute", () => ({
        reason: "管养边界不清，先处置后确权。",
      }));
      if (isOpen) await this.#wait(random.whole(3, 9));
    }
    const helper = this.#has("co_unit") ? this.#unitFor([unitId, ...not]) : null;
    await this.#do(this.#desk("dispatcher"), "dispatch", () => ({
      unitId,
      ...(helper ? { coUnitIds: [helper] } : {}),
      note: random.pick(["请按时限处置。", "请现场处置并拍照反馈。", ""]),
    }));
  }

  async #returnOnce(): Promise<void> {
    const lead = this.#current.leadUnitId;
    if (!lead || !this.#has("return")) return;
    await this.#wait(this.random.whole(10, 60));
    const isReturned = await this.#try(this.#ofUnit(lead, "unit_liaison"), "return_assignment", () => ({
      reason: "权属不在本单位，请核对管养范围。",
    }));
    if (!isReturned) return;
    await this.#wait(this.random.whole(4, 14));
    await this.#dispatch([lead]);
  }

  async #work(): Promise<void> {
    const { random, plan } = this;
    for (const part of this.#current.assignments.filter(({ state }) => state === "assigned")) {
      await this.#wait(random.whole(4, 50));
      if (plan.isForVisitors || random.has(0.93))
        await this.#try(this.#ofUnit(part.unitId, "unit_liaison"), "accept_assignment");
    }
    for (const part of this.#current.assignments) {
      const person = this.#handlerOf(part.unitId)?.appointments[0]?.personId;
      if (person && (part.state === "assigned" || part.state === "handling"))
        await this.#try(this.#ofUnit(part.unitId, "unit_liaison"), "assign_person", () => ({
          personId: person,
        }));
    }
    await this.#atTheWhistle();
    await this.#layOver();
    if (plan.stopAt === "handling") throw new Still();
    const lead = leadAssignment(this.#current);
    if (!lead) throw new Still();
    const due = Date.parse(lead.dueAt);
    const began = Date.parse(lead.startedAt);
    await this.#wait((began + (due - began) * plan.pace - this.#now) / minuteMs);
    await this.#handBackAll();
  }

  #handlerOf(unitId: string): UserActor | null {
    return this.#oneOf(
      this.world
        .staffOf("handler")
        .filter(({ actor }) =>
          actor.appointments.some((one) => one.unitId === unitId && one.personId !== null),
        ),
    );
  }

  /** The called unit comes, signs in at the place, and the street rates it. */
  async #atTheWhistle(): Promise<void> {
    const lead = this.#current.leadUnitId;
    if (!lead || this.plan.laid === "whistle active" || !openOverlay(this.#current, "whistle")) return;
    await this.#wait(this.random.whole(20, 80));
    const { lng, lat } = this.#current;
    const hasCome = await this.#try(this.#ofUnit(lead, "unit_liaison"), "whistle_arrive", () => ({
      lng,
      lat,
    }));
    if (!hasCome) return;
    await this.#wait(this.random.whole(30, 120));
    await this.#try(this.#desk("acceptor"), "whistle_rate", () => ({
      stars: this.random.pick([5, 5, 4, 4, 3]),
    }));
  }

  /** What is asked for, granted and ordered while the unit works. */
  async #layOver(): Promise<void> {
    const { random, plan } = this;
    const lead = this.#current.leadUnitId;
    if (!lead) return;
    const liaison = this.#ofUnit(lead, "unit_liaison");
    if (this.#has("supervise") || plan.laid === "supervision active")
      await this.#try(this.#overIt("inspector"), "supervise", () => ({
        level: random.whole(1, 2),
        reason: "群众反映强烈，限期办结。",
      }));
    // What nobody at this desk could answer is not asked for there.
    const canAsk = (kind: "extension" | "deferral" | "long_term") =>
      (this.#has(kind) || plan.laid?.startsWith(`${kind} `)) && this.#isCenter;
    const isAnswered = (kind: "extension" | "deferral" | "long_term", share: number) =>
      plan.laid === null ? random.has(share) : plan.laid === `${kind} active`;
    if (canAsk("extension")) {
      const isAsked = await this.#try(liaison, "request_extension", () => ({
        value: 1,
        unit: "working-day",
        reason: "需协调专用车辆进场。",
      }));
      if (isAsked) await this.#wait(random.whole(5, 40));
      if (isAsked && isAnswered("extension", 0.75)) await this.#answer("extension", random.has(0.7), "");
    }
    if (canAsk("deferral")) {
      const isAsked = await this.#try(liaison, "request_deferral", () => ({
        until: dayOf(this.#now + random.whole(9, 30) * dayMs),
        reason: "材料采购周期，暂缓处置。",
      }));
      if (isAsked) await this.#wait(random.whole(5, 40));
      if (isAsked && isAnswered("deferral", 1)) await this.#answer("deferral", true, "同意缓办，到期处置。");
      if (isAsked) throw new Still();
    }
    if (canAsk("long_term")) {
      const isAsked = await this.#try(liaison, "request_long_term", () => ({
        plan: "纳入年度改造计划，先行围挡警示。",
        reviewOn: dayOf(this.#now + 90 * dayMs),
        reason: "需专项资金。",
      }));
      if (isAsked) await this.#wait(random.whole(20, 200));
      if (isAsked && isAnswered("long_term", 0.8))
        await this.#answer("long_term", true, "同意挂账，按季复核。");
      if (isAsked) throw new Still();
    }
  }

  /** The dispatcher's answer to a request. What ran out while the request lay there can only be declined. */
  async #answer(kind: "extension" | "deferral" | "long_term", isWished: boolean, note: string) {
    const lead = leadAssignment(this.#current);
    const isTooLate = !lead || isLate(lead, new Date(this.#now));
    await this.#try(this.#desk("dispatcher"), `decide_${kind}`, () => ({
      grant: isWished && !isTooLate ? "yes" : "no",
      note: isTooLate ? "已超时，不予批准。" : note,
    }));
  }

  async #handBackAll(): Promise<void> {
    for (const { id } of this.#current.assignments) {
      const part = this.#current.assignments.find((one) => one.id === id);
      if (part?.state === "handling") await this.#handBack(part);
    }
  }

  async #handBack(part: Assignment): Promise<void> {
    const { random } = this;
    const result = random.pick([
      "已清理完毕，现场恢复整洁。",
      "已修复，可正常使用。",
      "已劝离并整改到位。",
      "已清运，安排专人巡查。",
    ]);
    const handler =
      this.world
        .staffOf("handler")
        .find(({ actor }) => actor.appointments.some(({ personId }) => personId === part.personId))?.actor ??
      null;
    const liaison = this.#ofUnit(part.unitId, "unit_liaison");
    const work = (by: Actor | null) => async () => ({ result, photos: [await this.#photo(by, "after")] });
    const isIn = part.personId !== null && (await this.#try(handler, "hand_in", work(handler)));
    if (!isIn) {
      await this.#do(liaison, "hand_back", work(liaison));
      return;
    }
    await this.#wait(random.whole(3, 25));
    await this.#do(liaison, "sign_off");
  }

  async #inspectAndClose(): Promise<void> {
    const { random } = this;
    if (this.#current.state !== "handed_back") throw new Still();
    await this.#wait(random.whole(3, 26));
    if (this.#has("reject")) {
      const isRejected = await this.#try(this.#desk("acceptor"), "reject_result", () => ({
        reason: "照片角度与上报不一致，请重新处置反馈。",
      }));
      if (isRejected) {
        await this.#wait(random.whole(40, 300));
        await this.#handBackAll();
        await this.#wait(random.whole(3, 26));
      }
    }
    const isWaived =
      this.#has("waive") &&
      (await this.#try(this.#desk("shift_leader"), "waive_inspection", () => ({
        reason: "视频可见已恢复。",
      })));
    if (!isWaived) await this.#inspect(!this.#has("rework"));
    await this.#wait(random.whole(2, 12));
    const { leadUnitId } = this.#current;
    if (leadUnitId)
      await this.#try(this.#desk("dispatcher"), "rule_dispute", () => ({
        unitId: leadUnitId,
        becomesRule: random.has(0.5) ? "yes" : "no",
        reason: "按管养移交清单确认。",
      }));
    if (this.#current.inspectionOpinion === "failed") {
      if (this.#has("force_close")) {
        const isClosed = await this.#try(this.#desk("shift_leader"), "force_close", () => ({
          reason: "产权争议进入诉讼。",
          reply: "该问题已转入司法程序。",
        }));
        if (isClosed) throw new Still();
      }
      await this.#do(this.#desk("shift_leader"), "rework", () => ({ reason: "核查不通过，退回返工。" }));
      await this.#wait(random.whole(60, 400));
      await this.#handBackAll();
      await this.#wait(random.whole(3, 26));
      await this.#inspect(true);
      await this.#wait(random.whole(2, 12));
    }
    await this.#try(this.#desk("acceptor"), "answer_leader", () => ({
      words: "已督促责任单位处置完毕，现场已恢复。",
    }));
    await this.#do(this.#desk("shift_leader"), "close", () => ({
      reply: random.pick(["问题已处置完毕，感谢监督。", "已整改到位，欢迎继续监督。"]),
    }));
  }

  async #inspect(isGood: boolean): Promise<void> {
    const supervisor = this.#overIt("supervisor");
    await this.#do(supervisor && this.#desk("acceptor"), "order_inspection", () => ({
      supervisorId: supervisor?.userId,
    }));
    await this.#wait(this.random.has(0.85) ? this.random.whole(6, 28) : this.random.whole(32, 90));
    await this.#do(supervisor, "submit_inspection", async () => ({
      opinion: isGood ? "passed" : "failed",
      words: isGood ? "现场已恢复，核查通过。" : "仍有残留，核查不通过。",
      photos: [await this.#photo(supervisor, isGood ? "after" : "before")],
    }));
  }

  async #afterwards(): Promise<void> {
    if (this.#current.channel !== "public" || this.#current.reportedByUserId !== null) return;
    const citizen: Actor = { kind: "public", ticketId: this.#current.id };
    await this.#wait(this.random.whole(60, 2000));
    if (this.#has("reopen")) {
      await this.#do(citizen, "reopen", async () => ({
        reason: "过了一天又堆满了。",
        photos: [await this.#photo(citizen, "before")],
      }));
      await this.#wait(this.random.whole(60, 500));
      await this.#handBackAll();
      if (this.#current.state !== "handed_back") return;
      await this.#wait(this.random.whole(3, 26));
      await this.#inspect(true);
      await this.#wait(this.random.whole(2, 12));
      await this.#do(this.#desk("shift_leader"), "close", () => ({ reply: "已再次处置。" }));
      return;
    }
    if (this.random.has(0.55))
      await this.#try(citizen, "rate", () => ({ stars: this.random.pick([5, 5, 5, 4, 4, 3, 2]) }));
  }
}

/** The day in the demo city, which keeps Chinese time. */
export function dayOf(ms: number): string {
  return new Date(ms + 8 * 60 * minuteMs).toISOString().slice(0, 10);
}
