import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import { loadUnit } from "@/lib/features/administration/list-units";
import { unitKindNames } from "@/lib/features/administration/unit-kinds";
import { ownName } from "@/lib/i18n/own-name";
import { EmptyState } from "@/lib/ui/empty-state";
import { Notice } from "@/lib/ui/notice";
import { adminContext } from "@/lib/web/admin-context";
import { orNotFound } from "@/lib/web/or-not-found";
import { AdminPage, may, titled } from "../../_components/admin-page";
import { Facts, Part } from "../../_components/facts";
import { RecordForm } from "../../_components/record-form";
import { RecordHistory } from "../../_components/record-history";
import { areaOptions, kindOptions, unitFieldSpecs } from "../../_components/unit-fields";
import { addPersonAction, changeUnitAction, endUnitAction, saveSectionAction } from "../actions";
import { PersonRow, personSpecs } from "./_components/person-row";

export const generateMetadata = titled("units");

/** One unit: what it answers for, its sections, who works in each, and what was done to them. */
export default async function UnitPage({ params }: { params: Promise<{ code: string }> }) {
  const { code } = await params;
  const context = await adminContext(`/admin/units/${code}`);
  const unit = await orNotFound(loadUnit(context, { code: decodeURIComponent(code) }));
  const t = await getTranslations();
  const tForm = await getTranslations("manage.unit.form");
  const locale = await getLocale();
  const name = ownName(locale, unit.name, unit.nameEn);
  const mayChange = may(context, "change_unit") && !unit.isEnded;
  const responsible = kindOptions(locale);
  const named = (kind: string) => responsible.find(({ value }) => value === kind)?.label ?? kind;
  const nothing = t("manage.nothing");
  const sectionOptions = unit.sections.map((section) => ({
    value: section.code,
    label: ownName(locale, section.name, section.nameEn),
  }));
  const groups = [
    ...unit.sections.map((section) => ({
      section,
      title: `${ownName(locale, section.name, section.nameEn)} · ${section.code}`,
      persons: unit.persons.filter(({ sectionId }) => sectionId === section.id),
    })),
    {
      section: null,
      title: t("admin.units.noSection"),
      persons: unit.persons.filter(({ sectionId }) => sectionId === null),
    },
  ].filter(({ section, persons }) => section !== null || persons.length > 0);
  return (
    <AdminPage context={context} section="units" title={name}>
      <p className="mb-4">
        <Link href="/admin/units" className="link">
          {t("admin.units.back")}
        </Link>
      </p>
      {unit.validTo ? (
        <Notice kind="info" role="note" className="mb-4">
          {t(unit.isEnded ? "manage.ended" : "manage.endsLater", { day: unit.validTo })}
        </Notice>
      ) : null}
      <Facts
        facts={[
          [t("admin.field.code"), unit.code],
          [t("admin.field.kind"), t(`admin.unitKind.${unit.kind}`)],
          [
            t("admin.field.area"),
            <Link key="area" href={`/admin/areas/${unit.area}`} className="link">
              {ownName(locale, unit.areaName, unit.areaNameEn)}
            </Link>,
          ],
          [
            t("admin.field.responsibleKinds"),
            unit.responsibleKinds.map(named).join(locale === "en" ? ", " : "、") || nothing,
          ],
          [t("admin.field.phone"), unit.phone ?? nothing],
          [t("admin.field.validFrom"), unit.validFrom],
        ]}
      />
      {mayChange ? (
        <div className="mt-4 grid max-w-3xl gap-2">
          <RecordForm
            title={t("manage.unit.change")}
            icon="change"
            action={changeUnitAction}
            hidden={{ code: unit.code, seen: unit.seen }}
            submit={t("manage.save")}
            done={t("manage.saved", { name })}
            fields={unitFieldSpecs(tForm, unit, {
              kinds: unitKindNames.map((kind) => ({ value: kind, label: t(`admin.unitKind.${kind}`) })),
              areas: areaOptions(locale, unit.areas),
              responsible,
            })}
          />
          <RecordForm
            title={t("manage.unit.end")}
            note={t("manage.unit.endNote")}
            icon="end"
            isDanger
            action={endUnitAction}
            hidden={{ code: unit.code, seen: unit.seen }}
            submit={t("manage.unit.end")}
            done={t("manage.saved", { name })}
            fields={[
              {
                kind: "day",
                name: "validTo",
                label: t("manage.endsOn"),
                value: unit.validTo ?? unit.today,
                isRequired: true,
              },
            ]}
          />
          <RecordForm
            title={t("manage.section.add")}
            icon="add"
            action={saveSectionAction}
            hidden={{ unit: unit.code }}
            submit={t("manage.section.add")}
            done={t("manage.section.added")}
            fields={[
              { kind: "text", name: "code", label: t("admin.field.section"), most: 30, isRequired: true },
              { kind: "text", name: "name", label: t("admin.field.sectionName"), most: 80, isRequired: true },
              { kind: "text", name: "nameEn", label: t("admin.field.nameEn"), isRequired: true },
            ]}
          />
          <RecordForm
            title={t("manage.person.add")}
            note={t("manage.person.addNote")}
            icon="add"
            action={addPersonAction}
            hidden={{ unit: unit.code }}
            submit={t("manage.person.add")}
            done={t("manage.person.added")}
            fields={personSpecs(await getTranslations("manage.person.form"), null, sectionOptions)}
          />
        </div>
      ) : null}
      {groups.length === 0 ? (
        <EmptyState title={t("admin.units.empty")} why={t("manage.unit.emptyWhy")} />
      ) : null}
      {groups.map((group) => (
        <Part key={group.title} id={`section-${group.section?.code ?? "none"}`} title={group.title}>
          {mayChange && group.section ? (
            <div className="mb-2 max-w-3xl">
              <RecordForm
                title={t("manage.section.change")}
                about={group.title}
                icon="change"
                action={saveSectionAction}
                hidden={{ unit: unit.code, code: group.section.code, seen: group.section.seen }}
                submit={t("manage.save")}
                done={t("manage.saved", { name: group.title })}
                fields={[
                  {
                    kind: "text",
                    name: "name",
                    label: t("admin.field.sectionName"),
                    value: group.section.name,
                    most: 80,
                    isRequired: true,
                  },
                  {
                    kind: "text",
                    name: "nameEn",
                    label: t("admin.field.nameEn"),
                    value: group.section.nameEn,
                    isRequired: true,
                  },
                ]}
              />
            </div>
          ) : null}
          {group.persons.length === 0 ? (
            <p className="text-muted">{t("admin.units.nobody")}</p>
          ) : (
            <ul className="max-w-3xl">
              {group.persons.map((person) => (
                <PersonRow
                  key={person.id}
                  person={person}
                  today={unit.today}
                  mayChange={mayChange}
                  sections={sectionOptions}
                />
              ))}
            </ul>
          )}
        </Part>
      ))}
      <Part id="history" title={t("manage.history")}>
        <RecordHistory history={unit.history} names={unit.names} />
      </Part>
    </AdminPage>
  );
}
