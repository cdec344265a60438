"use server";

import { revalidatePath } from "next/cache";
import type { FormState } from "@/lib/domain/form-state";
import { changeArea } from "@/lib/features/administration/change-area";
import { changeDesk } from "@/lib/features/administration/change-desk";
import { endArea } from "@/lib/features/administration/end-area";
import { runAction } from "@/lib/web/run-action";

export async function changeAreaAction(_previous: FormState, form: FormData): Promise<FormState> {
  return runAction(form, async (context, input) => {
    const done = await changeArea(context, input);
    revalidatePath("/admin", "layout");
    return done;
  });
}

export async function endAreaAction(_previous: FormState, form: FormData): Promise<FormState> {
  return runAction(form, async (context, input) => {
    const done = await endArea(context, input);
    revalidatePath("/admin", "layout");
    return done;
  });
}

export async function changeDeskAction(_previous: FormState, form: FormData): Promise<FormState> {
  return runAction(form, async (context, input) => {
    const done = await changeDesk(context, input);
    revalidatePath("/admin", "layout");
    return done;
  });
}
