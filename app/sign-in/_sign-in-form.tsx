"use client";

import { useTranslations } from "next-intl";
import { useActionState, useRef, useState } from "react";
import { Button } from "@/lib/ui/button";
import { Field } from "@/lib/ui/field";
import { TextInput } from "@/lib/ui/inputs";
import { Notice } from "@/lib/ui/notice";
import { PasswordInput } from "@/lib/ui/password-input";
import { type SignInState, signInAction } from "./actions";

export type DemoChoice = { login: string; post: string; password: string | null };

const idle: SignInState = { status: "idle" };

export function SignInForm({ next, accounts }: { next: string; accounts: readonly DemoChoice[] }) {
  const t = useTranslations("auth");
  const [state, action] = useActionState(signInAction, idle);
  const [chosen, setChosen] = useState<DemoChoice | null>(null);
  const password = useRef<HTMLInputElement>(null);
  const typed = state.status === "idle" ? "" : state.login;
  return (
    <div
      className={
        accounts.length > 0 ? "grid gap-8 md:grid-cols-[minmax(0,22rem)_minmax(0,1fr)]" : "max-w-[22rem]"
      }
    >
      <form action={action} className="grid content-start gap-4">
        <input type="hidden" name="next" value={next} readOnly />
        {state.status === "refused" ? (
          <Notice kind="refused" role="alert">
            {t("refused")}
          </Notice>
        ) : null}
        {state.status === "locked" ? (
          <Notice kind="refused" role="alert">
            {t("locked", { minutes: state.minutes })}
          </Notice>
        ) : null}
        {state.status === "wait" ? (
          <Notice kind="warning" role="alert">
            {t("wait", { seconds: state.seconds })}
          </Notice>
        ) : null}
        <Field name="login" label={t("login")} isRequired>
          <TextInput
            key={`login-${chosen?.login ?? typed}`}
            defaultValue={chosen?.login ?? typed}
            autoComplete="username"
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            maxLength={64}
            required
          />
        </Field>
        <Field name="password" label={t("password")} isRequired>
          <PasswordInput
            ref={password}
            key={`password-${chosen?.login ?? ""}`}
            defaultValue={chosen?.password ?? ""}
            showLabel={t("showPassword")}
            autoComplete="current-password"
            maxLength={1024}
            required
          />
        </Field>
        <Button kind="primary">{t("submit")}</Button>
      </form>
      {accounts.length > 0 ? (
        <section aria-labelledby="demo-accounts" className="min-w-0">
          <h2 id="demo-accounts" className="font-semibold">
            {t("demoTitle")}
          </h2>
          <p className="mb-2 text-muted text-xs">
            {accounts.some((account) => account.password !== null) ? t("demoHintFilled") : t("demoHint")}
          </p>
          <ul className="grid grid-cols-2 gap-x-2 gap-y-1 lg:grid-cols-3">
            {accounts.map((account) => (
              <li key={account.login}>
                <button
                  type="button"
                  aria-pressed={chosen?.login === account.login}
                  aria-label={t("demoUse", { post: account.post, login: account.login })}
                  onClick={() => {
                    setChosen(account);
                    requestAnimationFrame(() => password.current?.focus());
                  }}
                  className="flex h-full min-h-11 w-full flex-wrap items-baseline content-start gap-x-2 rounded-md border border-line bg-panel px-2.5 py-1.5 text-left hover:bg-sunken aria-pressed:border-accent aria-pressed:bg-accent-soft md:min-h-9"
                >
                  <span>{account.post}</span>
                  <span className="text-muted text-xs">{account.login}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}
