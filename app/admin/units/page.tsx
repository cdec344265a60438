import type { Metadata } from "next";
import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import { pageSize } from "@/lib/features/administration/list-input";
import { listUnits } from "@/lib/features/administration/list-units";
import { unitKindNames } from "@/lib/features/administration/unit-kinds";
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

const path = "/admin/units";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.section"))("units") };
}

export default async function UnitsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const context = await adminContext(path);
  const search = plainSearch(await searchParams);
  const { rows, total, page } = await orNotFound(listUnits(context, search));
  const t = await getTranslations("admin");
  const locale = await getLocale();
  const columns: Column<(typeof rows)[number]>[] = [
    {
      key: "name",
      head: t("field.name"),
      cell: (row) => (
        <Link href={`${path}/${encodeURIComponent(row.code)}`} className="link">
          {ownName(locale, row.name, row.nameEn)}
        </Link>
      ),
    },
    { key: "code", head: t("field.code"), cell: (row) => row.code, isDeskOnly: true },
    { key: "kind", head: t("field.kind"), cell: (row) => t(`unitKind.${row.kind}`) },
    {
      key: "area",
      head: t("field.area"),
      cell: (row) => ownName(locale, row.areaName, row.areaNameEn),
      isDeskOnly: true,
    },
    {
      key: "sections",
      head: t("units.sections"),
      cell: (row) => <Count value={row.sections} />,
      isNumber: true,
      isDeskOnly: true,
    },
    {
      key: "persons",
      head: t("units.persons"),
      cell: (row) => <Count value={row.persons} />,
      isNumber: true,
    },
    {
      key: "accounts",
      head: t("units.accounts"),
      cell: (row) =>
        row.accounts > 0 ? (
          <Count value={row.accounts} />
        ) : (
          <span className="text-state-overdue">{t("units.noAccount")}</span>
        ),
      isNumber: true,
      isDeskOnly: true,
    },
    { key: "phone", head: t("field.phone"), cell: (row) => row.phone ?? "—", isDeskOnly: true },
  ];
  return (
    <AdminPage context={context} section="units">
      <p className="max-w-[60em] text-muted">{t("units.intro")}</p>
      {may(context, "import_units") ? (
        <>
          <ImportForm what="units" action={importAction} />
          <ImportForm what="persons" action={importAction} />
        </>
      ) : null}
      <FilterBar
        path={path}
        q={search.q}
        placeholder={t("units.placeholder")}
        filters={[
          {
            name: "kind",
            label: t("units.allKinds"),
            value: search.kind,
            options: unitKindNames.map((kind) => ({ value: kind, label: t(`unitKind.${kind}`) })),
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
        caption={t("section.units")}
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
