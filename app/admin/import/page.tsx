import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import { cityImportSteps } from "@/lib/domain/city-import";
import { listCityImports } from "@/lib/features/city/list-city-imports";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { ownName } from "@/lib/i18n/own-name";
import { EmptyState } from "@/lib/ui/empty-state";
import { adminContext } from "@/lib/web/admin-context";
import { orNotFound } from "@/lib/web/or-not-found";
import { AdminPage, titled } from "../_components/admin-page";
import { ImportCityForm } from "./_components/import-city-form";
import { asImportRecord } from "./_components/import-record";
import { ImportReport } from "./_components/import-report";
import { RunningImport } from "./_components/running-import";
import { cancelImportAction } from "./actions";

export const generateMetadata = titled("import");

/** The city from a map: one file in, what became of it, and of the files before. */
export default async function ImportPage() {
  const context = await adminContext("/admin/import");
  const { rows, city } = await orNotFound(listCityImports(context, {}));
  const t = await getTranslations("cityImport");
  const format = await getFormatter();
  const locale = await getLocale();
  const running = rows.find(({ state }) => state === "running");
  const step = cityImportSteps.find((each) => each === running?.step) ?? "reading";
  const ended = rows.filter(({ state }) => state !== "running");
  return (
    <AdminPage context={context} section="import">
      <ClientMessages also={["admin", "cityImport"]}>
        <p className="max-w-[60em] text-muted">
          {city ? t("introUpdate", { name: ownName(locale, city.name, city.nameEn) }) : t("intro")}
        </p>
        {running ? (
          <RunningImport
            id={running.id}
            source={running.source}
            step={t(`step.${step}`)}
            share={running.share}
            isStopping={running.isCancelAsked}
            action={cancelImportAction}
          />
        ) : null}
        <ImportCityForm hasCity={city !== null} isRunning={running !== undefined} />
        <h2 className="mt-6 mb-2 font-semibold">{t("history")}</h2>
        {ended.length === 0 ? <EmptyState title={t("none")} why={t("noneWhy")} /> : null}
        <ul className="grid gap-3">
          {ended.map((row) => (
            <li key={row.id} className="rounded-md border border-line bg-panel p-3">
              <p className="mb-1 flex flex-wrap gap-x-3">
                <span className="font-medium break-all">{row.source}</span>
                <span className="text-muted">{t(`state.${row.state}`)}</span>
                <span className="text-muted">{format.dateTime(row.startedAt, "minute")}</span>
                <span className="text-muted">{row.by ?? t("byCommandLine")}</span>
              </p>
              <ImportReport record={asImportRecord(row.report)} />
            </li>
          ))}
        </ul>
      </ClientMessages>
    </AdminPage>
  );
}
