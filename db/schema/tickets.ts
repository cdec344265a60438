import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  bigint,
  boolean,
  check,
  date,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { ClockFact } from "@/lib/domain/deadline";
import { eventSubjects } from "@/lib/domain/event-subjects";
import { areaLevels } from "@/lib/domain/posts";
import { ticketStates } from "@/lib/domain/states";
import type { TicketEventPayload } from "@/lib/domain/ticket/evolve";
import { photoBatches } from "@/lib/domain/ticket/evolve";
import { assignmentStates, channels, overlayKinds, overlayStates } from "@/lib/domain/ticket/ticket";
import { areas, grids } from "./areas";
import { classConditions, classes } from "./classes";
import { id, moment, oneOf, tsvector } from "./columns";
import { persons, sections, units, users } from "./people";

/** One problem from report to close. Columns are the fields of the domain's `Ticket`, plus what a report says in private. */
export const tickets = pgTable(
  "tickets",
  {
    id: id(),
    number: text("number").notNull().unique(),
    state: text("state", { enum: ticketStates }).notNull(),
    version: integer("version").notNull(),
    channel: text("channel", { enum: channels }).notNull(),
    level: text("level", { enum: areaLevels }).notNull(),
    deskAreaId: uuid("desk_area_id")
      .notNull()
      .references(() => areas.id),
    cityId: uuid("city_id")
      .notNull()
      .references(() => areas.id),
    districtId: uuid("district_id")
      .notNull()
      .references(() => areas.id),
    streetId: uuid("street_id")
      .notNull()
      .references(() => areas.id),
    communityId: uuid("community_id")
      .notNull()
      .references(() => areas.id),
    cellId: uuid("cell_id")
      .notNull()
      .references(() => grids.id),
    isInReviewArea: boolean("is_in_review_area").notNull(),
    classId: uuid("class_id")
      .notNull()
      .references(() => classes.id),
    conditionId: uuid("condition_id"),
    lng: doublePrecision("lng").notNull(),
    lat: doublePrecision("lat").notNull(),
    /** Web-mercator metres, rounded: what the box filter and the tiles use. */
    mx: integer("mx").notNull(),
    my: integer("my").notNull(),
    placeWords: text("place_words").notNull(),
    description: text("description").notNull(),
    /** Salt of the hashes by which events speak of description and reporter. */
    salt: text("salt").notNull(),
    descriptionHash: text("description_hash").notNull(),
    reporterName: text("reporter_name"),
    reporterPhone: text("reporter_phone"),
    reporterHash: text("reporter_hash"),
    personalDataErasedAt: moment("personal_data_erased_at"),
    /** HMAC of the tracking code. */
    trackingHash: text("tracking_hash").unique(),
    reportedByUserId: uuid("reported_by_user_id").references(() => users.id),
    reportedAt: moment("reported_at").notNull(),
    /** The day of the report in the city's time zone: counters and numbers go by it. */
    reportedDay: date("reported_day").notNull(),
    filedAt: moment("filed_at"),
    dispatchedAt: moment("dispatched_at"),
    handedBackAt: moment("handed_back_at"),
    closedAt: moment("closed_at"),
    endedAt: moment("ended_at"),
    stepStartedAt: moment("step_started_at").notNull(),
    stepDueAt: moment("step_due_at"),
    unitDueAt: moment("unit_due_at"),
    promiseDueAt: moment("promise_due_at"),
    /** The earliest deadline the sweep has not yet called; null when there is none. */
    nextDueAt: moment("next_due_at"),
    isStepOverdue: boolean("is_step_overdue").notNull(),
    isPromiseOverdue: boolean("is_promise_overdue").notNull(),
    isOverdue: boolean("is_overdue").notNull(),
    isSuspended: boolean("is_suspended").notNull(),
    isDisputed: boolean("is_disputed").notNull(),
    supervisionLevel: integer("supervision_level").notNull(),
    leadUnitId: uuid("lead_unit_id").references(() => units.id),
    taskKind: text("task_kind", { enum: ["check", "inspection"] }),
    taskUserId: uuid("task_user_id").references(() => users.id),
    checkOpinion: text("check_opinion", { enum: ["confirmed", "not_found"] }),
    inspectionOpinion: text("inspection_opinion", { enum: ["passed", "failed"] }),
    isInspectionWaived: boolean("is_inspection_waived").notNull(),
    isClosedByForce: boolean("is_closed_by_force").notNull(),
    isClosedBySameHand: boolean("is_closed_by_same_hand").notNull(),
    isSpotCheckDrawn: boolean("is_spot_check_drawn").notNull(),
    urgeCount: integer("urge_count").notNull(),
    returnCount: integer("return_count").notNull(),
    reworkCount: integer("rework_count").notNull(),
    reopenCount: integer("reopen_count").notNull(),
    extensionCount: integer("extension_count").notNull(),
    mergedIntoId: uuid("merged_into_id").references((): AnyPgColumn => tickets.id),
    recurrenceOfId: uuid("recurrence_of_id").references((): AnyPgColumn => tickets.id),
    outcome: text("outcome"),
    publicReply: text("public_reply"),
    rating: integer("rating"),
    /** Bigrams of number, place, class and description, made in Node (`lib/features/shared/search-text.ts`). */
    search: tsvector("search").notNull(),
  },
  (table) => [
    check("tickets_state", oneOf(table.state, ticketStates)),
    check("tickets_channel", oneOf(table.channel, channels)),
    check("tickets_level", oneOf(table.level, areaLevels)),
    check("tickets_version", sql`version > 0`),
    check("tickets_point", sql`lng between -180 and 180 and lat between -85.06 and 85.06`),
    check("tickets_place_in_words", sql`length(place_words) > 0`),
    check(
      "tickets_filed_under_condition",
      sql`condition_id is not null or is_closed_by_same_hand or state not in ('filed','assigned','handling','unit_review','handed_back','inspecting','closing')`,
    ),
    check("tickets_closed_at", sql`(state = 'closed') = (closed_at is not null)`),
    check(
      "tickets_ended_at",
      sql`(state in ('closed','declined','refused','merged','voided')) = (ended_at is not null)`,
    ),
    check("tickets_task", sql`(task_kind is null) = (task_user_id is null)`),
    check("tickets_task_state", sql`state <> 'inspecting' or task_kind = 'inspection'`),
    check("tickets_merged", sql`(state = 'merged') = (merged_into_id is not null) and merged_into_id <> id`),
    check(
      "tickets_under_unit",
      sql`state not in ('assigned','handling','unit_review','handed_back') or lead_unit_id is not null`,
    ),
    check("tickets_rating", sql`rating between 1 and 5`),
    foreignKey({
      columns: [table.classId, table.conditionId],
      foreignColumns: [classConditions.classId, classConditions.id],
      name: "tickets_condition_of_class",
    }),
    index("tickets_desk_open")
      .on(table.deskAreaId, table.state, table.reportedAt)
      .where(sql`ended_at is null`),
    index("tickets_reported").on(table.reportedAt),
    index("tickets_district").on(table.districtId, table.reportedAt),
    index("tickets_street").on(table.streetId, table.reportedAt),
    index("tickets_community").on(table.communityId, table.reportedAt),
    index("tickets_cell").on(table.cellId, table.state),
    index("tickets_due").on(table.nextDueAt).where(sql`next_due_at is not null`),
    index("tickets_task_user").on(table.taskUserId).where(sql`task_user_id is not null`),
    index("tickets_reporter").on(table.reportedByUserId).where(sql`reported_by_user_id is not null`),
    index("tickets_class").on(table.classId, table.reportedAt),
    index("tickets_point_box").using("gist", sql`point(mx, my)`),
    // What the map shows first: it must not become slower while ended tickets pile up around the open ones.
    index("tickets_open_point_box").using("gist", sql`point(mx, my)`).where(sql`ended_at is null`),
    index("tickets_search").using("gin", table.search),
  ],
);

