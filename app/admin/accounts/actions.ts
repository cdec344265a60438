"use server";

import { revalidatePath } from "next/cache";
import type { FormState } from "@/lib/domain/form-state";
import { endPost } from "@/lib/features/accounts/end-post";
import { givePost } from "@/lib/features/accounts/give-post";
import { giveStandIn } from "@/lib/features/accounts/give-stand-in";
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

export async function givePostAction(_previous: FormState, form: FormData): Promise<FormState> {
  return act(form, givePost);
}

export async function endPostAction(_previous: FormState, form: FormData): Promise<FormState> {
  return act(form, endPost);
}

export async function giveStandInAction(_previous: FormState, form: FormData): Promise<FormState> {
  return act(form, giveStandIn);
}
