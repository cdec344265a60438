import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import { responsibleKinds } from "@/lib/domain/catalogue/responsible-kinds";
import { loadUnit } from "@/lib/features/administration/list-units";
import { ownName } from "@/lib/i18n/own-name";
import { EmptyState } from "@/lib/ui/empty-state";
import { adminContext } from "@/lib/web/admin-context";
import { orNotFound } from "@/lib/web/or-not-found";
import { AdminPage, titled } from "../../_components/admin-page";

export const generateMetadata = titled("units");

/** One unit: what it answers for, its sections, and who works in each. */
export default async function UnitPage({ params }: { params: Promise<{ code: string }> }) {
  const { code } = await params;
  const context = await adminContext(`/admin/units/${code}`);
  const unit = await orNotFound(loadUnit(context, { code: decodeURIComponent(code) }));
  const t = await getTranslations("admin");
  const locale = await getLocale();
  const named = (kind: string) => {
    const found = Object.entries(responsibleKinds).find(([name]) => name === kind)?.[1];
    return found ? ownName(locale, found.name, found.nameEn) : kind;
  };
  const facts = [
    [t("field.code"), unit.code],
    [t("field.kind"), t(`unitKind.${unit.kind}`)],
    [t("field.area"), ownName(locale, unit.areaName, unit.areaNameEn)],
    [
      t("field.responsibleKinds"),
      unit.responsibleKinds.map(named).join(locale === "en" ? ", " : "、") || "—",
    ],
    [t("field.phone"), unit.phone ?? "—"],
    [t("field.validFrom"), unit.validFrom],
    ...(unit.validTo ? [[t("field.validTo"), unit.validTo]] : []),
  ] as [string, string][];
  const groups = [
    ...unit.sections.map((section) => ({
      id: section.id,
      title: `${ownName(locale, section.name, section.nameEn)} · ${section.code}`,
      persons: unit.persons.filter(({ sectionId }) => sectionId === section.id),
    })),
    {
      id: "none",
      title: t("units.noSection"),
      persons: unit.persons.filter(({ sectionId }) => sectionId === null),
    },
  ].filter(({ id, persons }) => id !== "none" || persons.length > 0);
  return (
    <AdminPage context={context} section="units" title={ownName(locale, unit.name, unit.nameEn)}>
      <p className="mb-4">
        <Link href="/admin/units" className="link">
          {t("units.back")}
        </Link>
      </p>
      <dl className="grid max-w-2xl gap-x-6 gap-y-1 sm:grid-cols-[10em_1fr]">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted max-sm:mt-2">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {groups.length === 0 ? <EmptyState title={t("units.empty")} why={t("units.emptyWhy")} /> : null}
      {groups.map((group) => (
        <section key={group.id} className="mt-6" aria-labelledby={`group-${group.id}`}>
          <h2 id={`group-${group.id}`} className="mb-1 font-semibold">
            {group.title}
          </h2>
          {group.persons.length === 0 ? (
            <p className="text-muted">{t("units.nobody")}</p>
          ) : (
            <ul className="max-w-2xl">
              {group.persons.map((person) => (
                <li
                  key={person.id}
                  className="flex min-h-12 flex-wrap items-center gap-x-4 border-b border-line md:min-h-9"
                >
                  <span className="font-medium">{person.name}</span>
                  <span className="text-muted">{person.jobTitle}</span>
                  {person.phone ? (
                    <a
                      href={`tel:${person.phone}`}
                      className="link ml-auto flex min-h-11 items-center md:min-h-0"
                    >
                      {person.phone}
                    </a>
                  ) : null}
                </li>
              ))}
            </ul>
          )}
        </section>
      ))}
    </AdminPage>
  );
}
