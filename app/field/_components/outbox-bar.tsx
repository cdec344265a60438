"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { Button } from "@/lib/ui/button";
import { Notice } from "@/lib/ui/notice";
import { useToast } from "@/lib/ui/toast";
import { openOutbox, sendWaiting } from "./outbox";
import { useIsOnline, useOutbox } from "./use-outbox";

const retryMs = 30_000;

/** Stands on every field page: sends what waits whenever it can, and says how that stands. */
export function OutboxBar({ owner }: { owner: string }) {
  const t = useTranslations("field.outbox");
  const isOnline = useIsOnline();
  const { entries, isSending, hold, arrived, isStorageBroken } = useOutbox();
  const waiting = entries?.filter(({ stage }) => stage === "waiting").length ?? 0;
  const refused = entries?.filter(({ stage }) => stage === "refused").length ?? 0;
  const [latest] = arrived;

  useEffect(() => {
    void openOutbox(owner);
  }, [owner]);
  useEffect(() => {
    if (isOnline) void sendWaiting();
  }, [isOnline]);
  useEffect(() => {
    if (waiting === 0) return;
    const timer = setInterval(() => void sendWaiting(), retryMs);
    return () => clearInterval(timer);
  }, [waiting]);
  useLinksThatLeadNowhere(isOnline);

  return (
    <div className="grid gap-2 px-3 empty:hidden md:px-4 [&>*]:mt-2">
      {isStorageBroken ? (
        <Notice kind="refused" role="alert">
          {t("storageFailed")}
        </Notice>
      ) : null}
      {!isOnline || waiting > 0 ? (
        <Notice kind="warning">
          <div className="flex flex-wrap items-center justify-between gap-2">
            <p>
              {waiting > 0 ? (
                <strong className="font-medium">{t("waiting", { count: waiting })}</strong>
              ) : null}{" "}
              {isOnline
                ? hold === "signed_out"
                  ? t("signIn")
                  : isSending
                    ? t("sending")
                    : null
                : t("offline")}
            </p>
            {waiting > 0 && isOnline && hold === "signed_out" ? (
              <a href="/sign-in?next=/field" className="link inline-flex min-h-11 items-center">
                {t("signInNow")}
              </a>
            ) : waiting > 0 && isOnline ? (
              <Button type="button" isPending={isSending} onClick={() => void sendWaiting()}>
                {t("sendNow")}
              </Button>
            ) : null}
          </div>
        </Notice>
      ) : null}
      {refused > 0 ? (
        <Notice kind="refused">
          <Link href="/field/mine" className="link inline-flex min-h-11 items-center md:min-h-0">
            {t("refused", { count: refused })}
          </Link>
        </Notice>
      ) : null}
      {latest ? (
        <Notice kind="done" key={latest.key}>
          <span className="flex flex-wrap items-center gap-x-3">
            {latest.number === null
              ? t("sentBefore")
              : t(latest.isSolved ? "sentSolved" : "sent", { number: latest.number })}
            {latest.number ? (
              <Link
                href={`/field/mine?ticket=${latest.number}`}
                className="link inline-flex min-h-11 items-center md:min-h-0"
              >
                {t("look")}
              </Link>
            ) : null}
          </span>
        </Notice>
      ) : null}
    </div>
  );
}

/** Without network a link would leave the page for the browser's error page: it is held back, in words. */
function useLinksThatLeadNowhere(isOnline: boolean): void {
  const toast = useToast();
  const t = useTranslations("field.outbox");
  useEffect(() => {
    if (isOnline) return;
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
      if (!link || link.getAttribute("href")?.startsWith("#")) return;
      event.preventDefault();
      event.stopPropagation();
      toast("warning", t("linkOffline"));
    };
    document.addEventListener("click", onClick, true);
    return () => document.removeEventListener("click", onClick, true);
  }, [isOnline, toast, t]);
}
