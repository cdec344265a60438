import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { listGrids } from "@/lib/features/administration/list-grids";
import { pageSize } from "@/lib/features/administration/list-input";
import { countText } from "@/lib/i18n/figures";
import { ownName } from "@/lib/i18n/own-name";
import { hrefWith, plainSearch, type Search } from "@/lib/ui/address";
import { type Column, DataTable } from "@/lib/ui/data-table";
import { EmptyState } from "@/lib/ui/empty-state";
import { Count } from "@/lib/ui/figures";
import { Pagination } from "@/lib/ui/pagination";
import { adminContext } from "@/lib/web/admin-context";
import { orNotFound } from "@/lib/web/or-not-found";
import { AdminPage } from "../_components/admin-page";
import { FilterBar } from "../_components/filter-bar";

const path = "/admin/grids";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.section"))("grids") };
}

export default async function GridsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const context = await adminContext(path);
  const search = plainSearch(await searchParams);
  const { rows, total, page } = await orNotFound(listGrids(context, search));
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
    <AdminPage context={context} section="grids">
      <p className="max-w-[60em] text-muted">{t("grids.intro")}</p>
      <FilterBar
        path={path}
        q={search.q}
        placeholder={t("grids.placeholder")}
        filters={[
          {
            name: "kind",
            label: t("grids.kind.community_grid"),
            value: search.kind,
            options: (["unit_grid", "responsibility_grid"] as const).map((kind) => ({
              value: kind,
              label: t(`grids.kind.${kind}`),
            })),
          },
          {
            name: "unstaffed",
            label: t("grids.all"),
            value: search.unstaffed,
            options: [{ value: "yes", label: t("grids.unstaffed") }],
          },
        ]}
      />
      <DataTable
        caption={t("section.grids")}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.code}
        empty={<EmptyState title={t("list.nothing")} why={t("grids.nothingWhy")} />}
      />
      <Pagination
        page={page}
        pageSize={pageSize}
        total={total}
        hrefOf={(to) => hrefWith(path, search, { page: to })}
      />
    </AdminPage>
  );
}
