"use client";

import { RotateCw } from "lucide-react";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { isOpen, stateGroup } from "@/lib/domain/states";
import { ownName } from "@/lib/i18n/own-name";
import { Button } from "@/lib/ui/button";
import { buttonClass } from "@/lib/ui/button-class";
import { Clock } from "@/lib/ui/clock";
import { Notice } from "@/lib/ui/notice";
import { PhotoStrip } from "@/lib/ui/photo-strip";
import { PrintButton } from "@/lib/ui/print-button";
import { StateShape } from "@/lib/ui/state-badge";
import { stateTextClass } from "@/lib/ui/state-shapes";
import { Timeline } from "@/lib/ui/timeline";
import { RateForm } from "./rate-form";
import { ReopenForm } from "./reopen-form";
import type { Tracked, TrackState } from "./track-state";

/** One ticket as its reporter sees it; printed, a receipt on one sheet. */
export function TrackedTicketView({
  state,
  tracked,
  action,
  onClose,
}: {
  state: TrackState;
  tracked: Tracked;
  action: (form: FormData) => void;
  onClose: () => void;
}) {
  const t = useTranslations("track");
  const tBatch = useTranslations("ui.photo.batch");
  const locale = useLocale();
  const format = useFormatter();
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  const { promiseDueAt, now } = tracked;
  const { answer, form } = state;
  const done = answer.status === "done" && form !== "look" ? form : null;

  return (
    <div className="grid gap-6">
      <section className="grid gap-3 rounded-md border border-line bg-panel p-4" aria-labelledby="tracked">
        <h2 id="tracked" ref={head} tabIndex={-1} className="font-semibold text-lg outline-none">
          {ownName(locale, tracked.class.name, tracked.class.nameEn)}
        </h2>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2">
          <dt className="text-muted">{t("state")}</dt>
          <dd>
            <PublicState {...tracked} />
          </dd>
          {promiseDueAt && isOpen(tracked.state) ? (
            <>
              <dt className="text-muted">{t("promise")}</dt>
              <dd>
                {format.dateTime(new Date(promiseDueAt), "minute")}
                {" · "}
                <Clock dueAt={promiseDueAt} now={now} />
                <span className="block text-muted text-xs">{t("promiseWhy")}</span>
              </dd>
            </>
          ) : null}
          {tracked.endedAt ? (
            <>
              <dt className="text-muted">{t("endedAt")}</dt>
              <dd>
                {format.dateTime(new Date(tracked.endedAt), "minute")}
                {promiseDueAt ? (
                  <>
                    {" · "}
                    <Clock dueAt={promiseDueAt} now={now} stoppedAt={tracked.endedAt} />
                  </>
                ) : null}
              </dd>
            </>
          ) : null}
          <dt className="text-muted">{t("place")}</dt>
          <dd>{tracked.placeWords}</dd>
          <dt className="text-muted">{t("reportedAt")}</dt>
          <dd>{format.dateTime(new Date(tracked.reportedAt), "minute")}</dd>
          <dt className="text-muted">{t("number")}</dt>
          <dd>{tracked.number}</dd>
        </dl>
        {/* Opened again, the old answer is none any more. */}
        {tracked.reply && !isOpen(tracked.state) ? (
          <div>
            <h3 className="font-medium text-sm">{t("reply")}</h3>
            <p className="max-w-[40em] whitespace-pre-line">{tracked.reply}</p>
          </div>
        ) : null}
        {tracked.earlier ? (
          <div>
            <p>{t("earlier")}</p>
            <PublicState {...tracked.earlier} />
          </div>
        ) : null}
      </section>

      {answer.status === "refused" && answer.code === "conflict" ? (
        <Notice kind="warning" role="alert">
          {t("changed")}
        </Notice>
      ) : null}
      {done === "rate" ? <Notice kind="done">{t("rate.done")}</Notice> : null}
      {done === "reopen" ? <Notice kind="done">{t("reopen.done")}</Notice> : null}
      {tracked.mayRate ? <RateForm state={state} tracked={tracked} action={action} /> : null}
      {tracked.state === "closed" ? <ReopenForm state={state} tracked={tracked} action={action} /> : null}

      <section className="rounded-md border border-line bg-panel p-4">
        <h2 className="mb-3 font-semibold">{t("steps")}</h2>
        <Timeline
          entries={tracked.steps.map((step) => ({
            key: `${step.seq}-${step.name}`,
            at: step.at,
            title: t(`step.${step.name}`),
            by:
              step.units.map(({ name, nameEn }) => ownName(locale, name, nameEn)).join(t("units")) ||
              undefined,
            group: stateGroup(step.state),
          }))}
        />
      </section>

      {tracked.photos.length > 0 ? (
        <section>
          <h2 className="font-semibold">{t("photos")}</h2>
          <p className="mb-2 text-muted text-xs">{t("photosHint")}</p>
          <PhotoStrip
            photos={tracked.photos.map(({ id, width, height, batch, query }) => ({
              id,
              width,
              height,
              caption: tBatch(batch),
              query,
            }))}
          />
        </section>
      ) : null}

      <p className="print-only text-muted">
        {t("printedAt", { at: format.dateTime(new Date(now), "minute") })}
      </p>
      <div className="flex flex-wrap gap-2 no-print">
        <form action={action}>
          <input type="hidden" name="do" value="look" />
          <input type="hidden" name="code" value={tracked.code} readOnly />
          <Button>
            <RotateCw aria-hidden className="size-4" />
            {t("refresh")}
          </Button>
        </form>
        <PrintButton label={t("print")} />
        {/* An address, so that it works without a script; with one, nothing is loaded again. */}
        <a
          href="/track"
          onClick={(event) => {
            event.preventDefault();
            onClose();
          }}
          className={buttonClass("quiet")}
        >
          {t("again")}
        </a>
      </div>
    </div>
  );
}

/** The state in the words of residents, in the colour and shape it has everywhere. */
function PublicState({
  state,
  isOverdue,
  isSuspended,
}: Pick<Tracked, "state" | "isOverdue" | "isSuspended">) {
  const t = useTranslations("track.status");
  const tState = useTranslations("state");
  const group = stateGroup(state, isOverdue, isSuspended);
  const more =
    group === "overdue" ? tState("isOverdue") : group === "suspended" ? tState("isSuspended") : null;
  return (
    <span className="inline-flex items-center gap-1.5">
      <StateShape group={group} />
      <span className={`${stateTextClass[group]} font-medium`}>
        {t(state)}
        {more ? ` · ${more}` : null}
      </span>
    </span>
  );
}
