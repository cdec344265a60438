import { eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { persons, tickets } from "@/db/schema";
import type { Actor } from "@/lib/domain/actor";
import { AppError } from "@/lib/domain/errors";
import type { Post } from "@/lib/domain/posts";
import { chooseResponsible, type ResponsibilityRule } from "@/lib/domain/responsibility";
import type { TicketState } from "@/lib/domain/states";
import { isLate } from "@/lib/domain/ticket/assignment";
import type { TicketCommand } from "@/lib/domain/ticket/commands";
import { leadAssignment, openOverlay, type Ticket } from "@/lib/domain/ticket/ticket";
import type { Context } from "@/lib/features/context";
import { readTicket } from "@/lib/features/shared/ticket-rows";
import { ticketVerbs } from "@/lib/features/ticket-verbs";
import { timeCommands } from "@/lib/features/time/due-tickets";
import type { SeededRandom } from "./city/seeded-random";
import type { Staff } from "./make-organisation";
import { type Album, type SceneKind, upload } from "./photos";

const minuteMs = 60_000;
const dayMs = 86_400_000;

export type World = {
  db: Db;
  hmac: Context["hmac"];
  staff: readonly Staff[];
  rules: readonly ResponsibilityRule[];
  album: Album;
  areaCode: ReadonlyMap<string, string>;
  classes: ReadonlyMap<
    string,
    {
      id: string;
      majorCode: string;
      kind: "component" | "event";
      responsibleKind: string;
      isDanger: boolean;
      conditionIds: string[];
    }
  >;
  /** Nothing happens after this moment: it is the demo's present. */
  until: number;
};

/** The course a life takes; most take the main one. */
export type Turn =
  | "main"
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

export type Plan = {
  number: string;
  scene: SceneKind;
  classId: string;
  turns: readonly Turn[];
  /** Where the life stands still, if it does: somebody has not got round to it. */
  stopAt: TicketState | null;
  /** Share of the unit's time it takes; above one it is late. */
  pace: number;
};

class Ended extends Error {}

/** One ticket on its way, by the people of its places, on its own clock. */
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

  async run(): Promise<void> {
    try {
      await this.#read();
      await this.#fromDeskToUnit();
      await this.#work();
      await this.#inspectAndClose();
      await this.#afterwards();
    } catch (error) {
      if (!(error instanceof Ended)) throw error;
    }
  }

  get #current(): Ticket {
    if (!this.#ticket) throw new Error("not read yet");
    return this.#ticket;
  }

  async #read(): Promise<void> {
    const loaded = await readTicket(this.world.db, this.plan.number);
    if (!loaded) throw new Error(`no ticket ${this.plan.number}`);
    this.#ticket = loaded.ticket;
    if (this.plan.stopAt === loaded.ticket.state) throw new Ended();
  }

  #context(actor: Actor): Context {
    return { db: this.world.db, actor, hmac: this.world.hmac, clock: () => new Date(this.#now) };
  }

  /** Time goes on; what time itself does on the way (clocks running out, silence) is done when it is due. */
  async #wait(minutes: number): Promise<void> {
    const target = this.#now + Math.max(1, minutes) * minuteMs;
    for (let guard = 0; guard < 12; guard++) {
      const [row] = await this.world.db
        .select({ due: tickets.nextDueAt })
        .from(tickets)
        .where(eq(tickets.number, this.plan.number));
      const due = row?.due?.getTime();
      if (due === undefined || due >= Math.min(target, this.world.until)) break;
      this.#now = Math.max(this.#now, due) + this.random.whole(1, 14) * 1000;
      const todo = await timeCommands(this.world.db, this.plan.number, new Date(this.#now));
      let version = todo?.version ?? 0;
      for (const command of todo?.commands ?? [])
        try {
          const answer = await ticketVerbs[command](this.#context({ kind: "job" }), {
            number: this.plan.number,
            version,
          });
          version = answer.version;
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
        }
      await this.#reread();
    }
    this.#now = Math.max(this.#now, target);
    if (this.#now > this.world.until) throw new Ended();
  }

  async #reread(): Promise<void> {
    const loaded = await readTicket(this.world.db, this.plan.number);
    this.#ticket = loaded?.ticket ?? this.#ticket;
  }

  async #do(actor: Actor, command: TicketCommand, fields: object = {}): Promise<void> {
    const { number, version } = this.#current;
    await ticketVerbs[command](this.#context(actor), { number, version, ...fields });
    await this.#read();
  }

  #has(turn: Turn): boolean {
    return this.plan.turns.includes(turn);
  }

  /** Somebody with this post whose area holds the ticket, at this level if it matters. Always the same one for a cell, as in a real shift. */
  #who(post: Post, atDesk = true): Actor {
    const ticket = this.#current;
    const path = [ticket.cityId, ticket.districtId, ticket.streetId, ticket.communityId];
    const fits = this.world.staff.filter(
      ({ actor, ...one }) =>
        one.post === post &&
        actor.appointments.some(({ areaId }) =>
          atDesk ? areaId === ticket.deskAreaId : path.includes(areaId),
        ),
    );
    return this.random.pick(fits).actor;
  }

  /** The desk's power under the name its level gives it. */
  #desk(post: "acceptor" | "shift_leader" | "dispatcher"): Actor {
    const { level } = this.#current;
    if (level === "street") return this.#who("street_desk");
    if (level === "community") return this.#who("grid_head");
    return this.#who(post);
  }

  #ofUnit(unitId: string, post: Post): Actor | null {
    const fits = this.world.staff.filter(
      ({ actor, ...one }) =>
        one.post === post && actor.appointments.some((appointment) => appointment.unitId === unitId),
    );
    return fits.length > 0 ? this.random.pick(fits).actor : null;
  }

  async #photo(actor: Actor, when: "before" | "after"): Promise<string> {
    return upload(this.#context(actor), this.random.pick(this.world.album[this.plan.scene][when]));
  }

  #kind() {
    const found = this.world.classes.get(this.plan.classId);
    if (!found) throw new Error("an unknown class");
    return found;
  }

  async #fromDeskToUnit(): Promise<void> {
    const { random } = this;
    if (this.#current.level === "community") await this.#atCommunity();
    await this.#wait(random.has(0.9) ? random.whole(2, 13) : random.whole(18, 55));
    if (this.#has("urge"))
      await this.#do(this.#desk("acceptor"), "urge", {
        words: random.pick(["请尽快受理。", "群众多次来电，请抓紧。"]),
      });
    if (this.#has("leader"))
      await this.#do(this.#who("leader", false), "hand_down", {
        words: "请核实情况，限期办结并反馈。",
        until: dayOf(this.#now + 5 * dayMs),
      });
    if (this.#has("check")) {
      const supervisor = this.#who("supervisor", false);
      if (supervisor.kind === "user" && supervisor.userId !== this.#current.reportedByUserId) {
        await this.#do(this.#desk("acceptor"), "request_check", {
          supervisorId: supervisor.userId,
          note: "请现场核实位置和数量。",
        });
        await this.#wait(random.whole(8, 28));
        const isThere = !this.#has("decline");
        await this.#do(supervisor, "submit_check", {
          opinion: isThere ? "confirmed" : "not_found",
          words: isThere ? "现场属实，已拍照。" : "现场未发现所述问题。",
          photos: [await this.#photo(supervisor, isThere ? "before" : "after")],
        });
        await this.#wait(random.whole(2, 10));
      }
    }
    if (this.#has("decline")) {
      await this.#do(this.#desk("acceptor"), "decline", {
        reason: "核实未发现问题",
        reply: "您反映的情况经现场核实未发现，感谢您的关心，如再次出现请随时反映。",
      });
      throw new Ended();
    }
    if (this.#has("solve_here") && this.#current.level === "street") {
      const desk = this.#who("street_desk");
      await this.#do(desk, "solve_here", {
        result: "街道保洁队已现场清理。",
        beforePhotos: [await this.#photo(desk, "before")],
        afterPhotos: [await this.#photo(desk, "after")],
      });
      throw new Ended();
    }
    const conditionId = random.pick(this.#kind().conditionIds);
    await this.#do(this.#desk("acceptor"), "propose_filing", { conditionId });
    await this.#wait(random.whole(2, 12));
    const isCenter = this.#current.level === "city" || this.#current.level === "district";
    if (this.#has("refuse") && isCenter) {
      await this.#do(this.#who("shift_leader"), "refuse", {
        reason: "不符合立案条件",
        reply: "经研判不属于城市管理受理范围，建议向物业服务企业反映。",
      });
      throw new Ended();
    }
    await this.#do(this.#desk("shift_leader"), "file", { conditionId });
    await this.#wait(random.has(0.92) ? random.whole(2, 13) : random.whole(18, 40));
    if (this.#has("void") && this.#current.level === "city") {
      await this.#do(this.#who("shift_leader"), "void", {
        reason: "重复立案",
        reply: "该问题已在另一案件中处理，本案终止。",
      });
      throw new Ended();
    }
    if (this.#has("whistle") && this.#current.level === "street") await this.#whistle();
    await this.#dispatch();
    if (this.#has("return")) await this.#returnOnce();
  }

  /** A community's desk passes up what it cannot settle itself. */
  async #atCommunity(): Promise<void> {
    const head = this.#who("grid_head");
    await this.#wait(this.random.whole(2, 14));
    if (this.#has("solve_here")) {
      await this.#do(head, "solve_here", {
        result: "网格员已现场处理完毕。",
        beforePhotos: [await this.#photo(head, "before")],
        afterPhotos: [await this.#photo(head, "after")],
      });
      throw new Ended();
    }
    await this.#do(head, "escalate", { reason: "社区无力处置，上报街道。" });
    if (this.random.has(0.35)) {
      await this.#wait(this.random.whole(2, 12));
      await this.#do(this.#who("street_desk"), "escalate", { reason: "需区级部门处置。" });
      if (this.random.has(0.5)) {
        await this.#wait(this.random.whole(2, 12));
        await this.#do(this.#who("acceptor"), "escalate", { reason: "涉及市级权属单位。" });
      }
    }
  }

  #choose(not: readonly string[] = []): string {
    const ticket = this.#current;
    const kind = this.#kind();
    const choice = chooseResponsible(
      this.world.rules.filter(({ unitId }) => !not.includes(unitId)),
      {
        classId: ticket.classId,
        majorCode: kind.majorCode,
        classKind: kind.kind,
        responsibleKind: kind.responsibleKind,
        isDanger: kind.isDanger,
        areaIds: [ticket.communityId, ticket.streetId, ticket.districtId, ticket.cityId],
        placeId: null,
        ownerUnitId: null,
        day: dayOf(this.#now),
      },
    );
    const unitId = choice.decidedBy?.rule.unitId;
    if (!unitId) throw new Ended();
    return unitId;
  }

  async #dispatch(not: readonly string[] = []): Promise<void> {
    const unitId = this.#choose(not);
    if (
      this.#has("dispute") &&
      this.#current.level !== "community" &&
      !openOverlay(this.#current, "dispute")
    ) {
      await this.#do(this.#desk("dispatcher"), "open_dispute", { reason: "管养边界不清，先处置后确权。" });
      await this.#wait(this.random.whole(3, 9));
    }
    const helper = this.#has("co_unit") ? this.#choose([unitId, ...not]) : null;
    await this.#do(this.#desk("dispatcher"), "dispatch", {
      unitId,
      ...(helper ? { coUnitIds: [helper] } : {}),
      note: this.random.pick(["请按时限处置。", "请现场处置并拍照反馈。", ""]),
    });
  }

  #liaison(unitId: string): Actor {
    const liaison = this.#ofUnit(unitId, "unit_liaison");
    if (!liaison) throw new Ended();
    return liaison;
  }

  async #returnOnce(): Promise<void> {
    const lead = this.#current.leadUnitId;
    if (!lead) return;
    await this.#wait(this.random.whole(10, 60));
    if (this.#current.state !== "assigned") return;
    await this.#do(this.#liaison(lead), "return_assignment", { reason: "权属不在本单位，请核对管养范围。" });
    await this.#wait(this.random.whole(4, 14));
    await this.#dispatch([lead]);
  }

  async #whistle(): Promise<void> {
    const unitId = this.#choose();
    await this.#do(this.#who("street_desk"), "whistle", { unitIds: [unitId], reason: "请到现场会商处置。" });
  }

  async #work(): Promise<void> {
    const { random } = this;
    for (const part of this.#current.assignments.filter(({ state }) => state === "assigned")) {
      await this.#wait(random.whole(4, 50));
      await this.#reread();
      const state = this.#current.assignments.find(({ id }) => id === part.id)?.state;
      if (state === "assigned" && random.has(0.93))
        await this.#do(this.#liaison(part.unitId), "accept_assignment");
    }
    if (this.plan.stopAt === "assigned") throw new Ended();
    await this.#overlaysAtWork();
    const lead = this.#current.assignments.find(
      ({ role, state }) => role === "lead" && (state === "handling" || state === "assigned"),
    );
    for (const part of this.#current.assignments.filter(
      ({ state }) => state === "assigned" || state === "handling",
    )) {
      const person = await this.#personOf(part.unitId);
      if (person) await this.#do(this.#liaison(part.unitId), "assign_person", { personId: person });
    }
    if (this.plan.stopAt === "handling" || !lead) throw new Ended();
    const due = Date.parse(lead.dueAt);
    const began = Date.parse(lead.startedAt);
    await this.#wait((began + (due - began) * this.plan.pace - this.#now) / minuteMs);
    await this.#handBackAll();
  }

  async #personOf(unitId: string): Promise<string | null> {
    const rows = await this.world.db
      .select({ id: persons.id })
      .from(persons)
      .where(eq(persons.unitId, unitId));
    const withAccount = this.world.staff
      .filter(({ post }) => post === "handler")
      .flatMap(({ actor }) =>
        actor.appointments.flatMap((one) => (one.unitId === unitId && one.personId ? [one.personId] : [])),
      );
    const known = withAccount.filter((id) => rows.some((row) => row.id === id));
    return known.length > 0 ? this.random.pick(known) : null;
  }

  async #handBackAll(): Promise<void> {
    const results = [
      "已清理完毕，现场恢复整洁。",
      "已修复，可正常使用。",
      "已劝离并整改到位。",
      "已清运，安排专人巡查。",
    ];
    for (const { id } of this.#current.assignments) {
      const part = this.#current.assignments.find((one) => one.id === id);
      if (part?.state !== "handling") continue;
      const liaison = this.#liaison(part.unitId);
      const handler = part.personId
        ? this.world.staff.find(({ actor }) =>
            actor.appointments.some(({ personId, post }) => post === "handler" && personId === part.personId),
          )?.actor
        : null;
      if (!handler) {
        await this.#do(liaison, "hand_back", {
          result: this.random.pick(results),
          photos: [await this.#photo(liaison, "after")],
        });
        continue;
      }
      await this.#do(handler, "hand_in", {
        result: this.random.pick(results),
        photos: [await this.#photo(handler, "after")],
      });
      await this.#wait(this.random.whole(3, 25));
      await this.#do(liaison, "sign_off", {});
    }
  }

  async #overlaysAtWork(): Promise<void> {
    const ticket = this.#current;
    const lead = ticket.leadUnitId;
    if (!lead || !["assigned", "handling"].includes(ticket.state)) return;
    const liaison = () => this.#liaison(lead);
    const isCenter = ticket.level === "city" || ticket.level === "district";
    if (this.#has("supervise"))
      await this.#do(this.#who("inspector", false), "supervise", {
        level: this.random.whole(1, 2),
        reason: "群众反映强烈，限期办结。",
      });
    if (this.#has("extension") && isCenter && !this.#isLeadLate()) {
      await this.#do(liaison(), "request_extension", {
        value: 1,
        unit: "working-day",
        reason: "需协调专用车辆进场。",
      });
      await this.#wait(this.random.whole(5, 40));
      if (this.random.has(0.75)) await this.#answer("extension", this.random.has(0.7) ? "yes" : "no", "");
    }
    if (this.#has("deferral") && isCenter && !this.#isLeadLate()) {
      await this.#do(liaison(), "request_deferral", {
        until: dayOf(this.#now + this.random.whole(9, 30) * dayMs),
        reason: "材料采购周期，暂缓处置。",
      });
      await this.#wait(this.random.whole(5, 40));
      await this.#answer("deferral", "yes", "同意缓办，到期处置。");
      throw new Ended();
    }
    if (this.#has("long_term") && isCenter && !this.#isLeadLate()) {
      await this.#do(liaison(), "request_long_term", {
        plan: "纳入年度改造计划，先行围挡警示。",
        reviewOn: dayOf(this.#now + 90 * dayMs),
        reason: "需专项资金。",
      });
      await this.#wait(this.random.whole(20, 200));
      if (this.random.has(0.8)) await this.#answer("long_term", "yes", "同意挂账，按季复核。");
      throw new Ended();
    }
  }

  #isLeadLate(): boolean {
    const lead = leadAssignment(this.#current);
    return !lead || isLate(lead, new Date(this.#now));
  }

  /** The dispatcher's answer to a request. What ran out while the request lay there can only be declined. */
  async #answer(kind: "extension" | "deferral" | "long_term", wish: "yes" | "no", note: string) {
    const isTooLate = this.#isLeadLate();
    await this.#do(this.#desk("dispatcher"), `decide_${kind}`, {
      grant: isTooLate ? "no" : wish,
      note: isTooLate ? "已超时，不予批准。" : note,
    });
  }

  async #inspectAndClose(): Promise<void> {
    const { random } = this;
    await this.#reread();
    if (this.#current.state !== "handed_back") throw new Ended();
    await this.#wait(random.whole(3, 26));
    if (this.#has("reject")) {
      await this.#do(this.#desk("acceptor"), "reject_result", {
        reason: "照片角度与上报不一致，请重新处置反馈。",
      });
      await this.#wait(random.whole(40, 300));
      await this.#handBackAll();
      await this.#wait(random.whole(3, 26));
    }
    if (this.#has("waive") && this.#current.level === "city")
      await this.#do(this.#who("shift_leader"), "waive_inspection", { reason: "视频可见已恢复。" });
    else await this.#inspect(!this.#has("rework"));
    await this.#wait(random.whole(2, 12));
    if (openOverlay(this.#current, "dispute") && this.#current.leadUnitId)
      await this.#do(this.#desk("dispatcher"), "rule_dispute", {
        unitId: this.#current.leadUnitId,
        becomesRule: random.has(0.5) ? "yes" : "no",
        reason: "按管养移交清单确认。",
      });
    if (this.#current.inspectionOpinion === "failed") {
      if (this.#has("force_close") && this.#current.level === "city") {
        await this.#do(this.#who("shift_leader"), "force_close", {
          reason: "产权争议进入诉讼。",
          reply: "该问题已转入司法程序。",
        });
        throw new Ended();
      }
      await this.#do(this.#desk("shift_leader"), "rework", { reason: "核查不通过，退回返工。" });
      await this.#wait(random.whole(60, 400));
      await this.#handBackAll();
      await this.#wait(random.whole(3, 26));
      await this.#inspect(true);
      await this.#wait(random.whole(2, 12));
    }
    await this.#do(this.#desk("shift_leader"), "close", {
      reply: random.pick(["问题已处置完毕，感谢监督。", "已整改到位，欢迎继续监督。"]),
    });
  }

  async #inspect(isGood: boolean): Promise<void> {
    const supervisor = this.#who("supervisor", false);
    if (supervisor.kind !== "user") throw new Error("a supervisor is a user");
    await this.#do(this.#desk("acceptor"), "order_inspection", { supervisorId: supervisor.userId });
    await this.#wait(this.random.has(0.85) ? this.random.whole(6, 28) : this.random.whole(32, 90));
    await this.#do(supervisor, "submit_inspection", {
      opinion: isGood ? "passed" : "failed",
      words: isGood ? "现场已恢复，核查通过。" : "仍有残留，核查不通过。",
      photos: [await this.#photo(supervisor, isGood ? "after" : "before")],
    });
  }

  async #afterwards(): Promise<void> {
    if (this.#current.channel !== "public") return;
    const citizen: Actor = { kind: "public", ticketId: this.#current.id };
    await this.#wait(this.random.whole(60, 2000));
    if (this.#has("reopen")) {
      await this.#do(citizen, "reopen", {
        reason: "过了一天又堆满了。",
        photos: [await this.#photo(citizen, "before")],
      });
      await this.#wait(this.random.whole(60, 500));
      await this.#handBackAll();
      await this.#reread();
      if (this.#current.state !== "handed_back") return;
      await this.#wait(this.random.whole(3, 26));
      await this.#inspect(true);
      await this.#wait(this.random.whole(2, 12));
      await this.#do(this.#desk("shift_leader"), "close", { reply: "已再次处置。" });
      return;
    }
    if (this.random.has(0.55))
      await this.#do(citizen, "rate", { stars: this.random.pick([5, 5, 5, 4, 4, 3, 2]) });
  }
}

/** The day in the demo city, which keeps Chinese time. */
export function dayOf(ms: number): string {
  return new Date(ms + 8 * 60 * minuteMs).toISOString().slice(0, 10);
}
