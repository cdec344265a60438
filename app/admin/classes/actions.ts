"use server";

import { revalidatePath } from "next/cache";
import type { FormState } from "@/lib/domain/form-state";
import { addCondition } from "@/lib/features/administration/add-condition";
import { changeClass } from "@/lib/features/administration/change-class";
import { endCondition } from "@/lib/features/administration/end-condition";
import { retireClass } from "@/lib/features/administration/retire-class";
import { setLimit } from "@/lib/features/administration/set-limit";
import type { Context } from "@/lib/features/context";
import { runAction } from "@/lib/web/run-action";

type Detail = Record<string, string | number | boolean>;

function act(form: FormData, verb: (context: Context, raw: unknown) => Promise<Detail>): Promise<FormState> {
  return runAction(form, async (context, input) => {
    const done = await verb(context, input);
    revalidatePath("/admin", "layout");
    return done;
  });
}

export async function changeClassAction(_previous: FormState, form: FormData): Promise<FormState> {
  return act(form, changeClass);
}

export async function retireClassAction(_previous: FormState, form: FormData): Promise<FormState> {
  return act(form, retireClass);
}

export async function addConditionAction(_previous: FormState, form: FormData): Promise<FormState> {
  return act(form, addCondition);
}

export async function endConditionAction(_previous: FormState, form: FormData): Promise<FormState> {
  return act(form, endCondition);
}

export async function setLimitAction(_previous: FormState, form: FormData): Promise<FormState> {
  return act(form, setLimit);
}
