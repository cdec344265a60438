"use server";

import { revalidatePath } from "next/cache";
import type { FormState } from "@/lib/domain/form-state";
import { keepOutsideReport } from "@/lib/features/tickets/keep-outside-report";
import { reportTicket } from "@/lib/features/tickets/report-ticket";
import { selfHandleTicket } from "@/lib/features/tickets/self-handle-ticket";
import { requireFieldOwner } from "@/lib/web/field-owner";
import { runAction } from "@/lib/web/run-action";

export async function fieldReportAction(_previous: FormState, form: FormData): Promise<FormState> {
  return runAction(form, async (context, { owner, ...input }) => {
    requireFieldOwner(context, owner);
    const { number } = await reportTicket(context, input);
    revalidatePath("/field", "layout");
    return { number };
  });
}

export async function selfHandleAction(_previous: FormState, form: FormData): Promise<FormState> {
  return runAction(form, async (context, { owner, ...input }) => {
    requireFieldOwner(context, owner);
    const { number } = await selfHandleTicket(context, input);
    revalidatePath("/field", "layout");
    return { number };
  });
}

/** A problem beyond the border goes on the neighbouring authority's list. */
export async function keepOutsideAction(_previous: FormState, form: FormData): Promise<FormState> {
  return runAction(form, async (context, { owner, ...input }) => {
    requireFieldOwner(context, owner);
    return { metres: (await keepOutsideReport(context, input)).metresOutside };
  });
}
