import "server-only";
import { randomUUID } from "node:crypto";
import { headers } from "next/headers";
import { AppError } from "@/lib/domain/errors";
import type { FormState, TypedValues } from "@/lib/domain/form-state";
import type { Context } from "@/lib/features/context";
import { asRefusal } from "./as-refusal";
import { formInput, idempotencyKeyOf, typedValues } from "./form-input";
import { requireOwnOrigin } from "./origin";
import { currentSession, requestContext } from "./request-context";

type Detail = Record<string, string | number | boolean>;

/**
 * Runs what a form asks for and answers with a value. The work is given the request's context, with the form's
 * idempotency key, and the form's fields as an object (one value a string, several an array). Anything but a
 * refusal (a redirect, a bug) passes through untouched.
 */
export async function runAction(
  form: FormData,
  work: (context: Context, input: Record<string, unknown>) => Promise<Detail | undefined>,
): Promise<FormState> {
  let values: TypedValues = {};
  try {
    requireOwnOrigin(await headers());
    values = typedValues(form);
    const key = idempotencyKeyOf(form);
    const context = { ...(await requestContext()), ...(key ? { idempotencyKey: key } : {}) };
    const detail = await work(context, formInput(form));
    return { status: "done", nextKey: randomUUID(), detail: detail ?? {} };
  } catch (error) {
    const refusal = await explain(asRefusal(error));
    return { status: "refused", code: refusal.code, fields: refusal.fields, detail: refusal.detail, values };
  }
}

/** "Not allowed" is the wrong word for somebody whose session ended or whose password is still the initial one. */
async function explain(refusal: AppError): Promise<AppError> {
  if (refusal.code !== "forbidden" && refusal.code !== "not_found") return refusal;
  const context = await requestContext();
  if (context.actor.kind !== "public" || context.actor.ticketId !== null) return refusal;
  if ((await currentSession())?.isPasswordInitial) return new AppError("password_change_required");
  return refusal.detail.reason === "origin" ? refusal : new AppError("not_signed_in");
}
