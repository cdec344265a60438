"use client";

import { useTranslations } from "next-intl";
import type { FormAction } from "@/lib/domain/form-state";
import { ActionForm } from "@/lib/ui/action-form";
import { Button } from "@/lib/ui/button";
import { Field } from "@/lib/ui/field";
import { TextInput } from "@/lib/ui/inputs";
import { SecretList } from "./secret-list";

/** What the security administrator may do to one account. */
export function AccountActions({
  login,
  isDisabled,
  disable,
  reset,
}: {
  login: string;
  isDisabled: boolean;
  disable: FormAction;
  reset: FormAction;
}) {
  const t = useTranslations("admin.accounts");
  return (
    <div className="grid gap-4 md:grid-cols-2">
      <ActionForm action={reset} hidden={{ login }} className="grid content-start gap-2">
        {(state) => (
          <>
            <p className="text-xs text-muted">{t("resetHint")}</p>
            <p>
              <Button>{t("reset")}</Button>
            </p>
            {state.status === "done" ? (
              <SecretList secrets={[{ login, password: String(state.detail.password ?? "") }]} />
            ) : null}
          </>
        )}
      </ActionForm>
      <ActionForm
        action={disable}
        hidden={{ login, to: isDisabled ? "enabled" : "disabled" }}
        className="grid content-start gap-2"
        done={isDisabled ? t("nowDisabled") : t("nowEnabled")}
      >
        <Field name="reason" label={t("reason")} isRequired={!isDisabled}>
          <TextInput maxLength={200} />
        </Field>
        <p>
          <Button kind={isDisabled ? "secondary" : "danger"}>
            {isDisabled ? t("enable") : t("disable")}
          </Button>
        </p>
      </ActionForm>
    </div>
  );
}
