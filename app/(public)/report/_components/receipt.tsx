"use client";

import { CircleCheck, Copy } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { formatTrackingCode } from "@/lib/domain/tracking-code";
import { buttonClass } from "@/lib/ui/button-class";
import { PrintButton } from "@/lib/ui/print-button";
import { useDistanceWords } from "../../../_place/distance-words";

type Detail = Record<string, string | number | boolean>;

/** What was taken in, and the tracking code: here, and only here. */
export function Receipt({ detail, deskHref }: { detail: Detail; deskHref: string | null }) {
  const t = useTranslations("report");
  const distance = useDistanceWords();
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    head.current?.focus();
    head.current?.scrollIntoView({ block: "center" });
  }, []);
  const isKept = detail.isKept === true;
  const code = typeof detail.code === "string" && detail.code !== "" ? formatTrackingCode(detail.code) : null;
  return (
    <section className="grid gap-4">
      <h2 ref={head} tabIndex={-1} className="flex items-center gap-2 font-semibold text-lg outline-none">
        <CircleCheck aria-hidden className="size-6 text-state-closed" />
        {t(isKept ? "done.keptTitle" : "done.title")}
      </h2>
      {isKept ? (
        <p className="max-w-[40em]">{t("done.kept", { distance: distance(Number(detail.metres)) })}</p>
      ) : (
        <dl className="grid gap-3 rounded-md border border-line bg-panel p-4">
          <div>
            <dt className="text-muted text-sm">{t("done.number")}</dt>
            <dd className="text-lg">{String(detail.number)}</dd>
          </div>
          {code ? <CodeLine code={code} /> : null}
        </dl>
      )}
      {isKept ? null : <p className="max-w-[40em]">{t("done.next")}</p>}
      <div className="flex flex-wrap gap-2 no-print">
        {code ? (
          <>
            <Link href={`/track#${code}`} className={buttonClass("primary")}>
              {t("done.follow")}
            </Link>
            <PrintButton label={t("done.print")} />
          </>
        ) : null}
        {deskHref && !isKept ? (
          <Link href={deskHref} className={buttonClass("primary")}>
            {t("done.toDesk")}
          </Link>
        ) : null}
        {/* A whole new page: the form begins anew, with a new key. */}
        <a href="/report" className={buttonClass("secondary")}>
          {t("done.again")}
        </a>
        <Link href="/" className={buttonClass("quiet")}>
          {t("done.home")}
        </Link>
      </div>
    </section>
  );
}

function CodeLine({ code }: { code: string }) {
  const t = useTranslations("report.done");
  const [said, setSaid] = useState<"copied" | "copyFailed" | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(code);
      setSaid("copied");
    } catch {
      // No clipboard without an encrypted address.
      setSaid("copyFailed");
    }
  };
  return (
    <div>
      <dt className="text-muted text-sm">{t("code")}</dt>
      <dd>
        <output className="block select-all font-semibold text-xl tracking-wider">{code}</output>
        <p className="mt-1 max-w-[40em] text-sm">{t("codeOnce")}</p>
        <button type="button" onClick={copy} className={buttonClass("secondary", "mt-2")}>
          <Copy aria-hidden className="size-4" />
          {said ? t(said) : t("copy")}
        </button>
        <span role="status" className="sr-only">
          {said ? t(said) : null}
        </span>
      </dd>
    </div>
  );
}
