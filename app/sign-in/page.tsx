import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { demoAccounts } from "@/lib/auth/demo-accounts";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { Notice } from "@/lib/ui/notice";
import { ownPath } from "@/lib/web/own-path";
import { currentSession, homeOfActor, publicContext, requestContext } from "@/lib/web/request-context";
import { Frame } from "../_shell/frame";
import { SignInForm } from "./_sign-in-form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("title") };
}

type Search = Promise<Record<string, string | string[] | undefined>>;

export default async function SignInPage({ searchParams }: { searchParams: Search }) {
  const { next, callbackUrl, said } = await searchParams;
  const session = await currentSession();
  const wanted = ownPath(next ?? callbackUrl, "");
  if (session?.isPasswordInitial) redirect("/sign-in/change-password");
  if (session) {
    const { actor } = await requestContext();
    redirect(wanted || (actor.kind === "user" ? homeOfActor(actor) : "/"));
  }
  const t = await getTranslations();
  const accounts = demoAccounts().map((account) => ({ ...account, post: t(`post.${account.post}`) }));
  return (
    <Frame context={publicContext(null)} section="none">
      <div className={`mx-auto w-full px-4 py-8 md:py-12 ${accounts.length > 0 ? "max-w-4xl" : "max-w-md"}`}>
        <h1 className="text-lg font-semibold">{t("auth.title")}</h1>
        <p className="mt-1 mb-6 text-muted">{t("auth.intro")}</p>
        {said === "signed-out" ? (
          <Notice kind="done" className="mb-4">
            {t("auth.signedOut")}
          </Notice>
        ) : null}
        <ClientMessages also={["auth"]}>
          <SignInForm next={wanted} accounts={accounts} />
        </ClientMessages>
      </div>
    </Frame>
  );
}