export const assignments = pgTable(
  "assignments",
  {
    id: id(),
    ticketId: uuid("ticket_id")
      .notNull()
      .references(() => tickets.id),
    position: integer("position").notNull(),
    role: text("role", { enum: ["lead", "co"] }).notNull(),
    level: text("level", { enum: areaLevels }).notNull(),
    unitId: uuid("unit_id")
      .notNull()
      .references(() => units.id),
    sectionId: uuid("section_id"),
    personId: uuid("person_id"),
    state: text("state", { enum: assignmentStates }).notNull(),
    startedAt: moment("started_at").notNull(),
    acceptDueAt: moment("accept_due_at").notNull(),
    acceptedAt: moment("accepted_at"),
    handedInAt: moment("handed_in_at"),
    handedBackAt: moment("handed_back_at"),
    dueAt: moment("due_at").notNull(),
    isPaused: boolean("is_paused").notNull(),
    isOverdue: boolean("is_overdue").notNull(),
    clock: jsonb("clock").$type<ClockFact[]>().notNull(),
  },
  (table) => [
    unique("assignments_position").on(table.ticketId, table.position),
    // One open lead a ticket, and no unit twice at a time.
    uniqueIndex("assignments_one_lead")
      .on(table.ticketId)
      .where(sql`role = 'lead' and state not in ('returned','recalled')`),
    uniqueIndex("assignments_unit_once")
      .on(table.ticketId, table.unitId)
      .where(sql`state not in ('returned','recalled')`),
    index("assignments_unit").on(table.unitId, table.state),
    index("assignments_person").on(table.personId).where(sql`person_id is not null`),
    index("assignments_accept_due").on(table.acceptDueAt).where(sql`state = 'assigned'`),
    check("assignments_state", oneOf(table.state, assignmentStates)),
    check("assignments_handed_back", sql`state <> 'handed_back' or handed_back_at is not null`),
    check("assignments_due", sql`due_at > started_at`),
    foreignKey({
      columns: [table.unitId, table.sectionId],
      foreignColumns: [sections.unitId, sections.id],
      name: "assignments_section_of_unit",
    }),
    foreignKey({
      columns: [table.unitId, table.personId],
      foreignColumns: [persons.unitId, persons.id],
      name: "assignments_person_of_unit",
    }),
  ],
);

