"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import type { FormAction } from "@/lib/domain/form-state";
import { ActionForm } from "@/lib/ui/action-form";
import { Button } from "@/lib/ui/button";
import { Notice } from "@/lib/ui/notice";

const lookMs = 1_000;

/** How far the import is, read again every second, and a way to stop it. */
export function RunningImport({
  id,
  source,
  step,
  share,
  isStopping,
  action,
}: {
  id: string;
  source: string;
  step: string;
  share: number;
  isStopping: boolean;
  action: FormAction;
}) {
  const t = useTranslations("cityImport");
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), lookMs);
    return () => clearInterval(timer);
  }, [router]);
  const percent = Math.round(share * 100);
  return (
    <Notice kind="info" className="my-3">
      <p className="font-medium">{t("running", { source })}</p>
      <label className="mt-1 grid gap-1">
        <span>
          {step} · {percent} %
        </span>
        <progress max={100} value={percent} className="w-full max-w-md" />
      </label>
      {isStopping ? (
        <p className="mt-2">{t("stopping")}</p>
      ) : (
        <ActionForm action={action} hidden={{ id }} className="mt-2">
          <Button>{t("stop")}</Button>
        </ActionForm>
      )}
    </Notice>
  );
}
