"use server";

import { revalidatePath } from "next/cache";
import type { FormState } from "@/lib/domain/form-state";
import { addPerson } from "@/lib/features/administration/add-person";
import { changePerson } from "@/lib/features/administration/change-person";
import { changeUnit } from "@/lib/features/administration/change-unit";
import { createUnit } from "@/lib/features/administration/create-unit";
import { endPerson } from "@/lib/features/administration/end-person";
import { endUnit } from "@/lib/features/administration/end-unit";
import { saveSection } from "@/lib/features/administration/save-section";
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

export async function createUnitAction(_previous: FormState, form: FormData): Promise<FormState> {
  return act(form, createUnit);
}

export async function changeUnitAction(_previous: FormState, form: FormData): Promise<FormState> {
  return act(form, changeUnit);
}

export async function endUnitAction(_previous: FormState, form: FormData): Promise<FormState> {
  return act(form, endUnit);
}

export async function saveSectionAction(_previous: FormState, form: FormData): Promise<FormState> {
  return act(form, saveSection);
}

export async function addPersonAction(_previous: FormState, form: FormData): Promise<FormState> {
  return act(form, addPerson);
}

export async function changePersonAction(_previous: FormState, form: FormData): Promise<FormState> {
  return act(form, changePerson);
}

export async function endPersonAction(_previous: FormState, form: FormData): Promise<FormState> {
  return act(form, endPerson);
}
