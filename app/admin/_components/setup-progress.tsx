import { CircleCheck, CircleDashed, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { Setup } from "@/lib/features/administration/load-setup";
import { buttonClass } from "@/lib/ui/button-class";

/** How a step stands, by shape, colour and word. */
export function StepState({ step }: { step: Setup["steps"][number] }) {
  const t = useTranslations("manage.setup");
  if (step.isDone)
    return (
      <span className="inline-flex items-center gap-1 text-xs text-state-closed">
        <CircleCheck aria-hidden className="size-4" />
        {t("done")}
      </span>
    );
  if (step.problems.length > 0)
    return (
      <span className="inline-flex items-center gap-1 text-xs text-state-overdue">
        <TriangleAlert aria-hidden className="size-4" />
        {t("missing")}
      </span>
    );
  return (
    <span className="inline-flex items-center gap-1 text-xs text-state-reported">
      <CircleDashed aria-hidden className="size-4" />
      {t("toConfirm")}
    </span>
  );
}

/** On the overview, before anything else, while the city is not set up. */
export function SetupProgress({ setup }: { setup: Setup }) {
  const t = useTranslations("manage.setup");
  return (
    <section
      aria-labelledby="setup"
      className="my-3 max-w-3xl rounded-md border border-line-strong bg-panel p-4"
    >
      <h2 id="setup" className="font-semibold">
        {t("title")}
      </h2>
      <p className="mb-2 text-muted">{t("intro")}</p>
      <p className="mb-2 flex items-center gap-3">
        <progress
          value={setup.done}
          max={setup.steps.length}
          aria-label={t("title")}
          className="h-2 grow accent-accent"
        />
        <span className="tabular-nums">{t("progress", { done: setup.done, all: setup.steps.length })}</span>
      </p>
      <ol className="mb-3 grid gap-x-6 sm:grid-cols-2">
        {setup.steps.map((step, index) => (
          <li
            key={step.step}
            className="flex min-h-9 items-center justify-between gap-3 border-b border-line"
          >
            <span>
              {index + 1}. {t(`step.${step.step}.title`)}
            </span>
            <StepState step={step} />
          </li>
        ))}
      </ol>
      <Link href="/admin/start" className={buttonClass("primary")}>
        {t(setup.done <= 1 ? "begin" : "goOn")}
      </Link>
    </section>
  );
}
