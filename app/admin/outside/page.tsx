import { getFormatter, getTranslations } from "next-intl/server";
import { listOutsideReports } from "@/lib/features/administration/list-outside-reports";
import { plainSearch, type Search } from "@/lib/ui/address";
import { type Column, DataTable } from "@/lib/ui/data-table";
import { EmptyState } from "@/lib/ui/empty-state";
import { adminContext } from "@/lib/web/admin-context";
import { orNotFound } from "@/lib/web/or-not-found";
import { distanceWords } from "../../_place/distance-words";
import { titled } from "../_components/admin-page";
import { ListPage } from "../_components/list-page";

const path = "/admin/outside";

export const generateMetadata = titled("outside");

/** What residents reported beyond the border: the list that goes to the neighbouring authorities. */
export default async function OutsidePage({ searchParams }: { searchParams: Promise<Search> }) {
  const context = await adminContext(path);
  const search = plainSearch(await searchParams);
  const found = await orNotFound(listOutsideReports(context, search));
  const { rows } = found;
  const t = await getTranslations("admin");
  const format = await getFormatter();
  const tDistance = await getTranslations("place.distance");
  const distance = (metres: number) => distanceWords(tDistance, format, metres);
  const columns: Column<(typeof rows)[number]>[] = [
    {
      key: "at",
      head: t("outside.at"),
      cell: (row) => (
        <time dateTime={row.reportedAt.toISOString()} className="whitespace-nowrap">
          {format.dateTime(row.reportedAt, "minute")}
        </time>
      ),
      isDeskOnly: true,
    },
    {
      key: "place",
      head: t("outside.place"),
      cell: (row) => (
        <>
          {row.placeWords}
          <span className="block text-muted text-xs md:hidden print:hidden">
            {format.dateTime(row.reportedAt, "minute")}
          </span>
        </>
      ),
    },
    {
      key: "description",
      head: t("outside.description"),
      cell: (row) => <span className="whitespace-pre-line">{row.description}</span>,
      className: "min-w-[9em]",
    },
    {
      key: "distance",
      head: t("outside.distance"),
      cell: (row) => <span className="whitespace-nowrap">{distance(row.metresOutside)}</span>,
      isNumber: true,
    },
    {
      key: "point",
      head: t("outside.point"),
      cell: (row) => (
        <span className="whitespace-nowrap">
          {row.lng.toFixed(5)}, {row.lat.toFixed(5)}
        </span>
      ),
      isDeskOnly: true,
    },
  ];
  const isSearched = Boolean(search.q);
  return (
    <ListPage context={context} section="outside" search={search} found={found}>
      <DataTable
        caption={t("section.outside")}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        empty={
          <EmptyState
            title={t(isSearched ? "list.nothing" : "outside.nothing")}
            why={t(isSearched ? "list.nothingWhy" : "outside.nothingWhy")}
          />
        }
      />
    </ListPage>
  );
}
