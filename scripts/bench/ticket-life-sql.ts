import { createHash, randomUUID } from "node:crypto";
import type pg from "pg";
import { uuidv7 } from "uuidv7";
import type { SmallCity } from "@/tests/support/small-city";

/** What a step tells in its event beside the new state. */
type Said = { said?: object; photos?: object[]; ticket?: object; part?: object };

/** A new ticket's fields that a report leaves blank. */
const blank = {
  ...{ conditionId: null, reporterHash: null, filedAt: null, dispatchedAt: null, handedBackAt: null },
  ...{ closedAt: null, endedAt: null, unitDueAt: null, leadUnitId: null, taskKind: null, taskUserId: null },
  ...{ isStepOverdue: false, isPromiseOverdue: false, isOverdue: false, isSuspended: false },
  ...{ isDisputed: false, supervisionLevel: 0, checkOpinion: null, inspectionOpinion: null },
  ...{ isInspectionWaived: false, isClosedByForce: false, isClosedBySameHand: false },
  ...{ isSpotCheckDrawn: false, urgeCount: 0, returnCount: 0, reworkCount: 0, reopenCount: 0 },
  ...{
    extensionCount: 0,
    mergedIntoId: null,
    recurrenceOfId: null,
    outcome: null,
    publicReply: null,
    rating: null,
  },
};

/**
 * What the command layer is measured against: the same rows in the same tables, written by prepared
 * statements, one transaction a step, with the version check and the hash chain, and nothing else: no
 * rights, no validation, no rules. It is the least a correct program could do.
 */
