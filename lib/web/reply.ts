import "server-only";
import type { AppError, RefusalCode } from "@/lib/domain/errors";
import { asRefusal } from "./as-refusal";

const statuses: Partial<Record<RefusalCode, number>> = {
  not_signed_in: 401,
  password_change_required: 403,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  idempotency_mismatch: 422,
  too_large: 413,
  not_a_photo: 415,
  rate_limited: 429,
  unavailable: 503,
};

export function statusOf(code: RefusalCode): number {
  return statuses[code] ?? 400;
}

function refusalReply(refusal: AppError): Response {
  const { code, fields, detail } = refusal;
  const headers: Record<string, string> = {
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
  };
  if (code === "rate_limited" || code === "unavailable") headers["Retry-After"] = "30";
  return Response.json({ code, fields, detail }, { status: statusOf(code), headers });
}

/** For route handlers: a refusal becomes its status with the code in the body; a bug stays a bug. */
export async function reply(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    return refusalReply(asRefusal(error));
  }
}
