import "server-only";
import { and, inArray, isNull } from "drizzle-orm";
import { attachments } from "@/db/schema";
import { AppError } from "@/lib/domain/errors";
import type { PhotoBatch, PhotoRef } from "@/lib/domain/ticket/evolve";
import type { Work } from "../context";
import { bodyHash } from "./event-hash";

/** Turns upload tokens into photos of this event. A used, foreign or unknown token is one and the same refusal. */
export async function attachPhotos(
  { tx, hmac }: Pick<Work, "tx" | "hmac">,
  ticketId: string,
  eventSeq: number,
  batch: PhotoBatch,
  tokens: readonly string[],
): Promise<PhotoRef[]> {
  if (tokens.length === 0) return [];
  const hashes = [...new Set(tokens)].map((token) => hmac(`photo:${token}`));
  const rows = await tx
    .update(attachments)
    .set({ ticketId, eventSeq, batch })
    .where(and(inArray(attachments.tokenHash, hashes), isNull(attachments.ticketId)))
    .returning();
  if (rows.length !== hashes.length) throw new AppError("invalid", { photos: "stale_photo" });
  return hashes.flatMap((hash) =>
    rows
      .filter((row) => row.tokenHash === hash)
      .map((row) => ({ id: row.id, sha256: row.sha256, batch, rowHash: photoRowHash(row) })),
  );
}

type PhotoRow = typeof attachments.$inferSelect;

/** Over everything of the row that never changes once it belongs to an event. */
export function photoRowHash(row: PhotoRow): string {
  const { isPublic: _, ...fixed } = row;
  return bodyHash(JSON.parse(JSON.stringify(fixed)));
}
