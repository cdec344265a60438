"use server";

import { revalidatePath } from "next/cache";
import type { FormState } from "@/lib/domain/form-state";
import { publishCalendar } from "@/lib/features/administration/publish-calendar";
import { runAction } from "@/lib/web/run-action";

export async function publishCalendarAction(_previous: FormState, form: FormData): Promise<FormState> {
  return runAction(form, async (context, input) => {
    const done = await publishCalendar(context, input);
    revalidatePath("/admin", "layout");
    return done;
  });
}
