import "server-only";
import { AppError } from "@/lib/domain/errors";
import { authorise } from "@/lib/features/command";
import { type RegisteredUpload, registerUpload } from "@/lib/features/files/register-upload";
import { knock } from "@/lib/features/shared/rate-limit";
import { maxPhotoBytes, storePhoto } from "@/lib/storage/store-photo";
import { bodyChunks } from "./body-chunks";
import { clientAddress } from "./client-address";
import { requireOwnOrigin } from "./origin";
import { requestContext } from "./request-context";

const windowSeconds = 600;
/** Many citizens may sit behind one address; one person does not take sixty photos in ten minutes. */
const limits = { public: 120, user: 300 } as const;

/** The body is the photo itself. Cheap refusals first: origin, right, rate, the length that was announced. */
export async function receivePhoto(request: Request): Promise<RegisteredUpload> {
  requireOwnOrigin(request.headers);
  const context = await requestContext();
  const { actor, db, hmac } = context;
  authorise(actor, "upload_photo");
  const isUser = actor.kind === "user";
  const who = isUser ? actor.userId : clientAddress(request.headers);
  await knock(db, hmac(`upload:${who}`), { limit: isUser ? limits.user : limits.public, windowSeconds });
  if (Number(request.headers.get("content-length") ?? 0) > maxPhotoBytes) {
    throw new AppError("too_large", { photos: "too_many_bytes" }, { reason: "too_many_bytes" });
  }
  if (!request.body) throw new AppError("not_a_photo", { photos: "not_a_photo" }, { reason: "not_a_photo" });
  const { sha256, thumbSha256, mime, bytes, width, height, exif } = await storePhoto(
    bodyChunks(request.body),
  );
  return registerUpload(context, { sha256, thumbSha256, mime, bytes, width, height, exif });
}
