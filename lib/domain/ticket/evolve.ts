import type { TicketCommand } from "./commands";
import type { Assignment, Overlay, Ticket } from "./ticket";

/**
 * What a photo is in a history: the stored file's hash, and a hash of what was known of it when it was
 * attached, so that a swapped file and a changed row are both seen.
 */
export type PhotoRef = { id: string; sha256: string; batch: PhotoBatch; rowHash: string };
export const photoBatches = ["report", "check", "before", "after", "inspection"] as const;
export type PhotoBatch = (typeof photoBatches)[number];

/** A partial assignment or overlay names its id; an unknown id is a new one and must be whole. */
export type Changes = {
  ticket?: Partial<Omit<Ticket, "id" | "version" | "assignments" | "overlays">>;
  assignments?: (Partial<Assignment> & { id: string })[];
  overlays?: (Partial<Overlay> & { id: string })[];
};

/**
 * One event of a ticket: the command that was done, what was said, and exactly what it changed, so
 * that the history alone makes the present state.
 */
export type TicketEventPayload = {
  /** Words of an official (reason, opinion, reply). Words of the public are kept apart, by hash. */
  said: Record<string, unknown>;
  changes: Changes;
  photos: PhotoRef[];
  /** Version of the working calendar the deadlines of this event were computed with. */
  calendarVersion: number;
};
export type TicketEvent = {
  type: TicketCommand;
  seq: number;
  at: string;
  payload: TicketEventPayload;
};

function patchById<T extends { id: string }>(rows: T[], patches: (Partial<T> & { id: string })[]): T[] {
  const next = rows.map((row) => {
    const patch = patches.find((candidate) => candidate.id === row.id);
    return patch ? { ...row, ...patch } : row;
  });
  const added = patches.filter((patch) => !rows.some((row) => row.id === patch.id));
  return [...next, ...added.map(wholeRow<T>)];
}

/** A patch with an unknown id is a whole row by the contract of `Changes`; the database's NOT NULLs hold it to that. */
function wholeRow<T>(patch: Partial<T> & { id: string }): T {
  return patch as unknown as T;
}

/** The next ticket. The first event's `changes.ticket` holds every field; `id` comes with it. */
export function evolve(
  before: Ticket | null,
  id: string,
  event: Pick<TicketEvent, "seq" | "payload">,
): Ticket {
  const { ticket = {}, assignments = [], overlays = [] } = event.payload.changes;
  const base: Ticket = before ?? firstTicket(id);
  return {
    ...base,
    ...ticket,
    id,
    version: event.seq,
    assignments: patchById(base.assignments, assignments),
    overlays: patchById(base.overlays, overlays),
  };
}

/** What a ticket is before anything was said of it; `report` and `self_handle` overwrite the blanks. */
function firstTicket(id: string): Ticket {
  return {
    id,
    number: "",
    state: "reported",
    version: 0,
    channel: "public",
    level: "city",
    deskAreaId: "",
    cityId: "",
    districtId: "",
    streetId: "",
    communityId: "",
    cellId: "",
    isInReviewArea: false,
    classId: "",
    conditionId: null,
    lng: 0,
    lat: 0,
    placeWords: "",
    descriptionHash: "",
    reporterHash: null,
    reportedByUserId: null,
    reportedAt: "",
    filedAt: null,
    dispatchedAt: null,
    handedBackAt: null,
    closedAt: null,
    endedAt: null,
    stepStartedAt: "",
    stepDueAt: null,
    unitDueAt: null,
    promiseDueAt: null,
    isStepOverdue: false,
    isPromiseOverdue: false,
    isOverdue: false,
    isSuspended: false,
    isDisputed: false,
    supervisionLevel: 0,
    leadUnitId: null,
    taskKind: null,
    taskUserId: null,
    checkOpinion: null,
    inspectionOpinion: null,
    isInspectionWaived: false,
    isClosedByForce: false,
    isClosedBySameHand: false,
    isSpotCheckDrawn: false,
    urgeCount: 0,
    returnCount: 0,
    reworkCount: 0,
    reopenCount: 0,
    extensionCount: 0,
    mergedIntoId: null,
    recurrenceOfId: null,
    outcome: null,
    publicReply: null,
    rating: null,
    assignments: [],
    overlays: [],
  };
}
