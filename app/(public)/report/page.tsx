import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { rolesAllowed } from "@/lib/features/command";
import { loadMapFrame } from "@/lib/features/map/load-map-frame";
import { listReportAreas } from "@/lib/features/places/list-report-areas";
import { listReportableClasses } from "@/lib/features/tickets/list-reportable-classes";
import { loadReportRules } from "@/lib/features/tickets/load-report-rules";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { ownName } from "@/lib/i18n/own-name";
import { plainSearch, type Search } from "@/lib/ui/address";
import { Notice } from "@/lib/ui/notice";
import { homeOfActor, requestContext } from "@/lib/web/request-context";
import { readPlace } from "../../_place/place-text";
import { Frame } from "../../_shell/frame";
import { ReportForm } from "./_components/report-form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("report"))("title") };
}

/** `?at=31.16823,120.15511` (latitude, longitude) begins the report at that place. */
export default async function ReportPage({ searchParams }: { searchParams: Promise<Search> }) {
  const { at } = plainSearch(await searchParams);
  const context = await requestContext();
  const t = await getTranslations("report");
  const locale = await getLocale();
  const [role] = rolesAllowed(context.actor, "report");
  const mayReport = role !== undefined;
  // A volunteer reports as a resident does.
  const isStaff = context.actor.kind === "user" && role !== "volunteer";
  return (
    <Frame context={context} section="report" isLive={false}>
      <div className="mx-auto w-full max-w-3xl px-4 py-5">
        <h1 className="font-semibold text-lg">{t("title")}</h1>
        <p className="mt-1 mb-5 max-w-[40em] text-muted no-print">{t("intro")}</p>
        {isStaff ? (
          <Notice kind={mayReport ? "info" : "warning"} role="note" className="mb-5">
            {t(mayReport ? "staff.signedIn" : "staff.cannot")}
          </Notice>
        ) : null}
        {mayReport ? (
          <ClientMessages also={["report", "place"]}>
            <ReportForm setting={await setting()} />
          </ClientMessages>
        ) : null}
      </div>
    </Frame>
  );

  async function setting() {
    const { cityName, cityNameEn, ...map } = await loadMapFrame(context, {});
    return {
      cityName: ownName(locale, cityName, cityNameEn),
      map,
      areas: await listReportAreas(context, {}),
      classes: await listReportableClasses(context, {}),
      noticeVersion: (await loadReportRules(context, {})).noticeVersion,
      at: readPlace(at),
      isStaff,
      deskHref: context.actor.kind === "user" ? homeOfActor(context.actor) : null,
    };
  }
}
