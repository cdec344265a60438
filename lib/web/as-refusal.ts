import "server-only";
import { AppError } from "@/lib/domain/errors";

/** Answers of PostgreSQL and the network that mean "not now" rather than "a fault of ours". */
const notNow = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "57P01",
  "57P02",
  "57P03",
  "53300",
  "53100",
  "08006",
  "57014",
]);
/** Another writer was first: a serialisation failure, a deadlock, or the place of our event already taken. */
const conflicts = new Set(["40001", "40P01", "55P03"]);

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ("code" in error && typeof error.code === "string") return error.code;
  return codeOf(error.cause);
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  return `${error.message} ${messageOf(error.cause)}`;
}

/** The refusal in an exception; throws on whatever is none (a redirect, a bug). */
export function asRefusal(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = codeOf(error);
  if (code && notNow.has(code)) return new AppError("unavailable");
  if (code && conflicts.has(code)) return new AppError("conflict");
  if (code === "23505" && /events/.test(messageOf(error))) return new AppError("conflict");
  if (/timeout exceeded when trying to connect|Connection terminated/i.test(messageOf(error))) {
    return new AppError("unavailable");
  }
  throw error;
}
