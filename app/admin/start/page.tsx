import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { areaLevels } from "@/lib/domain/posts";
import type { SetupStep } from "@/lib/domain/setup-steps";
import { loadSetup, type SetupProblem } from "@/lib/features/administration/load-setup";
import { EmptyState } from "@/lib/ui/empty-state";
import { Notice } from "@/lib/ui/notice";
import { adminContext } from "@/lib/web/admin-context";
import { orNotFound } from "@/lib/web/or-not-found";
import { AdminPage, may, titled } from "../_components/admin-page";
import { type FieldSpec, RecordForm } from "../_components/record-form";
import { StepState } from "../_components/setup-progress";
import { confirmSetupAction } from "./actions";

export const generateMetadata = titled("start");

/** Where each step is worked on, and where what is missing is mended. */
const places: Record<SetupStep, string | null> = {
  city: null,
  data: "/admin/import",
  levels: "/admin/areas",
  calendar: "/admin/calendar",
  units: "/admin/units",
  classes: "/admin/classes",
  map: "/admin/settings",
  accounts: "/admin/accounts",
};
const placeOfProblem: Partial<Record<SetupProblem, string>> = {
  no_city: "/admin/import",
  no_cells: "/admin/import",
};

/** The first day of a city, step by step: each can be left and taken up again, as what counts is in the data. */
export default async function StartPage() {
  const context = await adminContext("/admin/start");
  const setup = await orNotFound(loadSetup(context, {}));
  const t = await getTranslations("manage.setup");
  const tLevel = await getTranslations("admin.level");
  const tPost = await getTranslations("post");
  const mayChange = may(context, "change_setting");
  const mayAccounts = may(context, "view_accounts");
  const next = setup.steps.find(({ isDone }) => !isDone)?.step;
  const levels = areaLevels.map((level) => ({ value: level, label: tLevel(level) }));
  const missing = setup.steps.flatMap(({ step, problems }) => problems.map((problem) => ({ step, problem })));
  const unique = missing.filter(
    ({ problem }, index) => missing.findIndex((each) => each.problem === problem) === index,
  );

  const facts: Record<SetupStep, ReactNode> = {
    city: t("facts.city", { name: setup.settings.cityName || "—", nameEn: setup.settings.cityNameEn || "—" }),
    data: t("facts.data", { areas: setup.areas, cells: setup.cells }),
    levels: levels
      .map(({ value, label }) => t("facts.level", { level: label, count: setup.desks[value] ?? 0 }))
      .join(t("facts.and")),
    calendar: setup.publishedThrough
      ? t(setup.isNextYearCovered ? "facts.calendar" : "facts.calendarEnds", { day: setup.publishedThrough })
      : null,
    units: t("facts.units", { units: setup.units, persons: setup.persons }),
    classes: t("facts.classes", { classes: setup.classes }),
    map: setup.settings.reviewNumber
      ? t("facts.map", { number: setup.settings.reviewNumber })
      : t("facts.noMap"),
    accounts:
      setup.security.length > 0
        ? t("facts.accounts", { names: setup.security.join(t("facts.and")), post: tPost("security_admin") })
        : null,
  };
  const fields: Partial<Record<SetupStep, FieldSpec[]>> = {
    city: [
      {
        kind: "text",
        name: "cityName",
        label: t("cityName"),
        value: setup.settings.cityName,
        most: 40,
        isRequired: true,
      },
      {
        kind: "text",
        name: "cityNameEn",
        label: t("cityNameEn"),
        value: setup.settings.cityNameEn,
        most: 80,
        isRequired: true,
      },
    ],
    levels: [
      {
        kind: "choice",
        name: "intakeLevel",
        label: t("intakeLevel"),
        hint: t("intakeHint"),
        value: setup.settings.intakeLevel,
        options: levels,
      },
      {
        kind: "choice",
        name: "fieldLevel",
        label: t("fieldLevel"),
        hint: t("fieldHint"),
        value: setup.settings.fieldLevel,
        options: levels,
      },
    ],
    map: [
      {
        kind: "text",
        name: "reviewNumber",
        label: t("reviewNumber"),
        hint: t("reviewHint"),
        value: setup.settings.reviewNumber,
        most: 60,
      },
    ],
  };
  const mayOpen = (href: string) => href !== "/admin/accounts" || mayAccounts;

  return (
    <AdminPage context={context} section="start">
      <p className="max-w-[60em] text-muted">{t("intro")}</p>
      <p className="my-3 flex max-w-3xl items-center gap-3">
        <progress
          value={setup.done}
          max={setup.steps.length}
          aria-label={t("title")}
          className="h-2 grow accent-accent"
        />
        <span className="tabular-nums">{t("progress", { done: setup.done, all: setup.steps.length })}</span>
      </p>
      {setup.isDone ? (
        <Notice kind="done" className="mb-4 max-w-3xl">
          {t("allDone")}
        </Notice>
      ) : null}
      <ol className="grid max-w-3xl gap-3">
        {setup.steps.map((each, index) => {
          const place = places[each.step];
          return (
            <li
              key={each.step}
              aria-current={each.step === next ? "step" : undefined}
              className="rounded-md border border-line bg-panel p-3 aria-[current]:border-accent"
            >
              <div className="flex flex-wrap items-center justify-between gap-x-3">
                <h2 className="font-semibold">
                  {index + 1}. {t(`step.${each.step}.title`)}
                </h2>
                <StepState step={each} />
              </div>
              <p className="text-muted">{t(`step.${each.step}.about`)}</p>
              {facts[each.step] ? <p>{facts[each.step]}</p> : null}
              {each.problems.length > 0 ? (
                <ul className="mt-1 list-inside list-disc text-state-overdue">
                  {each.problems.map((problem) => (
                    <li key={problem}>{t(`problem.${problem}`)}</li>
                  ))}
                </ul>
              ) : null}
              {place && each.step !== "city" && mayOpen(place) ? (
                <p className="mt-1">
                  <Link href={place} className="link inline-flex min-h-11 items-center md:min-h-0">
                    {t(`step.${each.step}.open`)}
                  </Link>
                </p>
              ) : null}
              {mayChange && each.step !== "data" && !each.isConfirmed && each.problems.length === 0 ? (
                <div className="mt-2">
                  <RecordForm
                    title={t("confirm")}
                    about={t(`step.${each.step}.title`)}
                    icon="change"
                    isOpen={each.step === next}
                    hasReason={false}
                    isBare={!fields[each.step]}
                    action={confirmSetupAction}
                    hidden={{ steps: each.step }}
                    submit={t("confirmSubmit")}
                    done={t("confirmed", { step: t(`step.${each.step}.title`) })}
                    fields={fields[each.step] ?? []}
                  />
                </div>
              ) : null}
            </li>
          );
        })}
      </ol>
      <section aria-labelledby="missing" className="mt-6 max-w-3xl">
        <h2 id="missing" className="mb-2 font-semibold">
          {t("stillMissing")}
        </h2>
        {unique.length === 0 ? (
          <EmptyState title={t("nothingMissing")} why={t("nothingMissingWhy")} />
        ) : (
          <ul className="grid gap-1">
            {unique.map(({ step, problem }) => {
              const href = placeOfProblem[problem] ?? places[step];
              return (
                <li key={problem} className="flex min-h-11 items-center md:min-h-8">
                  {href && mayOpen(href) ? (
                    <Link href={href} className="link">
                      {t(`problem.${problem}`)}
                    </Link>
                  ) : (
                    t(`problem.${problem}`)
                  )}
                </li>
              );
            })}
          </ul>
        )}
      </section>
    </AdminPage>
  );
}