export const overlays = pgTable(
  "overlays",
  {
    id: id(),
    ticketId: uuid("ticket_id")
      .notNull()
      .references(() => tickets.id),
    kind: text("kind", { enum: overlayKinds }).notNull(),
    state: text("state", { enum: overlayStates }).notNull(),
    assignmentId: uuid("assignment_id").references(() => assignments.id),
    askedBy: text("asked_by").notNull(),
    askedAt: moment("asked_at").notNull(),
    decidedBy: text("decided_by"),
    decidedAt: moment("decided_at"),
    until: moment("until"),
    reason: text("reason").notNull(),
    details: jsonb("details").$type<Record<string, unknown>>().notNull(),
  },
  (table) => [
    index("overlays_ticket").on(table.ticketId),
    uniqueIndex("overlays_one_open")
      .on(table.ticketId, table.kind)
      .where(sql`state in ('requested','active')`),
    index("overlays_until").on(table.until).where(sql`state = 'active' and until is not null`),
    check("overlays_kind", oneOf(table.kind, overlayKinds)),
    check("overlays_state", oneOf(table.state, overlayStates)),
    check("overlays_decided", sql`state in ('requested') or decided_at is not null`),
  ],
);

/** Append-only, one hash chain per subject; a trigger refuses UPDATE and DELETE. Design §7.7. */
export const events = pgTable(
  "events",
  {
    id: id(),
    position: bigint("position", { mode: "number" }).generatedAlwaysAsIdentity().unique(),
    subjectKind: text("subject_kind", { enum: eventSubjects }).notNull(),
    subjectId: uuid("subject_id").notNull(),
    seq: integer("seq").notNull(),
    type: text("type").notNull(),
    at: moment("at").notNull(),
    actorKind: text("actor_kind", { enum: ["user", "public", "job", "importer"] }).notNull(),
    actorUserId: uuid("actor_user_id").references(() => users.id),
    actorPost: text("actor_post"),
    payload: jsonb("payload").$type<TicketEventPayload | Record<string, unknown>>().notNull(),
    previousHash: text("previous_hash").notNull(),
    hash: text("hash").notNull(),
  },
  (table) => [
    unique("events_chain").on(table.subjectKind, table.subjectId, table.seq),
    index("events_at").on(table.at),
    index("events_actor").on(table.actorUserId),
    check("events_subject", oneOf(table.subjectKind, eventSubjects)),
    check("events_seq", sql`seq > 0`),
    check("events_actor_known", sql`(actor_kind = 'user') = (actor_user_id is not null)`),
  ],
);

