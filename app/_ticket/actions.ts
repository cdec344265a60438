"use server";

import { revalidatePath } from "next/cache";
import { AppError } from "@/lib/domain/errors";
import type { FormState } from "@/lib/domain/form-state";
import { ticketCommandNames } from "@/lib/domain/ticket/commands";
import { ticketVerbs } from "@/lib/features/ticket-verbs";
import { runAction } from "@/lib/web/run-action";

/**
 * Any command on one ticket: the form names it, the verb decides. When it is done the page is read anew with the
 * answer. After a conflict the browser asks for that itself, once it holds what was typed: the form may be gone then.
 */
export async function ticketAction(_previous: FormState, form: FormData): Promise<FormState> {
  return runAction(form, async (context, { command, ...input }) => {
    const name = ticketCommandNames.find((one) => one === command);
    if (!name) throw new AppError("invalid", { command: "unknown" });
    const { number, state, version } = await ticketVerbs[name](context, input);
    revalidatePath("/", "layout");
    return { command: name, number, state, version };
  });
}
