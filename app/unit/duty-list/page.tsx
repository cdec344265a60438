import { ArrowLeft } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import { countDuties, type DutyView, listDuties } from "@/lib/features/units/list-duties";
import { loadWorkload } from "@/lib/features/units/load-workload";
import { ownName } from "@/lib/i18n/own-name";
import { hrefWith, plainSearch, type Search } from "@/lib/ui/address";
import { buttonClass } from "@/lib/ui/button-class";
import { EmptyState } from "@/lib/ui/empty-state";
import { PrintButton } from "@/lib/ui/print-button";
import { orNotFound } from "@/lib/web/or-not-found";
import { screenContext } from "@/lib/web/screen-context";
import { Frame } from "../../_shell/frame";
import { isLateNow, Marks } from "../_components/duty-table";

const path = "/unit/duty-list";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("unit.dutyList"))("title") };
}

/** For those who work from paper: what to do where until when, with room to write what was done. */
export default async function DutyListPage({ searchParams }: { searchParams: Promise<Search> }) {
  const context = await screenContext(path, "open_unit");
  const search = plainSearch(await searchParams);
  const filters = { q: search.q, section: search.section, person: search.person, late: search.late };
  const [duties, counts, workload] = await orNotFound(
    Promise.all([
      listDuties(context, {
        ...filters,
        view: search.view,
        sort: search.sort,
        order: search.order,
        pageSize: 200,
      }),
      countDuties(context, filters),
      loadWorkload(context, {}),
    ]),
  );
  const t = await getTranslations("unit");
  const format = await getFormatter();
  const locale = await getLocale();
  const view = (search.view ?? "open") as DutyView;
  const section = workload.sections.find(({ code }) => code === search.section);
  const narrowed = [
    t(`view.${view}`),
    section ? ownName(locale, section.name, section.nameEn) : null,
    search.person === "-" ? t("nobodyYet") : (search.person ?? null),
    search.late ? t("lateOnly") : null,
    search.q ? t("dutyList.words", { words: search.q }) : null,
  ].filter((part) => part !== null);
  return (
    <Frame context={context} section="unit" isLive={false}>
      <div className="mx-auto max-w-[1000px] px-4 py-4 print:max-w-none print:p-0">
        <div className="mb-4 flex gap-2 no-print">
          <Link href={hrefWith("/unit", search, {})} className={buttonClass("secondary")}>
            <ArrowLeft aria-hidden className="size-4" />
            {t("dutyList.back")}
          </Link>
          <PrintButton label={t("dutyList.print")} kind="primary" />
        </div>
        <h1 className="text-center text-lg font-semibold">{t("dutyList.title")}</h1>
        <div className="mt-2 mb-3 flex flex-wrap justify-between gap-x-6 text-xs">
          <span>
            {t("dutyList.of", {
              unit: workload.units.map(({ name, nameEn }) => ownName(locale, name, nameEn)).join(" · "),
            })}
          </span>
          <span>{t("dutyList.filteredBy", { what: narrowed.join(" · ") })}</span>
          <span>{t("dutyList.count", counts[view])}</span>
          <span>{t("dutyList.printedAt", { at: format.dateTime(duties.now, "minute") })}</span>
        </div>
        {duties.rows.length === 0 ? (
          <EmptyState title={t("nothing")} why={t(`nothingWhy.${view}`)} />
        ) : (
          <section
            aria-label={t("dutyList.title")}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
            tabIndex={0}
            className="relative overflow-x-auto print:overflow-visible"
          >
            <table className="w-full border-collapse text-sm print:text-[9.5pt] [&_td]:border [&_td]:border-line-strong [&_td]:px-1.5 [&_td]:py-1.5 [&_td]:align-top [&_th]:border [&_th]:border-line-strong [&_th]:px-1.5 [&_th]:py-1 [&_th]:text-left [&_th]:font-medium">
              <caption className="sr-only">{t("dutyList.title")}</caption>
              <thead>
                <tr>
                  <th scope="col" className="w-12 whitespace-nowrap">
                    {t("dutyList.position")}
                  </th>
                  <th scope="col">{t("dutyList.what")}</th>
                  <th scope="col" className="w-[24%]">
                    {t("column.place")}
                  </th>
                  <th scope="col" className="w-[13%]">
                    {t("dutyList.dueAt")}
                  </th>
                  <th scope="col" className="w-[22%]">
                    {t("dutyList.done")}
                  </th>
                </tr>
              </thead>
              <tbody>
                {duties.rows.map((row, index) => (
                  <tr key={row.number}>
                    <td className="text-right tabular-nums">{index + 1}</td>
                    <td>
                      <p className="font-medium">
                        {ownName(locale, row.className, row.classNameEn)} <Marks row={row} />
                      </p>
                      <p className="line-clamp-3">{row.description}</p>
                      <p className="text-muted text-xs">{row.number}</p>
                    </td>
                    <td>
                      <p>{row.placeWords}</p>
                      <p className="text-muted text-xs">
                        {ownName(locale, row.communityName, row.communityNameEn)} ·{" "}
                        {ownName(locale, row.cellName, row.cellNameEn)}
                      </p>
                    </td>
                    <td className="tabular-nums">
                      {format.dateTime(row.dueAt, "shortMinute")}
                      {isLateNow(row) ? (
                        <span className="block font-medium text-state-overdue">{t("dutyList.late")}</span>
                      ) : null}
                    </td>
                    <td>
                      <p className="min-h-12">{row.personName ?? ""}</p>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
        {duties.total > duties.rows.length ? (
          <p className="mt-2 text-xs">
            {t("dutyList.more", { shown: duties.rows.length, count: duties.total })}
          </p>
        ) : null}
      </div>
    </Frame>
  );
}
