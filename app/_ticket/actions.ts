"use server";

import { revalidatePath } from "next/cache";
import { AppError } from "@/lib/domain/errors";
import type { FormState } from "@/lib/domain/form-state";
import { ticketCommandNames } from "@/lib/domain/ticket/commands";
import { ticketVerbs } from "@/lib/features/ticket-verbs";
import { runAction } from "@/lib/web/run-action";

/** Any command on one ticket: the form names it, the verb decides. Refused or done, the page is read anew. */
export async function ticketAction(_previous: FormState, form: FormData): Promise<FormState> {
  const answer = await runAction(form, async (context, { command, ...input }) => {
    const name = ticketCommandNames.find((one) => one === command);
    if (!name) throw new AppError("invalid", { command: "unknown" });
    const { number, state } = await ticketVerbs[name](context, input);
    return { command: name, number, state };
  });
  revalidatePath("/", "layout");
  return answer;
}
