"use server";

import { revalidatePath } from "next/cache";
import type { FormState } from "@/lib/domain/form-state";
import { confirmSetup } from "@/lib/features/administration/confirm-setup";
import { runAction } from "@/lib/web/run-action";

export async function confirmSetupAction(_previous: FormState, form: FormData): Promise<FormState> {
  return runAction(form, async (context, input) => {
    const done = await confirmSetup(context, input);
    revalidatePath("/", "layout");
    return done;
  });
}
