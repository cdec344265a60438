/** Refusals are values with a code; the sentences live in the message files under `refusal`. */
export const refusalCodes = [
  "not_signed_in",
  "password_change_required",
  "not_found",
  "forbidden",
  "invalid",
  "conflict",
  "illegal_transition",
  "own_work",
  "overdue_already",
  "idempotency_mismatch",
  "not_empty",
  "outside_city",
  "class_not_self_handled",
  "photos_required",
  "inspection_not_passed",
  "reopen_too_late",
  "overlay_open",
  "no_open_overlay",
  "co_unit_open",
  "too_large",
  "not_a_photo",
  "rate_limited",
  "unavailable",
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

/** Field name → code of what is wrong with it (`required`, `too_long`, `unknown`, `bad_format`, …). */
export type FieldProblems = Record<string, string>;

/**
 * A refusal the caller can act on. Thrown inside a command so that its transaction rolls back;
 * turned into a value once, in `lib/web/run-action.ts`.
 */
export class AppError extends Error {
  override readonly name = "AppError";
  constructor(
    readonly code: RefusalCode,
    /** Which fields of the input are meant, for messages beside the field. */
    readonly fields: FieldProblems = {},
    /** Facts for the sentence: who won a conflict, the new state, a limit. Never personal data. */
    readonly detail: Record<string, string | number | boolean> = {},
  ) {
    super(code);
  }
}
