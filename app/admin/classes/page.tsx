import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import { responsibleKinds } from "@/lib/domain/catalogue/responsible-kinds";
import { listClasses } from "@/lib/features/administration/list-classes";
import { ownName } from "@/lib/i18n/own-name";
import { plainSearch, type Search } from "@/lib/ui/address";
import { adminContext } from "@/lib/web/admin-context";
import { orNotFound } from "@/lib/web/or-not-found";
import { may, titled } from "../_components/admin-page";
import { ExportLinks } from "../_components/export-links";
import { ImportForm } from "../_components/import-form";
import { ListPage, NothingFound } from "../_components/list-page";
import { importAction } from "../actions";

const path = "/admin/classes";

export const generateMetadata = titled("classes");

/** The catalogue, each class opening to its conditions and limits, with where each limit comes from. */
export default async function ClassesPage({ searchParams }: { searchParams: Promise<Search> }) {
  const context = await adminContext(path);
  const search = plainSearch(await searchParams);
  const found = await orNotFound(listClasses(context, search));
  const { rows, majors } = found;
  const t = await getTranslations("admin");
  const tManage = await getTranslations("manage");
  const locale = await getLocale();
  const kindName = (kind: string) => {
    const found = Object.entries(responsibleKinds).find(([name]) => name === kind)?.[1];
    return found ? ownName(locale, found.name, found.nameEn) : kind;
  };
  const majorOptions = new Map(majors.map((each) => [each.code, ownName(locale, each.name, each.nameEn)]));
  return (
    <ListPage
      context={context}
      section="classes"
      search={search}
      found={found}
      above={
        <>
          <ExportLinks what="classes" />
          {may(context, "change_class") ? <ImportForm what="classes" action={importAction} /> : null}
        </>
      }
      filters={[
        {
          name: "kind",
          label: t("classes.bothKinds"),
          options: (["component", "event"] as const).map((kind) => ({
            value: kind,
            label: t(`classes.kind.${kind}`),
          })),
        },
        {
          name: "major",
          label: t("classes.allMajors"),
          options: [...majorOptions].map(([value, name]) => ({ value, label: `${value} ${name}` })),
        },
        {
          name: "self",
          label: t("classes.all"),
          options: [{ value: "yes", label: t("classes.selfHandled") }],
        },
        {
          name: "ended",
          label: tManage("class.inUse"),
          options: [{ value: "yes", label: tManage("class.onlyRetired") }],
        },
      ]}
    >
      {rows.length === 0 ? <NothingFound /> : null}
      <ul>
        {rows.map((row) => (
          <li key={row.id} className="border-b border-line">
            <details>
              <summary className="flex min-h-12 flex-wrap items-center gap-x-3 py-1 hover:bg-sunken md:min-h-9">
                <span className="w-14 text-muted tabular-nums">{row.code}</span>
                <span className="font-medium">{ownName(locale, row.name, row.nameEn)}</span>
                <span className="text-xs text-muted">
                  {t(`classes.kind.${row.kind}`)} · {ownName(locale, row.majorName, row.majorNameEn)}
                  {row.isExtension ? ` · ${t("classes.local")}` : ""}
                </span>
                <span className="ml-auto flex gap-3 text-xs">
                  {row.isDanger ? <span className="text-state-overdue">{t("classes.danger")}</span> : null}
                  {row.isSelfHandleable ? (
                    <span className="text-state-closed">{t("classes.selfHandled")}</span>
                  ) : null}
                  <span className="text-muted">
                    {t("classes.conditionCount", { count: row.conditions.length })}
                  </span>
                </span>
              </summary>
              <div className="mb-3 grid gap-2 rounded-md bg-sunken p-3">
                <p>
                  <Link href={`${path}/${encodeURIComponent(row.key)}`} className="link">
                    {tManage(may(context, "change_class") ? "class.openToChange" : "class.open")}
                    <span className="sr-only">: {ownName(locale, row.name, row.nameEn)}</span>
                  </Link>
                </p>
                <p className="max-w-[60em]">{ownName(locale, row.description, row.descriptionEn)}</p>
                <p className="text-xs text-muted">
                  {row.standard === "local" ? t("classes.localStandard") : row.standard}
                  {row.legacyCode ? ` · ${t("classes.legacy", { code: row.legacyCode })}` : ""} ·{" "}
                  {t("classes.responsible", { kind: kindName(row.responsibleKind) })}
                </p>
                <div className="overflow-x-auto">
                  <table className="w-full text-sm">
                    <thead>
                      <tr className="text-left text-xs text-muted">
                        <th scope="col" className="py-1 pr-4 font-medium">
                          {t("classes.condition")}
                        </th>
                        <th scope="col" className="py-1 pr-4 font-medium whitespace-nowrap">
                          {t("classes.limit")}
                        </th>
                        <th scope="col" className="py-1 pr-4 font-medium">
                          {t("classes.source")}
                        </th>
                        <th scope="col" className="py-1 font-medium">
                          {t("classes.closing")}
                        </th>
                      </tr>
                    </thead>
                    <tbody>
                      {row.conditions.map((condition) => (
                        <tr key={condition.id} className="border-t border-line align-top">
                          <td className="py-1 pr-4">{ownName(locale, condition.name, condition.nameEn)}</td>
                          <td className="py-1 pr-4 whitespace-nowrap">
                            {condition.limit
                              ? t(`limit.${condition.limit.unit}`, { value: condition.limit.value })
                              : "—"}
                          </td>
                          <td className="py-1 pr-4">
                            {condition.limit?.source === "city-example"
                              ? t("classes.sourceExample")
                              : condition.limit?.source === "city"
                                ? tManage("class.sourceCity")
                                : t("classes.sourceOwn")}
                          </td>
                          <td className="py-1">{ownName(locale, condition.closing, condition.closingEn)}</td>
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </div>
                {row.legalBasis.length > 0 ? (
                  <p className="text-xs text-muted">
                    {t("classes.basis")}
                    {row.legalBasis
                      .map(
                        (law) =>
                          `${law.zh}${law.article ?? ""}${law.verified ? "" : t("classes.unverifiedLaw")}`,
                      )
                      .join(locale === "en" ? "; " : "；")}
                  </p>
                ) : null}
              </div>
            </details>
          </li>
        ))}
      </ul>
    </ListPage>
  );
}
