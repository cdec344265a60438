import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import { limitUnits } from "@/lib/domain/deadline";
import { loadClass } from "@/lib/features/administration/load-class";
import { urgencyNames } from "@/lib/features/administration/unit-kinds";
import { ownName } from "@/lib/i18n/own-name";
import { Notice } from "@/lib/ui/notice";
import { adminContext } from "@/lib/web/admin-context";
import { orNotFound } from "@/lib/web/or-not-found";
import { AdminPage, may, titled } from "../../_components/admin-page";
import { Facts, Part } from "../../_components/facts";
import { RecordForm } from "../../_components/record-form";
import { RecordHistory } from "../../_components/record-history";
import { kindOptions } from "../../_components/unit-fields";
import {
  addConditionAction,
  changeClassAction,
  endConditionAction,
  retireClassAction,
  setLimitAction,
} from "../actions";

export const generateMetadata = titled("classes");

/** One class: its words and flags, its filing conditions with every limit they had and will have, and its past. */
export default async function ClassPage({ params }: { params: Promise<{ key: string }> }) {
  const { key } = await params;
  const context = await adminContext(`/admin/classes/${key}`);
  const row = await orNotFound(loadClass(context, { key: decodeURIComponent(key) }));
  const t = await getTranslations();
  const locale = await getLocale();
  const name = ownName(locale, row.name, row.nameEn);
  const mayChange = may(context, "change_class");
  const units = limitUnits.map((unit) => ({ value: unit, label: t(`admin.limitUnit.${unit}`) }));
  const yes = (is: boolean) => t(is ? "admin.settings.yes" : "admin.settings.no");
  const responsible = kindOptions(locale).find(({ value }) => value === row.responsibleKind);
  const limitWords = (limit: { value: number; unit: (typeof limitUnits)[number] }) =>
    t(`admin.limit.${limit.unit}`, { value: limit.value });
  const sourceWords = (source: string) =>
    source === "city-example"
      ? t("admin.classes.sourceExample")
      : source === "city"
        ? t("manage.class.sourceCity")
        : t("admin.classes.sourceOwn");
  const tomorrow = new Date(Date.parse(`${row.today}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  return (
    <AdminPage context={context} section="classes" title={name}>
      <p className="mb-4">
        <Link href="/admin/classes" className="link">
          {t("manage.backToClasses")}
        </Link>
      </p>
      {row.validTo ? (
        <Notice kind="info" role="note" className="mb-4">
          {t(row.isRetired ? "manage.class.retired" : "manage.class.retiresLater", { day: row.validTo })}
        </Notice>
      ) : null}
      <Facts
        facts={[
          [t("admin.field.code"), row.code],
          [t("admin.field.kind"), t(`admin.classes.kind.${row.kind}`)],
          [t("manage.class.major"), ownName(locale, row.majorName, row.majorNameEn)],
          [
            t("manage.class.standard"),
            row.standard === "local" ? t("admin.classes.localStandard") : row.standard,
          ],
          [t("manage.class.responsible"), responsible?.label ?? row.responsibleKind],
          [t("manage.field.urgency"), t(`manage.urgency.${row.urgency}`)],
          [t("manage.field.isDanger"), yes(row.isDanger)],
          [t("manage.field.isSelfHandleable"), yes(row.isSelfHandleable)],
          [t("manage.field.isPublicReportable"), yes(row.isPublicReportable)],
        ]}
      />
      <p className="mt-3 max-w-[60em]">{ownName(locale, row.description, row.descriptionEn)}</p>
      {mayChange ? (
        <div className="mt-4 grid max-w-3xl gap-2">
          <RecordForm
            title={t("manage.class.change")}
            icon="change"
            action={changeClassAction}
            hidden={{ key: row.key, seen: row.seen }}
            submit={t("manage.save")}
            done={t("manage.saved", { name })}
            fields={[
              {
                kind: "text",
                name: "name",
                label: t("manage.field.name"),
                value: row.name,
                most: 80,
                isRequired: true,
              },
              {
                kind: "text",
                name: "nameEn",
                label: t("admin.field.nameEn"),
                value: row.nameEn,
                isRequired: true,
              },
              {
                kind: "area",
                name: "description",
                label: t("manage.field.description"),
                value: row.description,
              },
              {
                kind: "area",
                name: "descriptionEn",
                label: t("manage.field.descriptionEn"),
                value: row.descriptionEn,
              },
              {
                kind: "choice",
                name: "urgency",
                label: t("manage.field.urgency"),
                value: row.urgency,
                options: urgencyNames.map((each) => ({ value: each, label: t(`manage.urgency.${each}`) })),
              },
              {
                kind: "box",
                name: "isDanger",
                label: t("manage.field.isDanger"),
                hint: t("manage.class.dangerHint"),
                isTicked: row.isDanger,
              },
              {
                kind: "box",
                name: "isSelfHandleable",
                label: t("manage.field.isSelfHandleable"),
                hint: t("manage.class.selfHint"),
                isTicked: row.isSelfHandleable,
              },
              {
                kind: "box",
                name: "isPublicReportable",
                label: t("manage.field.isPublicReportable"),
                hint: t("manage.class.publicHint"),
                isTicked: row.isPublicReportable,
              },
            ]}
          />
          <RecordForm
            title={t("manage.class.retire")}
            note={t("manage.class.retireNote")}
            icon="end"
            isDanger
            action={retireClassAction}
            hidden={{ key: row.key, seen: row.seen }}
            submit={t("manage.class.retire")}
            done={t("manage.saved", { name })}
            fields={[
              {
                kind: "day",
                name: "validTo",
                label: t("manage.class.retireOn"),
                value: row.validTo ?? row.today,
                least: row.today,
                isRequired: true,
              },
            ]}
          />
        </div>
      ) : null}
      <Part id="conditions" title={t("manage.class.conditions")}>
        {row.conditions.length === 0 ? <p className="text-muted">{t("manage.class.noConditions")}</p> : null}
        <ul className="grid max-w-3xl gap-4">
          {row.conditions.map((condition) => {
            const said = ownName(locale, condition.name, condition.nameEn);
            const coming = condition.limits.filter(({ validFrom }) => validFrom > row.today);
            const past = condition.limits.filter(
              ({ validFrom }) => validFrom < (condition.limit?.validFrom ?? row.today),
            );
            return (
              <li key={condition.id} className="border-l-2 border-line pl-3">
                <p className="font-medium">
                  {condition.position}. {said}
                </p>
                <p className="text-muted">
                  {t("manage.class.closing", {
                    closing: ownName(locale, condition.closing, condition.closingEn),
                  })}
                </p>
                {condition.validTo ? (
                  <p className="text-state-reported">
                    {t(condition.isEnded ? "manage.ended" : "manage.endsLater", { day: condition.validTo })}
                  </p>
                ) : null}
                <p>
                  {condition.limit
                    ? t("manage.class.limitNow", {
                        limit: limitWords(condition.limit),
                        day: condition.limit.validFrom,
                        source: sourceWords(condition.limit.source),
                      })
                    : t("manage.class.noLimit")}
                </p>
                {coming.map((limit) => (
                  <p key={limit.validFrom} className="text-state-dispatched">
                    {t("manage.class.limitComes", { limit: limitWords(limit), day: limit.validFrom })}
                  </p>
                ))}
                {past.length > 0 ? (
                  <p className="text-xs text-muted">
                    {t("manage.class.limitsBefore", {
                      list: past
                        .map((limit) =>
                          t("manage.class.limitFrom", { limit: limitWords(limit), day: limit.validFrom }),
                        )
                        .join(locale === "en" ? "; " : "；"),
                    })}
                  </p>
                ) : null}
                {mayChange && !condition.isEnded ? (
                  <div className="mt-2 grid grid-cols-2 items-start gap-2 [&>details[open]]:col-span-2">
                    <RecordForm
                      title={t("manage.class.setLimit")}
                      about={said}
                      note={t("manage.class.limitNote")}
                      icon="change"
                      action={setLimitAction}
                      hidden={{ key: row.key, position: condition.position, seen: condition.seen }}
                      submit={t("manage.class.setLimit")}
                      done={t("manage.class.limitSet")}
                      fields={[
                        {
                          kind: "number",
                          name: "value",
                          label: t("manage.class.limitValue"),
                          value: String(condition.limit?.value ?? ""),
                          isRequired: true,
                        },
                        {
                          kind: "choice",
                          name: "unit",
                          label: t("admin.settings.unit"),
                          value: condition.limit?.unit ?? "working-day",
                          options: units,
                        },
                        {
                          kind: "day",
                          name: "validFrom",
                          label: t("manage.class.holdsFrom"),
                          value: tomorrow,
                          least: row.today,
                          isRequired: true,
                        },
                      ]}
                    />
                    {condition.validTo ? null : (
                      <RecordForm
                        title={t("manage.class.endCondition")}
                        about={said}
                        icon="end"
                        isDanger
                        action={endConditionAction}
                        hidden={{ key: row.key, position: condition.position }}
                        submit={t("manage.class.endCondition")}
                        done={t("manage.class.conditionEnded")}
                        fields={[
                          {
                            kind: "day",
                            name: "validTo",
                            label: t("manage.endsOn"),
                            value: row.today,
                            least: row.today,
                            isRequired: true,
                          },
                        ]}
                      />
                    )}
                  </div>
                ) : null}
              </li>
            );
          })}
        </ul>
        {mayChange ? (
          <div className="mt-4 max-w-3xl">
            <RecordForm
              title={t("manage.class.addCondition")}
              icon="add"
              action={addConditionAction}
              hidden={{ key: row.key }}
              submit={t("manage.class.addCondition")}
              done={t("manage.class.conditionAdded")}
              fields={[
                {
                  kind: "text",
                  name: "name",
                  label: t("admin.classes.condition"),
                  most: 200,
                  isRequired: true,
                },
                {
                  kind: "text",
                  name: "nameEn",
                  label: t("manage.field.conditionNameEn"),
                  most: 300,
                  isRequired: true,
                },
                {
                  kind: "text",
                  name: "closing",
                  label: t("admin.classes.closing"),
                  most: 200,
                  isRequired: true,
                },
                {
                  kind: "text",
                  name: "closingEn",
                  label: t("manage.field.closingEn"),
                  most: 300,
                  isRequired: true,
                },
                { kind: "number", name: "value", label: t("manage.class.limitValue"), isRequired: true },
                {
                  kind: "choice",
                  name: "unit",
                  label: t("admin.settings.unit"),
                  value: "working-day",
                  options: units,
                },
              ]}
            />
          </div>
        ) : null}
      </Part>
      <Part id="history" title={t("manage.history")}>
        <RecordHistory history={row.history} />
      </Part>
    </AdminPage>
  );
}