/** Stored photos. A row without a ticket is an upload nobody has used yet; it is swept after a day. */
export const attachments = pgTable(
  "attachments",
  {
    id: id(),
    sha256: text("sha256").notNull(),
    thumbSha256: text("thumb_sha256").notNull(),
    mime: text("mime").notNull(),
    bytes: integer("bytes").notNull(),
    width: integer("width").notNull(),
    height: integer("height").notNull(),
    ticketId: uuid("ticket_id").references(() => tickets.id),
    eventSeq: integer("event_seq"),
    batch: text("batch", { enum: photoBatches }),
    uploadedByKind: text("uploaded_by_kind").notNull(),
    uploadedByUserId: uuid("uploaded_by_user_id").references(() => users.id),
    /** HMAC of the token that lets the uploader attach it. */
    tokenHash: text("token_hash").notNull().unique(),
    /** Shown to everybody only after an officer published it. */
    isPublic: boolean("is_public").notNull().default(false),
    /** GPS and time of the original: restricted. */
    exif: jsonb("exif").$type<{ lng?: number; lat?: number; takenAt?: string }>(),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    index("attachments_ticket").on(table.ticketId),
    index("attachments_unused").on(table.createdAt).where(sql`ticket_id is null`),
    check(
      "attachments_used",
      sql`(ticket_id is null) = (event_seq is null) and (ticket_id is null) = (batch is null)`,
    ),
    check("attachments_hash", sql`sha256 ~ '^[0-9a-f]{64}$' and thumb_sha256 ~ '^[0-9a-f]{64}$'`),
    check("attachments_size", sql`bytes > 0 and width > 0 and height > 0`),
  ],
);

/** Written in the command's transaction; notices and live updates go out from it after commit. */
export const outbox = pgTable(
  "outbox",
  {
    position: bigint("position", { mode: "number" }).generatedAlwaysAsIdentity().primaryKey(),
    eventId: uuid("event_id")
      .notNull()
      .unique()
      .references(() => events.id),
    topic: text("topic").notNull(),
    createdAt: moment("created_at").notNull(),
    doneAt: moment("done_at"),
    attempts: integer("attempts").notNull().default(0),
  },
  (table) => [index("outbox_waiting").on(table.position).where(sql`done_at is null`)],
);

const counterKey = {
  cellId: uuid("cell_id")
    .notNull()
    .references(() => grids.id),
  classId: uuid("class_id")
    .notNull()
    .references(() => classes.id),
  day: date("day").notNull(),
  state: text("state", { enum: ticketStates }).notNull(),
  isOverdue: boolean("is_overdue").notNull(),
};

/** Number of tickets by cell × class × day of report × state × overdue, as of the last fold. */
export const counters = pgTable("counters", { ...counterKey, count: integer("count").notNull() }, (table) => [
  primaryKey({ columns: [table.cellId, table.classId, table.day, table.state, table.isOverdue] }),
  index("counters_day").on(table.day),
]);

/** What commands added since: rows of +1 and −1, so that parallel commands never wait for one another here. */
export const counterDeltas = pgTable("counter_deltas", {
  position: bigint("position", { mode: "number" }).generatedAlwaysAsIdentity().primaryKey(),
  ...counterKey,
  delta: integer("delta").notNull(),
});

/** The first answer to a key is the answer. `actorKey` makes another actor's key unknown. */
export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    actorKey: text("actor_key").notNull(),
    key: text("key").notNull(),
    command: text("command").notNull(),
    bodyHash: text("body_hash").notNull(),
    result: jsonb("result"),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.actorKey, table.key] }),
    index("idempotency_created").on(table.createdAt),
  ],
);
