"use server";

import { revalidatePath } from "next/cache";
import type { FormState } from "@/lib/domain/form-state";
import { cancelCityImport } from "@/lib/features/city/cancel-city-import";
import { runAction } from "@/lib/web/run-action";

export async function cancelImportAction(_previous: FormState, form: FormData): Promise<FormState> {
  return runAction(form, async (context, { id }) => {
    await cancelCityImport(context, { id });
    revalidatePath("/admin/import");
    return undefined;
  });
}