export async function makeSqlLife(pool: pg.Pool, city: SmallCity) {
  const [unit] = city.units;
  const [kind] = city.classes;
  const [cell] = city.cells;
  if (!unit || !kind || !cell) throw new Error("the small city has units, classes and cells");
  const acceptor = await city.makeActor("acceptor");
  const community = city.areas.find(({ id }) => id === cell.communityId);
  const street = city.areas.find(({ id }) => id === community?.parentId);
  const district = city.areas.find(({ id }) => id === street?.parentId);
  const supervisor = await city.makeActor("supervisor");
  const actor = acceptor.userId;
  const key = `user:${actor}`;
  const search = "{测,试,路,测试,试路,1,号,东,侧,30,米}";

  return async (photos: [string, string]): Promise<void> => {
    const client = await pool.connect();
    const ticket = uuidv7();
    const assignment = uuidv7();
    let seq = 0;
    let hash = "0".repeat(64);
    let state = "reported";

    const run = (name: string, text: string, values: unknown[]) => client.query({ name, text, values });

    /** One step of the life: key, the step's own statements, event, outbox, counters, answer. */
    async function step(type: string, after: string, own: (now: Date) => Promise<Said>) {
      const idempotency = randomUUID();
      await client.query("begin");
      const { rows } = await run("clock", "select clock_timestamp() as now", []);
      const now = new Date((rows[0] as { now: Date }).now);
      await run(
        "claim",
        "insert into idempotency_keys (actor_key, key, command, body_hash, created_at) values ($1,$2,$3,$4,$5) on conflict do nothing",
        [key, idempotency, type, createHash("sha256").update(`${ticket} ${type}`).digest("hex"), now],
      );
      const { said = {}, photos = [], ticket: fields = {}, part } = await own(now);
      seq += 1;
      const changes = {
        ticket: { state: after, ...fields },
        ...(part ? { assignments: [{ id: assignment, ...part }] } : {}),
      };
      const payload = { said, photos, changes, calendarVersion: 1 };
      const text = JSON.stringify({ ticket, seq, type, at: now.getTime(), actor, payload, hash });
      const next = createHash("sha256").update(text).digest("hex");
      const event = uuidv7();
      await run(
        "event",
        `insert into events (id, subject_kind, subject_id, seq, type, at, actor_kind, actor_user_id, actor_post, payload, previous_hash, hash)
         values ($1,'ticket',$2,$3,$4,$5,'user',$6,'acceptor',$7,$8,$9)`,
        [event, ticket, seq, type, now, actor, JSON.stringify(payload), hash, next],
      );
      hash = next;
      await run("outbox", "insert into outbox (event_id, topic, created_at) values ($1,$2,$3)", [
        event,
        `ticket.${type}`,
        now,
      ]);
      if (seq === 1 || after !== state)
        await run(
          seq === 1 ? "count" : "move",
          seq === 1
            ? "insert into counter_deltas (cell_id, class_id, day, state, is_overdue, delta) values ($1,$2,$3,$4,false,1)"
            : "insert into counter_deltas (cell_id, class_id, day, state, is_overdue, delta) values ($1,$2,$3,$4,false,1),($1,$2,$3,$5,false,-1)",
          seq === 1 ? [cell?.id, kind?.id, day(now), after] : [cell?.id, kind?.id, day(now), after, state],
        );
      state = after;
      await run("answer", "update idempotency_keys set result = $3 where actor_key = $1 and key = $2", [
        key,
        idempotency,
        JSON.stringify({ state: after, version: seq }),
      ]);
      await client.query("commit");
    }

    async function move(name: string, set: string, values: unknown[]) {
      const { rowCount } = await run(
        name,
        `update tickets set version = version + 1, ${set} where id = $1 and version = $2`,
        [ticket, seq, ...values],
      );
      if (rowCount !== 1) throw new Error("somebody was first");
    }
    const attach = async (token: string, batch: string) => {
      const { rows } = await run(
        "attach",
        "update attachments set ticket_id = $1, event_seq = $2, batch = $3 where token_hash = $4 and ticket_id is null returning *",
        [ticket, seq + 1, batch, createHash("sha256").update(`test:photo:${token}`).digest("hex")],
      );
      const [row] = rows as { id: string; sha256: string }[];
      if (!row) throw new Error("no such photo");
      const rowHash = createHash("sha256").update(JSON.stringify(row)).digest("hex");
      return [{ id: row.id, batch, sha256: row.sha256, rowHash }];
    };
    const soon = (now: Date, minutes: number) => new Date(now.getTime() + minutes * 60_000);
    const day = (now: Date) => now.toISOString().slice(0, 10);

    try {
      await step("report", "reported", async (now) => {
        const { rows } = await run(
          "serial",
          `insert into ticket_serials (day, last) values ($1, 1) on conflict (day) do update set last = ticket_serials.last + 1 returning last`,
          [day(now)],
        );
        const number = `${day(now).replaceAll("-", "")}${String((rows[0] as { last: number }).last).padStart(6, "0")}`;
        await run(
          "ticket",
          `insert into tickets (id, number, state, version, channel, level, desk_area_id, city_id, district_id, street_id, community_id, cell_id,
             is_in_review_area, class_id, lng, lat, mx, my, place_words, description, salt, description_hash, reported_by_user_id, reported_at,
             reported_day, step_started_at, step_due_at, promise_due_at, next_due_at, is_step_overdue, is_promise_overdue, is_overdue, is_suspended,
             is_disputed, supervision_level, is_inspection_waived, is_closed_by_force, is_closed_by_same_hand, is_spot_check_drawn, urge_count,
             return_count, rework_count, reopen_count, extension_count, search)
           values ($1,$2,'reported',1,'desk','city',$3,$3,$4,$5,$6,$7,true,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$18,$20,$21,$20,
             false,false,false,false,false,0,false,false,false,false,0,0,0,0,0,array_to_tsvector($22::text[]))`,
          [
            ticket,
            number,
            city.city.id,
            district?.id,
            street?.id,
            community?.id,
            cell.id,
            kind.id,
            cell.point[0],
            cell.point[1],
            12_245_143,
            3_503_549,
            "测试路1号东侧30米",
            "路边有一堆垃圾，三天没有清运",
            "00112233445566778899aabbccddeeff",
            hash,
            actor,
            now,
            day(now),
            soon(now, 15),
            soon(now, 7 * 1440),
            search,
          ],
        );
        return {
          ticket: {
            ...blank,
            number,
            channel: "desk",
            level: "city",
            deskAreaId: city.city.id,
            cityId: city.city.id,
            districtId: district?.id,
            streetId: street?.id,
            communityId: community?.id,
            cellId: cell.id,
            isInReviewArea: true,
            classId: kind.id,
            lng: cell.point[0],
            lat: cell.point[1],
            placeWords: "测试路1号东侧30米",
            descriptionHash: hash,
            reportedByUserId: actor,
            reportedAt: now,
            stepStartedAt: now,
            stepDueAt: soon(now, 15),
            promiseDueAt: soon(now, 7 * 1440),
          },
        };
      });
      await step("propose_filing", "proposed", async (now) => {
        await move(
          "propose",
          "state = 'proposed', step_started_at = $3, step_due_at = $4, next_due_at = $4",
          [now, soon(now, 15)],
        );
        return {
          said: { conditionId: kind.conditionId },
          ticket: { stepStartedAt: now, stepDueAt: soon(now, 15) },
        };
      });
      await step("file", "filed", async (now) => {
        await move(
          "file",
          "state = 'filed', condition_id = $3, filed_at = $4, step_started_at = $4, step_due_at = $5, next_due_at = $5",
          [kind.conditionId, now, soon(now, 15)],
        );
        return {
          ticket: {
            conditionId: kind.conditionId,
            filedAt: now,
            stepStartedAt: now,
            stepDueAt: soon(now, 15),
          },
        };
      });
      const clock: object[] = [];
      await step("dispatch", "assigned", async (now) => {
        await move(
          "dispatch",
          "state = 'assigned', lead_unit_id = $3, dispatched_at = $4, step_started_at = $4, step_due_at = null, unit_due_at = $5, next_due_at = $6",
          [unit.id, now, soon(now, 480), soon(now, 120)],
        );
        const limit = { value: 1, unit: "working-day" };
        clock.push({ kind: "started", at: now, limit, calendarVersion: 1 });
        await run(
          "assign",
          `insert into assignments (id, ticket_id, position, role, level, unit_id, state, started_at, accept_due_at, due_at, is_paused, is_overdue, clock)
           values ($1,$2,0,'lead','city',$3,'assigned',$4,$5,$6,false,false,$7)`,
          [assignment, ticket, unit.id, now, soon(now, 120), soon(now, 480), JSON.stringify(clock)],
        );
        return {
          ticket: {
            leadUnitId: unit.id,
            dispatchedAt: now,
            stepStartedAt: now,
            stepDueAt: null,
            unitDueAt: soon(now, 480),
          },
          part: {
            position: 0,
            role: "lead",
            level: "city",
            unitId: unit.id,
            sectionId: null,
            personId: null,
            state: "assigned",
            startedAt: now,
            acceptDueAt: soon(now, 120),
            acceptedAt: null,
            handedInAt: null,
            handedBackAt: null,
            dueAt: soon(now, 480),
            isPaused: false,
            isOverdue: false,
            clock,
          },
        };
      });
      await step("accept_assignment", "handling", async (now) => {
        await move("accept", "state = 'handling', step_started_at = $3, next_due_at = unit_due_at", [now]);
        await run(
          "accept part",
          "update assignments set state = 'handling', accepted_at = $2 where id = $1",
          [assignment, now],
        );
        return { ticket: { stepStartedAt: now }, part: { state: "handling", acceptedAt: now } };
      });
      await step("assign_person", "handling", async (now) => {
        await move("person", "state = 'handling'", []);
        await run("person part", "update assignments set person_id = $2, section_id = $3 where id = $1", [
          assignment,
          unit.personId,
          unit.sectionId,
        ]);
        const { personId, sectionId } = unit;
        return { part: { state: "handling", personId, sectionId, acceptedAt: now } };
      });
      await step("hand_in", "unit_review", async (now) => {
        await move("hand in", "state = 'unit_review', step_started_at = $3", [now]);
        await run(
          "hand in part",
          "update assignments set state = 'unit_review', handed_in_at = $2 where id = $1",
          [assignment, now],
        );
        return {
          said: { result: "已清运" },
          photos: await attach(photos[0], "after"),
          ticket: { stepStartedAt: now },
          part: { state: "unit_review", handedInAt: now },
        };
      });
      await step("sign_off", "handed_back", async (now) => {
        await move(
          "sign off",
          "state = 'handed_back', handed_back_at = $3, step_started_at = $3, step_due_at = $4, next_due_at = $4",
          [now, soon(now, 30)],
        );
        clock.push({ kind: "stopped", at: now });
        await run(
          "sign off part",
          "update assignments set state = 'handed_back', handed_back_at = $2, clock = $3 where id = $1",
          [assignment, now, JSON.stringify(clock)],
        );
        return {
          ticket: { handedBackAt: now, stepStartedAt: now, stepDueAt: soon(now, 30) },
          part: {
            state: "handed_back",
            handedInAt: now,
            handedBackAt: now,
            dueAt: soon(now, 480),
            isPaused: false,
            clock,
          },
        };
      });
      await step("order_inspection", "inspecting", async (now) => {
        const { userId } = supervisor;
        await move(
          "order",
          "state = 'inspecting', task_kind = 'inspection', task_user_id = $3, step_started_at = $4, step_due_at = $5, next_due_at = $5",
          [userId, now, soon(now, 30)],
        );
        return {
          said: { supervisorId: userId },
          ticket: {
            taskKind: "inspection",
            taskUserId: userId,
            stepStartedAt: now,
            stepDueAt: soon(now, 30),
            inspectionOpinion: null,
          },
        };
      });
      await step("submit_inspection", "closing", async (now) => {
        await move(
          "inspect",
          "state = 'closing', task_kind = null, task_user_id = null, inspection_opinion = 'passed', step_started_at = $3, step_due_at = $4, next_due_at = $4",
          [now, soon(now, 15)],
        );
        return {
          said: { words: "现场已清", opinion: "passed" },
          photos: await attach(photos[1], "inspection"),
          ticket: {
            taskKind: null,
            taskUserId: null,
            outcome: null,
            inspectionOpinion: "passed",
            stepStartedAt: now,
            stepDueAt: soon(now, 15),
          },
        };
      });
      await step("close", "closed", async (now) => {
        await move(
          "close",
          "state = 'closed', outcome = 'solved', public_reply = '已解决', closed_at = $3, ended_at = $3, step_started_at = $3, step_due_at = null, next_due_at = null",
          [now],
        );
        return {
          said: { reply: "已解决" },
          ticket: {
            outcome: "solved",
            publicReply: "已解决",
            closedAt: now,
            endedAt: now,
            stepStartedAt: now,
            stepDueAt: null,
          },
        };
      });
    } catch (error) {
      await client.query("rollback");
      throw error;
    } finally {
      client.release();
    }
  };
}
