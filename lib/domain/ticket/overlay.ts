import { AppError } from "../errors";
import { type Overlay, type OverlayKind, openOverlay, type Ticket } from "./ticket";

type Asked = {
  id: string;
  kind: OverlayKind;
  state: "requested" | "active";
  /** A unit's or person's id, or the post: who asked, never a name. */
  askedBy: string;
  reason: string;
  now: Date;
  assignmentId?: string | null;
  until?: string | null;
  details?: Record<string, unknown>;
};

/** A whole overlay. One that takes effect without anybody's grant is decided by whoever laid it. */
export function newOverlay(asked: Asked): Overlay {
  const at = asked.now.toISOString();
  const isActive = asked.state === "active";
  return {
    id: asked.id,
    kind: asked.kind,
    state: asked.state,
    assignmentId: asked.assignmentId ?? null,
    askedBy: asked.askedBy,
    askedAt: at,
    decidedBy: isActive ? asked.askedBy : null,
    decidedAt: isActive ? at : null,
    until: asked.until ?? null,
    reason: asked.reason,
    details: asked.details ?? {},
  };
}

export function requireNoOpen(ticket: Ticket, kind: OverlayKind): void {
  if (openOverlay(ticket, kind)) throw new AppError("overlay_open");
}

export function requireOpen(ticket: Ticket, kind: OverlayKind, state: "requested" | "active"): Overlay {
  const overlay = openOverlay(ticket, kind);
  if (overlay?.state !== state) throw new AppError("no_open_overlay");
  return overlay;
}

/** Ends what is still laid over the ticket, e.g. because it ended itself. A request nobody answered counts as ended. */
export function endOpenOverlays(
  ticket: Ticket,
  kinds?: readonly OverlayKind[],
  decidedBy = "system",
  at?: string,
): (Partial<Overlay> & { id: string })[] {
  return ticket.overlays
    .filter(({ state }) => state === "requested" || state === "active")
    .filter(({ kind }) => !kinds || kinds.includes(kind))
    .map(({ id, decidedAt, decidedBy: earlier, askedAt }) => ({
      id,
      state: "ended" as const,
      decidedAt: decidedAt ?? at ?? askedAt,
      decidedBy: earlier ?? decidedBy,
    }));
}
