import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/domain/errors";
import type { Role } from "@/lib/domain/posts";
import type { Channel } from "@/lib/domain/ticket/ticket";
import { maskTrackingCode, newTrackingCode } from "@/lib/domain/tracking-code";
import { rolesAllowed, transact } from "../command";
import type { Context } from "../context";
import { parse } from "../parse";
import { readCityRules } from "../shared/city-rules";
import { newTicket } from "../shared/new-ticket";
import { latitude, longitude, optionalWords, photoTokens, words } from "../shared/text-fields";
import type { TicketAnswer } from "../shared/ticket-command";

/** How each role's reports come in; a ticket keeps its channel for ever. */
const channelOf: Partial<Record<Role, Channel>> = {
  public: "public",
  volunteer: "public",
  call_taker: "hotline",
  acceptor: "desk",
  street_desk: "desk",
  grid_head: "field",
  grid_worker: "field",
  supervisor: "field",
  leader: "leader",
};

export const reportInput = z.strictObject({
  classId: z.uuid(),
  lng: longitude,
  lat: latitude,
  placeWords: words(120),
  description: words(500),
  reporterName: optionalWords(40),
  reporterPhone: optionalWords(20).refine((text) => text === undefined || /^[+\d][\d -]{4,18}$/.test(text), {
    message: "bad_format",
  }),
  photos: photoTokens,
});

/**
 * A new problem. The public gets a tracking code, shown once and kept only as a keyed hash; staff do
 * not need one. Refuses a place outside the city with its distance.
 */
export async function reportTicket(
  context: Context,
  raw: unknown,
): Promise<TicketAnswer & { trackingCode: string | null }> {
  const input = parse(reportInput, raw);
  const [role] = rolesAllowed(context.actor, "report");
  if (!role) throw new AppError("forbidden");
  const channel = channelOf[role] ?? "desk";
  const { sealedCode, ...answer } = await transact(context, "report", input, async (work) => {
    const trackingCode = channel === "public" ? newTrackingCode(work.randomBytes(9)) : null;
    const { settings, calendar } = await readCityRules(work.tx, work.now);
    const { id, ...answer } = await newTicket(work, settings, calendar, {
      command: "report",
      role,
      channel,
      ...input,
      trackingCode,
      photos: [{ batch: "report", tokens: input.photos }],
    });
    return { ...answer, sealedCode: trackingCode && { id, text: mask(context.hmac, id, trackingCode) } };
  });
  return { ...answer, trackingCode: sealedCode && mask(context.hmac, sealedCode.id, sealedCode.text) };
}

/**
 * The answer is kept beside its idempotency key, for whoever lost it on the way and asks again. There the code must
 * not stand as it is: masked with a keyed hash, it can be read with the secret only.
 */
function mask(hmac: Context["hmac"], id: string, code: string): string {
  return maskTrackingCode(code, Buffer.from(hmac(`tracking-answer:${id}`), "hex"));
}
