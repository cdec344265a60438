import "server-only";
import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { z } from "zod";
import { AppError } from "@/lib/domain/errors";
import { words } from "./text-fields";

/** What every change of the city's own data carries: what was read, and why it is changed. */
export const editFields = {
  seen: z.string().regex(/^[0-9a-f]{16}$/),
  why: words(300),
};

type Plain = Record<string, unknown>;

/** A short mark of a record's fields: a form carries it, so that a change made meanwhile is noticed. */
export function stampOf(fields: Plain): string {
  const text = canonicalize(JSON.parse(JSON.stringify(fields))) ?? "";
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** Refuses with `conflict` when the record is no longer as the form showed it. */
export function requireSeen(present: Plain, seen: string): void {
  if (stampOf(present) !== seen) throw new AppError("conflict", {}, { subject: "record" });
}

/** The fields that differ, before and after, for the event; nothing different is refused as `unchanged`. */
export function differences<T extends Plain>(
  present: T,
  wanted: Partial<T>,
): { before: Plain; after: Plain; names: string[] } {
  const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
  const names = Object.keys(wanted).filter((name) => !same(present[name], wanted[name]));
  if (names.length === 0) throw new AppError("invalid", { why: "unchanged" });
  const pick = (from: Plain) => Object.fromEntries(names.map((name) => [name, from[name] ?? null]));
  return { before: pick(present), after: pick(wanted), names };
}

/** A ticked box of a form; a box that is not ticked sends nothing. */
export const flag = z
  .union([z.literal("yes"), z.literal(""), z.boolean()])
  .optional()
  .transform((value) => value === "yes" || value === true);

/** Several ticked boxes: none, one text, or a list. */
export const ticked = <T extends z.ZodType<string, string>>(each: T) =>
  z
    .union([z.array(z.string()), z.string()])
    .optional()
    .transform((value) => (Array.isArray(value) ? value : value ? [value] : []))
    .pipe(z.array(each).max(60));

/** A day that may be left empty. */
export const optionalDay = z
  .union([z.literal(""), z.iso.date()])
  .optional()
  .transform((value) => (value ? value : undefined));
export const phone = z
  .string()
  .trim()
  .regex(/^([+\d][\d -]{2,18})?$/)
  .optional()
  .transform((text) => (text ? text : null));
