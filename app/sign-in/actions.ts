"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/lib/domain/form-state";
import { changePasswordByForm } from "@/lib/web/change-password";
import { ownPath } from "@/lib/web/own-path";
import { runAction } from "@/lib/web/run-action";
import { openSessionByForm } from "@/lib/web/session-doors";

const words = (value: unknown): string => (typeof value === "string" ? value : "");

export type SignInState =
  | { status: "idle" }
  | { status: "refused" | "locked" | "wait"; login: string; minutes: number; seconds: number };

export async function signInAction(_previous: SignInState, form: FormData): Promise<SignInState> {
  const login = words(form.get("login")).slice(0, 64);
  const outcome = await openSessionByForm(login, words(form.get("password")));
  if (outcome.status === "signed_in") {
    const asked = ownPath(form.get("next"), "");
    redirect(
      asked !== "" && asked !== "/" && outcome.home !== "/sign-in/change-password" ? asked : outcome.home,
    );
  }
  return {
    status: outcome.status,
    login,
    minutes: outcome.status === "locked" ? outcome.minutes : 0,
    seconds: outcome.status === "wait" ? outcome.seconds : 0,
  };
}

export async function changePasswordAction(_previous: FormState, form: FormData): Promise<FormState> {
  let home = "/";
  const state = await runAction(form, async () => {
    const changed = await changePasswordByForm({
      current: words(form.get("currentPassword")),
      next: words(form.get("newPassword")),
      repeated: words(form.get("repeatPassword")),
    });
    home = changed.home;
    return undefined;
  });
  if (state.status === "done") redirect(ownPath(form.get("next"), "") || home);
  return state;
}
