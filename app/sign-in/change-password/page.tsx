import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { passwordLength } from "@/lib/domain/password-rules";
import { ActionForm } from "@/lib/ui/action-form";
import { Button } from "@/lib/ui/button";
import { Field } from "@/lib/ui/field";
import { PasswordInput } from "@/lib/ui/password-input";
import { ownPath } from "@/lib/web/own-path";
import { ownAccountContext } from "@/lib/web/request-context";
import { Frame } from "../../_shell/frame";
import { changePasswordAction } from "../actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("changeTitle") };
}

type Search = Promise<Record<string, string | string[] | undefined>>;

export default async function ChangePasswordPage({ searchParams }: { searchParams: Search }) {
  const own = await ownAccountContext();
  if (!own) redirect("/sign-in");
  const t = await getTranslations("auth");
  const shown = { showLabel: t("showPassword"), maxLength: 512, required: true };
  return (
    <Frame context={own.context} section="none" isLive={false}>
      <div className="mx-auto w-full max-w-md px-4 py-8 md:py-12">
        <h1 className="text-lg font-semibold">{t("changeTitle")}</h1>
        <p className="mt-1 mb-6 text-muted">
          {own.session.isPasswordInitial ? t("changeIntro") : t("changeIntroAgain")}
        </p>
        <ActionForm
          action={changePasswordAction}
          hidden={{ next: ownPath((await searchParams).next, "") }}
          className="grid gap-4"
        >
          {/* Password managers file the change under this name. */}
          <input type="hidden" autoComplete="username" value={own.session.login} readOnly />
          <Field name="currentPassword" label={t("currentPassword")} isRequired>
            <PasswordInput {...shown} autoComplete="current-password" />
          </Field>
          <Field name="newPassword" label={t("newPassword")} hint={t("newPasswordHint")} isRequired>
            <PasswordInput {...shown} autoComplete="new-password" minLength={passwordLength.min} />
          </Field>
          <Field name="repeatPassword" label={t("repeatPassword")} isRequired>
            <PasswordInput {...shown} autoComplete="new-password" />
          </Field>
          <Button kind="primary">{t("changeSubmit")}</Button>
        </ActionForm>
      </div>
    </Frame>
  );
}
