import "server-only";
import { z } from "zod";
import { attachments } from "@/db/schema";
import { authorise, transact } from "../command";
import type { Context } from "../context";
import { parse } from "../parse";

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const input = z.strictObject({
  sha256: hash,
  thumbSha256: hash,
  mime: z.literal("image/webp"),
  bytes: z.number().int().min(1),
  width: z.number().int().min(1),
  height: z.number().int().min(1),
  exif: z.strictObject({
    lng: z.number().optional(),
    lat: z.number().optional(),
    takenAt: z.string().optional(),
  }),
});

export type RegisteredUpload = {
  token: string;
  id: string;
  /** Where the photo says it was taken: told to its uploader, who may take it as the place of the report. */
  position: { lng: number; lat: number } | null;
};

/**
 * Notes a stored photo and answers the token by which a command attaches it. No event is written: a photo that
 * belongs to no ticket says nothing yet; the command that takes it accounts for it.
 */
export async function registerUpload(context: Context, raw: unknown): Promise<RegisteredUpload> {
  const photo = parse(input, raw);
  authorise(context.actor, "upload_photo");
  return transact(context, "upload_photo", photo, async ({ tx, actor, now, hmac, newId, randomBytes }) => {
    const token = Buffer.from(randomBytes(24)).toString("base64url");
    const id = newId();
    const { lng, lat, takenAt } = photo.exif;
    await tx.insert(attachments).values({
      ...photo,
      id,
      exif: {
        ...(lng === undefined ? {} : { lng }),
        ...(lat === undefined ? {} : { lat }),
        ...(takenAt === undefined ? {} : { takenAt }),
      },
      uploadedByKind: actor.kind,
      uploadedByUserId: actor.kind === "user" ? actor.userId : null,
      tokenHash: hmac(`photo:${token}`),
      createdAt: now,
    });
    return { token, id, position: lng === undefined || lat === undefined ? null : { lng, lat } };
  });
}
