import type { Metadata } from "next";
import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import { progressPath, progressRows, progressSorts, sumFigures } from "@/lib/domain/progress";
import { loadMapFrame } from "@/lib/features/map/load-map-frame";
import { loadProgress } from "@/lib/features/progress/load-progress";
import { ownName } from "@/lib/i18n/own-name";
import { hrefWith, plainSearch, type Search } from "@/lib/ui/address";
import { buttonClass } from "@/lib/ui/button-class";
import { EmptyState } from "@/lib/ui/empty-state";
import { CellLegend } from "@/lib/ui/map/cell-legend";
import { cellMeasures, cellScale } from "@/lib/ui/map/cell-scale";
import { Notice } from "@/lib/ui/notice";
import { PrintButton } from "@/lib/ui/print-button";
import { requestContext } from "@/lib/web/request-context";
import { Frame } from "../_shell/frame";
import { CellPanel } from "./_components/cell-panel";
import { ProgressList } from "./_components/progress-list";
import { ProgressMap } from "./_components/progress-map";
import { CountedAt, ProgressTotals, StateCounts } from "./_components/progress-summary";
import { readView } from "./_components/view-text";

const path = "/";
const chosenZoom = 15;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("progress"))("title") };
}

export default async function ProgressPage({ searchParams }: { searchParams: Promise<Search> }) {
  const context = await requestContext();
  const search = plainSearch(await searchParams);
  const t = await getTranslations("progress");
  const locale = await getLocale();
  const frame = await loadMapFrame(context, {});
  const { readAt, areas, cells, chosen, groups, chosenGroups } = await loadProgress(context, {
    cell: search.cell?.slice(0, 40),
  });
  if (cells.length === 0)
    return (
      <Frame context={context} section="progress">
        <EmptyState title={t("noCity.title")} why={t("noCity.why")} />
      </Frame>
    );
  const measure = cellMeasures.find((one) => one === search.measure) ?? "open";
  const sort = progressSorts.find((one) => one === search.sort) ?? "name";
  const isDescending = search.dir === "desc";
  const scale = cellScale(cells, measure);
  // The chosen cell's own community is shown, unless another place was asked for.
  const area = search.area ?? chosen?.communityCode;
  const rows = progressRows(areas, cells, { area, q: search.q, sort, isDescending });
  const trail = progressPath(areas, area).filter(({ level }) => level === "street" || level === "community");
  const wholeCode = chosen ? areas.find(({ level }) => level === "city")?.code : undefined;
  const city = ownName(locale, frame.cityName, frame.cityNameEn);
  const view =
    readView(search.at) ?? (chosen ? { lng: chosen.lng, lat: chosen.lat, zoom: chosenZoom } : undefined);
  return (
    <Frame context={context} section="progress" isFull>
      <div className="print-only mb-3 px-4">
        <p className="text-xl font-semibold">{t("heading", { city })}</p>
        <p className="text-muted">
          <CountedAt at={readAt} message="poster.subtitle" />
        </p>
      </div>
      <div className="md:grid md:h-full md:grid-cols-[400px_minmax(0,1fr)] md:grid-rows-[auto_auto_minmax(0,1fr)] xl:grid-cols-[440px_minmax(0,1fr)_320px] xl:grid-rows-[auto_minmax(0,1fr)] print:block print:h-auto">
        <div className="h-[50dvh] border-line md:col-start-2 md:row-span-3 md:row-start-1 md:h-auto md:border-x xl:row-span-2 print:h-auto print:border-0">
          <ProgressMap
            label={t("mapLabel", { city })}
            box={frame.box}
            view={view}
            attribution={frame.attribution}
            reviewNumber={frame.reviewNumber}
            measure={measure}
            breaks={scale.breaks}
            chosen={chosen ? { key: chosen.key, lng: chosen.lng, lat: chosen.lat } : null}
          />
        </div>
        <section aria-label={t("measure.label")} className="px-4 py-3 md:col-start-1 md:row-start-1">
          <h1 className="text-lg font-semibold print:hidden">{t("heading", { city })}</h1>
          <p className="text-muted print:hidden">{t("intro")}</p>
          <nav aria-label={t("measure.label")} className="my-3 flex flex-wrap gap-1 no-print">
            {cellMeasures.map((one) => (
              <Link
                key={one}
                href={hrefWith(path, search, { measure: one === "open" ? undefined : one })}
                scroll={false}
                aria-current={one === measure ? "true" : undefined}
                className="inline-flex min-h-11 items-center rounded-md border border-line-strong px-3 md:min-h-8 hover:bg-sunken aria-[current]:border-accent aria-[current]:bg-accent-soft aria-[current]:font-medium"
              >
                {t(`measure.${one}`)}
              </Link>
            ))}
          </nav>
          <CellLegend measure={measure} scale={scale} />
        </section>
        <div className="md:col-start-1 md:row-start-2 md:max-h-[38dvh] md:overflow-auto xl:col-start-3 xl:row-span-2 xl:row-start-1 xl:max-h-none print:max-h-none print:overflow-visible">
          {search.cell && !chosen ? (
            <div className="px-4 pt-4">
              <Notice kind="warning">{t("cell.unknown", { code: search.cell.slice(0, 40) })}</Notice>
            </div>
          ) : null}
          {chosen ? (
            <CellPanel
              cell={chosen}
              path={progressPath(areas, chosen.communityCode)}
              groups={chosenGroups}
              closeHref={hrefWith(path, search, { cell: undefined })}
            />
          ) : null}
          <section aria-labelledby="totals-title" className="grid gap-4 p-4">
            <div className="flex items-center gap-2">
              <h2 id="totals-title" className="grow text-base font-semibold">
                {t("totals.label")}
              </h2>
              <PrintButton label={t("print")} kind="icon" />
            </div>
            <ProgressTotals figures={sumFigures(cells)} />
            <StateCounts label={t("states")} groups={groups} />
            <div className="text-xs text-muted">
              <p>
                <CountedAt at={readAt} message="countedAt" />
              </p>
              <p>{t("shareNote")}</p>
            </div>
            <p className="flex flex-wrap gap-2 no-print">
              <Link href="/report" className={buttonClass("primary")}>
                {t("report")}
              </Link>
              <Link href="/track" className={buttonClass("secondary")}>
                {t("track")}
              </Link>
            </p>
            <p className="print-only">{t("poster.follow")}</p>
          </section>
        </div>
        <div className="py-4 md:col-start-1 md:row-start-3 md:overflow-auto xl:row-start-2 print:overflow-visible">
          <ProgressList
            rows={rows}
            trail={trail}
            wholeCode={wholeCode}
            search={search}
            sort={sort}
            isDescending={isDescending}
            chosenCode={chosen?.code ?? null}
          />
        </div>
      </div>
    </Frame>
  );
}
