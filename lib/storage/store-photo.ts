import type { PhotoProblem } from "@/lib/domain/photo-problems";
import "server-only";
import { randomUUID } from "node:crypto";
import { open, rm } from "node:fs/promises";
import path from "node:path";
import { AppError } from "@/lib/domain/errors";
import { fileStore } from "./file-store";
import { quarantineFolder } from "./quarantine";
import { type PhotoFacts, runPhotoWorker } from "./run-photo-worker";

export const maxPhotoBytes = 20_000_000;

export type StoredPhoto = PhotoFacts & { sha256: string; thumbSha256: string };

function refusal(problem: PhotoProblem): AppError {
  const code = problem === "too_many_bytes" || problem === "too_many_pixels" ? "too_large" : "not_a_photo";
  return new AppError(code, { photos: problem }, { reason: problem });
}

/**
 * Takes in a photo: counted while it streams into quarantine, re-encoded by the worker, kept as a private copy
 * and a thumbnail without metadata. The bytes that were sent are thrown away in every case.
 */
export async function storePhoto(body: AsyncIterable<Uint8Array>): Promise<StoredPhoto> {
  const base = path.join(await quarantineFolder(), randomUUID());
  const [source, full, thumb] = [`${base}.in`, `${base}.full.webp`, `${base}.thumb.webp`];
  try {
    await receive(body, source);
    const outcome = await runPhotoWorker(source, full, thumb);
    if ("problem" in outcome) throw refusal(outcome.problem);
    const store = fileStore();
    return { ...outcome.photo, sha256: await store.put(full), thumbSha256: await store.put(thumb) };
  } finally {
    await Promise.all([source, full, thumb].map((file) => rm(file, { force: true })));
  }
}

async function receive(body: AsyncIterable<Uint8Array>, target: string): Promise<void> {
  const file = await open(target, "wx", 0o600);
  let size = 0;
  try {
    for await (const chunk of body) {
      size += chunk.byteLength;
      if (size > maxPhotoBytes) throw refusal("too_many_bytes");
      await file.write(chunk);
    }
  } finally {
    await file.close();
  }
  if (size === 0) throw refusal("not_a_photo");
}
