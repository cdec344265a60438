"use client";

import { useRouter } from "next/navigation";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/lib/ui/button";
import { buttonClass } from "@/lib/ui/button-class";
import { Dialog } from "@/lib/ui/overlay";
import { chooseEntry, forget } from "./outbox";
import { type Entry, isBlank } from "./outbox-store";
import { RefusedNotice } from "./refused-notice";
import { useOutbox } from "./use-outbox";

/** What this device still holds: drafts, what waits, what was not accepted. */
export function KeptList() {
  const t = useTranslations("field.mine");
  const { entries } = useOutbox();
  const kept = entries?.filter((entry) => !isBlank(entry)) ?? [];
  if (kept.length === 0) return null;
  return (
    <section aria-labelledby="kept" className="mb-4">
      <h2 id="kept" className="px-3 pt-3 pb-1 font-semibold">
        {t("onDevice")}
      </h2>
      <ul className="border-t border-line">
        {kept.map((entry) => (
          <li key={entry.key} className="border-b border-line bg-panel px-3 py-2">
            <KeptRow entry={entry} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function KeptRow({ entry }: { entry: Entry }) {
  const t = useTranslations("field.mine");
  const locale = useLocale();
  const format = useFormatter();
  const router = useRouter();
  const [isAsking, setAsking] = useState(false);
  const name = locale === "en" ? entry.className?.en : entry.className?.zh;
  const what = name || t("noClass");
  return (
    <>
      <p className="font-medium">
        {what}
        {entry.isSolved ? (
          <span className="ml-2 rounded-sm border border-line-strong px-1 text-xs font-normal">
            {t("solved")}
          </span>
        ) : null}
      </p>
      <p className="text-sm">{entry.placeWords || t("noPlace")}</p>
      <p className="flex flex-wrap gap-x-3 text-xs text-muted">
        <span className="text-ink">{t(`stage.${entry.stage}`)}</span>
        <span>{t("photoCount", { count: entry.photos.length })}</span>
        <span>{format.dateTime(new Date(entry.at), "shortMinute")}</span>
      </p>
      {entry.stage === "refused" ? <RefusedNotice entry={entry} /> : null}
      <div className="mt-1 flex gap-2">
        {entry.stage === "waiting" ? null : (
          <Button
            type="button"
            onClick={() => {
              chooseEntry(entry.key);
              router.push("/field/report");
            }}
          >
            {t(entry.stage === "draft" ? "continue" : "edit")}
          </Button>
        )}
        <Dialog
          title={t("deleteTitle")}
          description={t(entry.wasTried ? "deleteTried" : "deleteWhy")}
          isOpen={isAsking}
          onOpenChange={setAsking}
          trigger={
            <button type="button" className={buttonClass("quiet")}>
              {t("delete")}
            </button>
          }
        >
          <Button type="button" kind="danger" onClick={() => void forget(entry.key)}>
            {t("delete")}
          </Button>
        </Dialog>
      </div>
    </>
  );
}
