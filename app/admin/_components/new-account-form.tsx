"use client";

import { UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import type { FormAction } from "@/lib/domain/form-state";
import type { AreaLevel } from "@/lib/domain/posts";
import { ActionForm } from "@/lib/ui/action-form";
import { Button } from "@/lib/ui/button";
import { Field } from "@/lib/ui/field";
import { TextInput } from "@/lib/ui/inputs";
import { PostFields } from "./post-fields";
import { SecretList } from "./secret-list";

/** A person, a post and its place. */
export function NewAccountForm({
  action,
  areas,
  units,
}: {
  action: FormAction;
  areas: readonly { code: string; name: string; level: AreaLevel }[];
  units: readonly { code: string; name: string }[];
}) {
  const t = useTranslations();
  return (
    <details className="my-3 rounded-md border border-line bg-panel no-print">
      <summary className="flex min-h-11 md:min-h-9 items-center gap-2 px-3 font-medium">
        <UserPlus aria-hidden className="size-4 text-muted" />
        {t("admin.accounts.new")}
      </summary>
      <ActionForm action={action} className="grid gap-3 border-t border-line p-3 md:grid-cols-2">
        {(state) => (
          <>
            <Field
              name="login"
              label={t("admin.field.login")}
              hint={t("admin.accounts.loginHint")}
              isRequired
            >
              <TextInput autoComplete="off" maxLength={32} />
            </Field>
            <Field name="name" label={t("admin.accounts.personName")} isRequired>
              <TextInput autoComplete="off" maxLength={40} />
            </Field>
            <PostFields areas={areas} units={units} />
            <p className="md:col-span-2">
              <Button kind="primary">{t("admin.accounts.create")}</Button>
            </p>
            {state.status === "done" ? (
              <div className="md:col-span-2">
                <SecretList
                  secrets={[
                    {
                      login: String(state.detail.login ?? ""),
                      password: String(state.detail.password ?? ""),
                    },
                  ]}
                />
              </div>
            ) : null}
          </>
        )}
      </ActionForm>
    </details>
  );
}
