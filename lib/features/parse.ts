import "server-only";
import type { output, ZodError, ZodType } from "zod";
import { AppError, type FieldProblems } from "@/lib/domain/errors";

const codes: Record<string, string> = {
  too_big: "too_long",
  too_small: "required",
  invalid_format: "bad_format",
  invalid_value: "unknown",
  unrecognized_keys: "unknown",
  not_multiple_of: "bad_format",
};

/** Arguments are `unknown` until here. Throws `invalid` naming each field; nothing of the input is echoed. */
export function parse<S extends ZodType>(schema: S, raw: unknown): output<S> {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  throw new AppError("invalid", problemsOf(result.error));
}

function problemsOf(error: ZodError): FieldProblems {
  const fields: FieldProblems = {};
  for (const issue of error.issues) {
    const path = issue.path.join(".") || "form";
    const isMissing = issue.code === "invalid_type" && issue.input === undefined;
    fields[path] ??=
      issue.code === "custom" ? issue.message : isMissing ? "required" : (codes[issue.code] ?? "bad_format");
  }
  return fields;
}
