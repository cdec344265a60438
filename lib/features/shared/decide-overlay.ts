import "server-only";
import { z } from "zod";
import { requireOpen } from "@/lib/domain/ticket/overlay";
import type { Overlay, OverlayKind } from "@/lib/domain/ticket/ticket";
import { askerOf } from "./asker";
import { optionalWords } from "./text-fields";
import type { TicketWork } from "./ticket-command";

/** Grant or decline, with a word on why. */
export const granting = { grant: z.enum(["yes", "no"]), note: optionalWords(300) };

/** The request that waits, and the patch that answers it. */
export function decideOn(
  { ticket, actor, appointment, now }: TicketWork,
  kind: OverlayKind,
  grant: "yes" | "no",
  stateWhenGranted: "active" | "ended",
): { asked: Overlay; answered: Partial<Overlay> & { id: string } } {
  const asked = requireOpen(ticket, kind, "requested");
  return {
    asked,
    answered: {
      id: asked.id,
      state: grant === "yes" ? stateWhenGranted : "declined",
      decidedBy: askerOf(actor, appointment),
      decidedAt: now.toISOString(),
    },
  };
}
