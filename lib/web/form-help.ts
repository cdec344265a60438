import "server-only";
import { headers } from "next/headers";
import { AppError } from "@/lib/domain/errors";
import type { FormHelp } from "@/lib/domain/form-help";
import type { Context } from "@/lib/features/context";
import { requireOwnOrigin } from "./origin";
import { knockFor } from "./public-door";
import { requestContext } from "./request-context";

/**
 * Help while somebody fills in a form, asked by a server action: when it is refused, the form goes on without it.
 * Whoever has no account may ask only so often.
 */
export async function formHelp<T>(work: (context: Context) => Promise<T>): Promise<FormHelp<T>> {
  try {
    requireOwnOrigin(await headers());
    const context = await requestContext();
    if (context.actor.kind !== "user") await knockFor(context, "look");
    return { status: "found", found: await work(context) };
  } catch (error) {
    if (error instanceof AppError) return { status: "failed" };
    throw error;
  }
}
