import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import { areaLevels } from "@/lib/domain/posts";
import { listAreas } from "@/lib/features/administration/list-areas";
import { ownName } from "@/lib/i18n/own-name";
import { plainSearch, type Search } from "@/lib/ui/address";
import { type Column, DataTable } from "@/lib/ui/data-table";
import { Count } from "@/lib/ui/figures";
import { adminContext } from "@/lib/web/admin-context";
import { orNotFound } from "@/lib/web/or-not-found";
import { may, titled } from "../_components/admin-page";
import { ExportLinks } from "../_components/export-links";
import { ImportForm } from "../_components/import-form";
import { ListPage, NothingFound } from "../_components/list-page";
import { importAction } from "../actions";

const path = "/admin/areas";
const indents = { city: "", district: "pl-4", street: "pl-8", community: "pl-12" } as const;

export const generateMetadata = titled("areas");

export default async function AreasPage({ searchParams }: { searchParams: Promise<Search> }) {
  const context = await adminContext(path);
  const search = plainSearch(await searchParams);
  const found = await orNotFound(listAreas(context, search));
  const { rows } = found;
  const t = await getTranslations("admin");
  const locale = await getLocale();
  const isTree = !search.q && !search.level;
  const columns: Column<(typeof rows)[number]>[] = [
    {
      key: "name",
      head: t("field.name"),
      cell: (row) => (
        <span className={isTree ? indents[row.level] : ""}>
          <Link href={`${path}/${row.code}`} className="link">
            {ownName(locale, row.name, row.nameEn)}
          </Link>
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
    <ListPage
      context={context}
      section="areas"
      search={search}
      found={found}
      above={
        <>
          <ExportLinks what="areas" />
          {may(context, "import_areas") ? (
            <>
              <ImportForm what="areaNames" action={importAction} />
              <ImportForm what="areas" action={importAction} />
            </>
          ) : null}
        </>
      }
      filters={[
        {
          name: "level",
          label: t("list.allLevels"),
          options: areaLevels.map((level) => ({ value: level, label: t(`level.${level}`) })),
        },
        {
          name: "ended",
          label: t("list.inBeing"),
          options: [{ value: "yes", label: t("list.ended") }],
        },
      ]}
    >
      <DataTable
        caption={t("section.areas")}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.code}
        empty={<NothingFound />}
      />
    </ListPage>
  );
}
