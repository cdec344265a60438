import { getLocale, getTranslations } from "next-intl/server";
import { listGrids } from "@/lib/features/administration/list-grids";
import { countText } from "@/lib/i18n/figures";
import { ownName } from "@/lib/i18n/own-name";
import { plainSearch, type Search } from "@/lib/ui/address";
import { type Column, DataTable } from "@/lib/ui/data-table";
import { EmptyState } from "@/lib/ui/empty-state";
import { Count } from "@/lib/ui/figures";
import { adminContext } from "@/lib/web/admin-context";
import { orNotFound } from "@/lib/web/or-not-found";
import { titled } from "../_components/admin-page";
import { ListPage } from "../_components/list-page";

const path = "/admin/grids";

export const generateMetadata = titled("grids");

export default async function GridsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const context = await adminContext(path);
  const search = plainSearch(await searchParams);
  const found = await orNotFound(listGrids(context, search));
  const { rows } = found;
  const t = await getTranslations("admin");
  const locale = await getLocale();
  const columns: Column<(typeof rows)[number]>[] = [
    { key: "code", head: t("field.code"), cell: (row) => row.code },
    { key: "name", head: t("field.name"), cell: (row) => ownName(locale, row.name, row.nameEn) },
    {
      key: "community",
      head: t("grids.community"),
      cell: (row) => ownName(locale, row.communityName, row.communityNameEn),
      isDeskOnly: true,
    },
    {
      key: "size",
      head: t("grids.size"),
      cell: (row) => countText(Math.round(row.areaM2), locale),
      isNumber: true,
      isDeskOnly: true,
    },
    {
      key: "staff",
      head: t("grids.staff"),
      cell: (row) =>
        row.staff > 0 ? (
          <Count value={row.staff} />
        ) : (
          <span className="text-state-overdue">{t("grids.nobody")}</span>
        ),
      isNumber: true,
    },
    { key: "from", head: t("field.validFrom"), cell: (row) => row.validFrom, isDeskOnly: true },
  ];
  return (
    <ListPage
      context={context}
      section="grids"
      search={search}
      found={found}
      filters={[
        {
          name: "kind",
          label: t("grids.kind.community_grid"),
          options: (["unit_grid", "responsibility_grid"] as const).map((kind) => ({
            value: kind,
            label: t(`grids.kind.${kind}`),
          })),
        },
        {
          name: "unstaffed",
          label: t("grids.all"),
          options: [{ value: "yes", label: t("grids.unstaffed") }],
        },
      ]}
    >
      <DataTable
        caption={t("section.grids")}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.code}
        empty={<EmptyState title={t("list.nothing")} why={t("grids.nothingWhy")} />}
      />
    </ListPage>
  );
}
