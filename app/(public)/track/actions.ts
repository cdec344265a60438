"use server";

import type { FormState } from "@/lib/domain/form-state";
import { loadTracked } from "@/lib/features/tickets/load-tracked";
import { rateTicket } from "@/lib/features/tickets/rate-ticket";
import { reopenTicket } from "@/lib/features/tickets/reopen-ticket";
import { ticketOfCode } from "@/lib/features/tickets/ticket-of-code";
import { signedPhotoQuery } from "@/lib/web/photo-link";
import { knockFor } from "@/lib/web/public-door";
import { publicContext } from "@/lib/web/request-context";
import { runAction } from "@/lib/web/run-action";
import type { Tracked, TrackState } from "./_components/track-state";

/**
 * Looks a code up, and rates or reopens its ticket. One action for all three, because the code is the only right
 * there is and is posted each time: no session, nothing in the address, and all of it works without a script.
 */
export async function trackAction(_previous: TrackState, form: FormData): Promise<TrackState> {
  let tracked: Tracked | null = null;
  const does = form.get("do");
  const answer = await runAction(form, async (context, input) => {
    await knockFor(context, "track");
    const { ticketId, code } = await ticketOfCode(context, { code: input.code });
    // Whoever is signed in acts as the holder of the code here, not as the post.
    const holder = publicContext(ticketId);
    const { idempotencyKey } = context;
    const actor = { ...holder, ...(idempotencyKey ? { idempotencyKey } : {}) };
    const { number, version, stars, reason, photos } = input;
    try {
      if (does === "rate") await rateTicket(actor, { number, version, stars });
      if (does === "reopen") await reopenTicket(actor, { number, version, reason, photos });
    } finally {
      const found = await loadTracked(holder, {});
      const linked = found.photos.map((photo) => ({
        ...photo,
        query: signedPhotoQuery(photo.id, new Date(found.now)),
      }));
      tracked = { ...found, photos: linked, code };
    }
    return {};
  });
  const told = forTheHolder(answer);
  return { form: typeof does === "string" ? does : "look", answer: told, tracked };
}

/** A conflict names who was first: among colleagues a help, to the public a person's name. */
function forTheHolder(answer: FormState): FormState {
  return answer.status === "refused" ? { ...answer, detail: {} } : answer;
}
