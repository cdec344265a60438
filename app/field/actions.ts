"use server";

import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { AppError } from "@/lib/domain/errors";
import type { FormState } from "@/lib/domain/form-state";
import { rolesAllowed } from "@/lib/features/command";
import { keepOutsideReport } from "@/lib/features/tickets/keep-outside-report";
import { reportTicket } from "@/lib/features/tickets/report-ticket";
import { selfHandleTicket } from "@/lib/features/tickets/self-handle-ticket";
import { requireFieldOwner } from "@/lib/web/field-owner";
import { requireOwnOrigin } from "@/lib/web/origin";
import { requestContext } from "@/lib/web/request-context";
import { runAction } from "@/lib/web/run-action";
import { type AddressWords, addressWords } from "./_address";

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

/** The address of a point, to begin a place in words with; nothing for whoever may not report from the field. */
export async function addressAction(lng: number, lat: number): Promise<AddressWords | null> {
  requireOwnOrigin(await headers());
  const context = await requestContext();
  if (rolesAllowed(context.actor, "open_field").length === 0) return null;
  try {
    return await addressWords(context, Number(lng), Number(lat));
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
