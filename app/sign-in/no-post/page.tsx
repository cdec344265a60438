import { getTranslations } from "next-intl/server";
import { Notice } from "@/lib/ui/notice";
import { staffContext } from "@/lib/web/request-context";
import { Frame } from "../../_shell/frame";

/** Where an account without a post lands: it opens nothing, and says whom to ask. */
export default async function NoPostPage() {
  const context = await staffContext("/sign-in/no-post");
  const t = await getTranslations("auth");
  return (
    <Frame context={context} section="none">
      <div className="mx-auto w-full max-w-md px-4 py-12">
        <h1 className="sr-only">{t("title")}</h1>
        <Notice kind="warning">{t("postsMissing")}</Notice>
      </div>
    </Frame>
  );
}
