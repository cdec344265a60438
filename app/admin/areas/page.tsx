import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { areaLevels } from "@/lib/domain/posts";
import { listAreas } from "@/lib/features/administration/list-areas";
import { pageSize } from "@/lib/features/administration/list-input";
import { ownName } from "@/lib/i18n/own-name";
import { hrefWith, plainSearch, type Search } from "@/lib/ui/address";
import { type Column, DataTable } from "@/lib/ui/data-table";
import { EmptyState } from "@/lib/ui/empty-state";
import { Count } from "@/lib/ui/figures";
import { Pagination } from "@/lib/ui/pagination";
import { adminContext } from "@/lib/web/admin-context";
import { orNotFound } from "@/lib/web/or-not-found";
import { AdminPage, may } from "../_components/admin-page";
import { FilterBar } from "../_components/filter-bar";
import { ImportForm } from "../_components/import-form";
import { importAction } from "../actions";

const path = "/admin/areas";
const indents = { city: "", district: "pl-4", street: "pl-8", community: "pl-12" } as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.section"))("areas") };
}

export default async function AreasPage({ searchParams }: { searchParams: Promise<Search> }) {
  const context = await adminContext(path);
  const search = plainSearch(await searchParams);
  const { rows, total, page } = await orNotFound(listAreas(context, search));
  const t = await getTranslations("admin");
  const locale = await getLocale();
  const isTree = !search.q && !search.level;
  const columns: Column<(typeof rows)[number]>[] = [
    {
      key: "name",
      head: t("field.name"),
      cell: (row) => (
        <span className={isTree ? indents[row.level] : ""}>
          {ownName(locale, row.name, row.nameEn)}
          {row.isBoundaryAssumed ? (
            <span className="text-state-reported"> · {t("areas.assumed")}</span>
          ) : null}
        </span>
      ),
    },
    { key: "code", head: t("field.code"), cell: (row) => row.code },
    { key: "level", head: t("field.level"), cell: (row) => t(`level.${row.level}`), isDeskOnly: true },
    {
      key: "parent",
      head: t("field.parent"),
      cell: (row) => (row.parentName ? ownName(locale, row.parentName, row.parentNameEn) : "—"),
      isDeskOnly: true,
    },
    { key: "cells", head: t("areas.cells"), cell: (row) => <Count value={row.cells} />, isNumber: true },
    {
      key: "area",
      head: t("areas.size"),
      cell: (row) => (row.areaM2 / 1e6).toFixed(2),
      isNumber: true,
      isDeskOnly: true,
    },
    { key: "from", head: t("field.validFrom"), cell: (row) => row.validFrom, isDeskOnly: true },
    { key: "to", head: t("field.validTo"), cell: (row) => row.validTo ?? "—", isDeskOnly: true },
  ];
  return (
    <AdminPage context={context} section="areas">
      <p className="max-w-[60em] text-muted">{t("areas.intro")}</p>
      {may(context, "import_areas") ? <ImportForm what="areas" action={importAction} /> : null}
      <FilterBar
        path={path}
        q={search.q}
        placeholder={t("areas.placeholder")}
        filters={[
          {
            name: "level",
            label: t("list.allLevels"),
            value: search.level,
            options: areaLevels.map((level) => ({ value: level, label: t(`level.${level}`) })),
          },
          {
            name: "ended",
            label: t("list.inBeing"),
            value: search.ended,
            options: [{ value: "yes", label: t("list.ended") }],
          },
        ]}
      />
      <DataTable
        caption={t("section.areas")}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.code}
        empty={<EmptyState title={t("list.nothing")} why={t("list.nothingWhy")} />}
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
