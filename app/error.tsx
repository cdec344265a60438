"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { buttonClass } from "@/lib/ui/button-class";

/** Plain words, and a time by which the administrator finds the fault in the log. */
export default function ErrorPage({ reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations("shell");
  const format = useFormatter();
  const [at, setAt] = useState<Date | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    setAt(new Date());
    heading.current?.focus();
  }, []);
  return (
    <main id="content" className="mx-auto w-full max-w-xl px-4 py-16">
      <h1 ref={heading} tabIndex={-1} className="text-lg font-semibold outline-none">
        {t("errorTitle")}
      </h1>
      <p className="mt-2 text-muted">{t("errorText")}</p>
      {at ? <p className="mt-2 text-muted">{t("errorAt", { at: format.dateTime(at, "exact") })}</p> : null}
      <p className="mt-6 flex gap-2">
        <button type="button" onClick={reset} className={buttonClass("primary")}>
          {t("retry")}
        </button>
        <Link href="/" className={buttonClass("secondary")}>
          {t("backHome")}
        </Link>
      </p>
    </main>
  );
}
