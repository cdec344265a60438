import "server-only";
import type { TypedValues } from "@/lib/domain/form-state";

const keyField = "idempotencyKey";

function isOurs(name: string): boolean {
  return !name.startsWith("$ACTION") && name !== keyField && name !== "__proto__";
}

/** The form's fields as a plain object: one value is a string, several are an array. Files are left out. */
export function formInput(form: FormData): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const name of new Set(form.keys())) {
    if (!isOurs(name)) continue;
    const values = form.getAll(name).filter((value) => typeof value === "string");
    if (values.length > 0) input[name] = values.length === 1 ? values[0] : values;
  }
  return input;
}

/** What goes back to the browser to be shown again: never a password, and never more than a form can hold. */
export function typedValues(form: FormData): TypedValues {
  const values: TypedValues = {};
  for (const [name, value] of Object.entries(formInput(form))) {
    if (/password/i.test(name)) continue;
    if (typeof value === "string") values[name] = value.slice(0, 10_000);
    else if (Array.isArray(value))
      values[name] = value.slice(0, 100).map((each) => String(each).slice(0, 1_000));
  }
  return values;
}

export function idempotencyKeyOf(form: FormData): string | undefined {
  const key = form.get(keyField);
  return typeof key === "string" && /^[A-Za-z0-9-]{16,64}$/.test(key) ? key : undefined;
}
