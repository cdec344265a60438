import "server-only";
import { createHash } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { AwsClient } from "aws4fetch";
import { AppError } from "@/lib/domain/errors";
import type { S3Settings } from "@/lib/env";
import { contentName, type FileStore } from "./stored-file";

/** Until the store answers; and until a whole body has arrived. */
const answerMs = 10_000;
const bodyMs = 60_000;

/**
 * An S3-compatible bucket (AWS, MinIO, OSS, COS …), objects at `files/ab/ab…`. The address is path-style, unless
 * the endpoint's host begins with the bucket's name already, as stores ask that know only that style.
 */
export function s3Store({ endpoint, bucket, region, accessKeyId, secretAccessKey }: S3Settings): FileStore {
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: "s3" });
  const base = new URL(endpoint);
  const prefix = base.pathname.replace(/\/$/, "");
  base.pathname = base.hostname.startsWith(`${bucket}.`) ? prefix : `${prefix}/${bucket}`;
  const root = base.href.replace(/\/$/, "");

  async function send(method: string, sha256: string, bytes?: Uint8Array<ArrayBuffer>): Promise<Response> {
    const url = `${root}/files/${contentName(sha256)}`;
    const signed = () =>
      client.sign(url, {
        method,
        ...(bytes
          ? {
              body: bytes,
              // Signed along: the store itself refuses bytes that are not those of the name.
              headers: { "x-amz-content-sha256": sha256, "content-type": "application/octet-stream" },
            }
          : {}),
      });
    let answer: Response | undefined;
    for (const isLastTry of [false, true]) {
      try {
        answer = await answerOf(await signed(), bytes ? bodyMs : answerMs);
      } catch (error) {
        // A kept connection that the store has closed meanwhile fails once; whatever is sent may be sent again.
        if (isLastTry) throw away(method, reasonOf(error));
        continue;
      }
      if (answer.status < 500 || isLastTry) break;
      await answer.body?.cancel();
    }
    if (!answer) throw away(method, "no answer");
    if (answer.ok) return answer;
    const code = /<Code>(\w+)<\/Code>/.exec(await textOf(answer))?.[1] ?? "";
    if (answer.status === 404 && code !== "NoSuchBucket") return answer;
    throw away(method, `${answer.status} ${code}`.trim());
  }

  const found = (answer: Response) => answer.status !== 404;

  return {
    kind: "s3",
    async put(file) {
      // Re-encoded photos of a few megabytes: the signature needs the whole before the first byte is sent.
      const bytes = new Uint8Array(await readFile(file));
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      const answer = await send("PUT", sha256, bytes);
      await answer.body?.cancel();
      if (!found(answer)) throw away("PUT", "404");
      await rm(file, { force: true });
      return sha256;
    },
    async open(sha256) {
      const answer = await send("GET", sha256);
      if (!found(answer)) return null;
      const size = Number(answer.headers.get("content-length"));
      const stream = answer.body ? Readable.fromWeb(answer.body as ReadableStream) : Readable.from([]);
      return { size, stream };
    },
    async sizeOf(sha256) {
      const answer = await send("HEAD", sha256);
      return found(answer) ? Number(answer.headers.get("content-length")) : null;
    },
    async remove(sha256) {
      const answer = await send("DELETE", sha256);
      await answer.body?.cancel();
    },
  };
}

/** The answer's head within `patienceMs`; its body may take longer, but not for ever. */
async function answerOf(request: Request, patienceMs: number): Promise<Response> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Error("no answer in time")), patienceMs);
  try {
    return await fetch(request, {
      signal: AbortSignal.any([late.signal, AbortSignal.timeout(patienceMs + bodyMs)]),
      redirect: "error",
    });
  } finally {
    clearTimeout(timer);
  }
}

async function textOf(answer: Response): Promise<string> {
  return answer.text().catch(() => "");
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "no answer";
  const { cause } = error;
  if (cause instanceof Error && "code" in cause) return String(cause.code);
  return error.message;
}

/** For whoever asked: not now. For the operator's log: why, without keys, signatures or addresses. */
function away(method: string, reason: string): AppError {
  console.error(`photo store (S3): ${method}: ${reason}`);
  return new AppError("unavailable", {}, { reason: "file_store" });
}
