"use server";

import { revalidatePath } from "next/cache";
import type { FormState } from "@/lib/domain/form-state";
import { createAccount } from "@/lib/features/accounts/create-account";
import { disableAccount } from "@/lib/features/accounts/disable-account";
import { resetPassword } from "@/lib/features/accounts/reset-password";
import { changeSetting } from "@/lib/features/administration/change-setting";
import { authorise } from "@/lib/features/command";
import { hashPassword } from "@/lib/features/shared/password-hash";
import { initialPassword } from "@/lib/web/initial-password";
import { runAction } from "@/lib/web/run-action";
import { writeReport } from "./_components/import-report";
import { settingValue } from "./_components/setting-kinds";
import { importFile } from "./_import-file";

export async function importAction(_previous: FormState, form: FormData): Promise<FormState> {
  return runAction(form, async (context, { what, version }) => {
    const report = await importFile(context, String(what), form.get("file"), version);
    revalidatePath("/admin", "layout");
    return writeReport(report);
  });
}

export async function changeSettingAction(_previous: FormState, form: FormData): Promise<FormState> {
  return runAction(form, async (context, input) => {
    const { key } = await changeSetting(context, { key: input.key, value: settingValue(input) });
    revalidatePath("/admin/settings");
    return { key };
  });
}

export async function createAccountAction(_previous: FormState, form: FormData): Promise<FormState> {
  return runAction(form, async (context, input) => {
    // Hashing is slow on purpose: not for everybody who may call this address.
    authorise(context.actor, "create_account");
    const password = initialPassword();
    const passwordHash = await hashPassword(password);
    const { login } = await createAccount(context, { ...input, passwordHash });
    revalidatePath("/admin/accounts");
    return { login, password };
  });
}

export async function resetPasswordAction(_previous: FormState, form: FormData): Promise<FormState> {
  return runAction(form, async (context, { login }) => {
    authorise(context.actor, "reset_password");
    const password = initialPassword();
    const done = await resetPassword(context, { login, passwordHash: await hashPassword(password) });
    revalidatePath("/admin/accounts");
    return { login: done.login, password };
  });
}

export async function disableAccountAction(_previous: FormState, form: FormData): Promise<FormState> {
  return runAction(form, async (context, input) => {
    const { login } = await disableAccount(context, input);
    revalidatePath("/admin/accounts");
    return { login };
  });
}
