import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { areas, classes, desks, ticketSerials } from "@/db/schema";
import type { WorkingCalendar } from "@/lib/domain/calendar";
import { dueAt } from "@/lib/domain/deadline";
import { AppError } from "@/lib/domain/errors";
import type { AreaLevel, Role } from "@/lib/domain/posts";
import type { CitySettings } from "@/lib/domain/settings";
import type { TicketCommand } from "@/lib/domain/ticket/commands";
import { type Changes, evolve, type PhotoBatch } from "@/lib/domain/ticket/evolve";
import type { Channel, Ticket } from "@/lib/domain/ticket/ticket";
import { formatTicketNumber } from "@/lib/domain/ticket-number";
import { toMercator } from "@/lib/geo/mercator";
import type { Work } from "../context";
import { appendEvent } from "./append-event";
import { attachPhotos } from "./attach-photos";
import { moveOfCounters } from "./counters";
import { dayIn } from "./day";
import { firstPreviousHash, saltedHash } from "./event-hash";
import { type Location, locate } from "./locate";
import { searchVector } from "./search-text";
import { payloadOf, type TicketAnswer, withDerived } from "./ticket-command";
import { insertTicket } from "./ticket-rows";
import { validOn } from "./valid-on";

export type NewReport = {
  command: Extract<TicketCommand, "report" | "self_handle">;
  role: Role;
  channel: Channel;
  classId: string;
  lng: number;
  lat: number;
  placeWords: string;
  description: string;
  reporterName?: string | undefined;
  reporterPhone?: string | undefined;
  trackingCode: string | null;
  photos: { batch: PhotoBatch; tokens: readonly string[] }[];
  /** What `self_handle` adds; nothing for a plain report. */
  more?: Partial<Ticket>;
  said?: Record<string, unknown>;
};

/**
 * Writes a new ticket: where it lies, whose desk it comes to, its number and its promise. Refuses
 * `outside_city` (with the distance) and unknown classes.
 */
export async function newTicket(
  work: Work,
  settings: CitySettings,
  calendar: WorkingCalendar,
  report: NewReport,
): Promise<TicketAnswer & { id: string }> {
  const { tx, now, newId } = work;
  const located = await locate(tx, [report.lng, report.lat]);
  if (!located.isInside)
    throw new AppError("outside_city", { place: "outside" }, { metres: located.metresOutside });
  const day = dayIn(calendar.timeZone, now);
  const [known] = await tx
    .select({ name: classes.name, nameEn: classes.nameEn, code: classes.code })
    .from(classes)
    .where(and(eq(classes.id, report.classId), validOn({ validTo: classes.validTo }, day)));
  if (!known) throw new AppError("invalid", { classId: "unknown" });

  const id = newId();
  const salt = Buffer.from(work.randomBytes(16)).toString("hex");
  const reporter = `${report.reporterName ?? ""}\n${report.reporterPhone ?? ""}`;
  const level = await deskLevel(
    work,
    report.channel === "field" ? settings["intake.fieldLevel"] : settings["intake.level"],
    located.location,
  );
  const promise = dueAt(now, settings["limit.promise"], calendar);
  const fields: Changes["ticket"] = {
    number: formatTicketNumber(day, await nextSerial(work, day)),
    state: "reported",
    channel: report.channel,
    ...located.location,
    level,
    deskAreaId: areaAt(level, located.location),
    classId: report.classId,
    lng: report.lng,
    lat: report.lat,
    placeWords: report.placeWords,
    descriptionHash: saltedHash(salt, report.description),
    reporterHash: reporter.trim() === "" ? null : saltedHash(salt, reporter),
    reportedByUserId: work.actor.kind === "user" ? work.actor.userId : null,
    reportedAt: now.toISOString(),
    promiseDueAt: promise.toISOString(),
    ...report.more,
  };
  const blank = evolve(null, id, { seq: 1, payload: payloadOf({ ticket: fields }, {}, [], calendar) });
  const { id: _id, version: _version, assignments: _a, overlays: _o, ...whole } = blank;
  const changes = withDerived(null, id, 1, { ticket: whole }, now, settings, calendar);
  const ticket = evolve(null, id, { seq: 1, payload: payloadOf(changes, {}, [], calendar) });
  const trackingHash = report.trackingCode ? work.hmac(`tracking:${report.trackingCode}`) : null;
  const [mx, my] = toMercator([ticket.lng, ticket.lat]);
  await insertTicket(tx, ticket, {
    mx: Math.round(mx),
    my: Math.round(my),
    description: report.description,
    salt,
    reporterName: report.reporterName ?? null,
    reporterPhone: report.reporterPhone ?? null,
    personalDataErasedAt: null,
    trackingHash,
    reportedDay: day,
    search: asText(
      searchVector([
        ticket.number,
        ticket.placeWords,
        known.name,
        known.nameEn,
        known.code,
        report.description,
      ]),
    ),
  });
  const photos = [];
  for (const { batch, tokens } of report.photos)
    photos.push(...(await attachPhotos(work, id, 1, batch, tokens)));
  await appendEvent(work, report.role, {
    subjectKind: "ticket",
    subjectId: id,
    seq: 1,
    previousHash: firstPreviousHash,
    type: report.command,
    // The keyed hash of the code, so that a changed row is seen; the code itself is nowhere.
    payload: payloadOf(
      changes,
      { said: { ...report.said, trackingHash: trackingHash ?? undefined } },
      photos,
      calendar,
    ),
    counters: moveOfCounters(day, null, ticket),
  });
  return { id, number: ticket.number, state: ticket.state, version: 1 };
}

/** Drizzle takes an SQL expression for a value; its insert type of a custom column does not say so. */
function asText(expression: ReturnType<typeof searchVector>): string {
  return expression as unknown as string;
}

async function nextSerial({ tx }: Work, day: string): Promise<number> {
  const [row] = await tx
    .insert(ticketSerials)
    .values({ day, last: 1 })
    .onConflictDoUpdate({ target: ticketSerials.day, set: { last: sql`${ticketSerials.last} + 1` } })
    .returning({ last: ticketSerials.last });
  if (!row) throw new Error("no serial came back");
  return row.last;
}

export function areaAt(level: AreaLevel, location: Location): string {
  return {
    city: location.cityId,
    district: location.districtId,
    street: location.streetId,
    community: location.communityId,
  }[level];
}

/** The wanted level, or the next one up that has a desk. */
async function deskLevel({ tx }: Work, wanted: AreaLevel, location: Location): Promise<AreaLevel> {
  const chain: AreaLevel[] = ["community", "street", "district", "city"];
  for (const level of chain.slice(chain.indexOf(wanted))) {
    const [desk] = await tx
      .select({ id: desks.id })
      .from(desks)
      .innerJoin(areas, and(eq(areas.id, desks.areaId), isNull(areas.validTo)))
      .where(eq(desks.areaId, areaAt(level, location)));
    if (desk) return level;
  }
  return "city";
}
