import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { buttonClass } from "@/lib/ui/button-class";

export default async function NotFound() {
  const t = await getTranslations("shell");
  return (
    <main id="content" className="mx-auto w-full max-w-xl px-4 py-16">
      <h1 className="text-lg font-semibold">{t("notFoundTitle")}</h1>
      <p className="mt-2 text-muted">{t("notFoundText")}</p>
      <p className="mt-6">
        <Link href="/" className={buttonClass("primary")}>
          {t("backHome")}
        </Link>
      </p>
    </main>
  );
}
