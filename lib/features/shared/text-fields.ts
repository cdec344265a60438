import "server-only";
import { z } from "zod";

/** PostgreSQL refuses NUL, JSON refuses lone surrogates; both are a bad field, never a 500. */
function isStorable(text: string): boolean {
  return !text.includes("\u0000") && text.isWellFormed();
}

/** Text of one to `max` characters after trimming. */
export const words = (max: number) =>
  z.string().trim().min(1).max(max).refine(isStorable, { message: "bad_format" });

/** The same, but may be left out or empty; then undefined. */
export const optionalWords = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .refine(isStorable, { message: "bad_format" })
    .transform((text) => (text === "" ? undefined : text))
    .optional();

export const longitude = z.coerce.number().min(-180).max(180);
export const latitude = z.coerce.number().min(-85).max(85);
/** Tokens of uploaded photos, at most nine a batch. */
export const photoTokens = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (Array.isArray(value) ? value : value === "" ? [] : [value]))
  .pipe(z.array(z.string().regex(/^[A-Za-z0-9_-]{20,64}$/)).max(9))
  .default([]);
