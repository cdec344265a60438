import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { rolesAllowed } from "@/lib/features/command";
import { listFrequentClasses } from "@/lib/features/field/list-frequent-classes";
import { listMyCells } from "@/lib/features/field/list-my-cells";
import { listReportClasses } from "@/lib/features/field/list-report-classes";
import { loadMapFrame } from "@/lib/features/map/load-map-frame";
import { plainSearch, type Search } from "@/lib/ui/address";
import { fieldOwner } from "@/lib/web/field-owner";
import { screenContext } from "@/lib/web/screen-context";
import { boxAround, readMapView } from "../../_list/map-view";
import { FieldPage } from "../_components/field-page";
import { ReportForm } from "../_components/report-form";

const path = "/field/report";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("field.report"))("title") };
}

export default async function FieldReportPage({ searchParams }: { searchParams: Promise<Search> }) {
  const context = await screenContext(path, "open_field");
  const search = plainSearch(await searchParams);
  const [classes, frequent, cells, frame] = await Promise.all([
    listReportClasses(context, {}),
    listFrequentClasses(context, {}),
    listMyCells(context, {}),
    loadMapFrame(context, {}),
  ]);
  const t = await getTranslations("field.report");
  return (
    <FieldPage context={context} tab="report">
      <h1 className="mx-auto w-full max-w-[1200px] px-3 pt-3 text-lg font-semibold md:px-4">{t("title")}</h1>
      <ReportForm
        owner={fieldOwner(context.actor.userId)}
        frame={{ ...frame, box: boxAround(cells.map(({ box }) => box)) ?? frame.box }}
        view={readMapView(search.at)}
        classes={classes}
        frequent={frequent}
        maySelfHandle={rolesAllowed(context.actor, "self_handle").length > 0}
      />
    </FieldPage>
  );
}
