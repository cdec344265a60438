import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { lookBackDays, type Workload } from "@/lib/features/units/load-workload";
import { ownName } from "@/lib/i18n/own-name";
import { type Column, DataTable } from "@/lib/ui/data-table";
import { EmptyState } from "@/lib/ui/empty-state";
import { Count, Rate } from "@/lib/ui/figures";

type Row = Omit<Workload["people"][number], "jobTitle" | "unitName" | "unitNameEn"> & {
  jobTitle: string | null;
};

/** Who holds how much; each name leads to what that person holds. */
export function WorkloadTable({
  workload,
  hrefOf,
}: {
  workload: Workload;
  /** `-` for what nobody holds. */
  hrefOf: (person: string) => string;
}) {
  const t = useTranslations("unit");
  const locale = useLocale();
  const { people, nobody } = workload;
  const rows: Row[] =
    nobody && nobody.open > 0
      ? [
          { name: "-", jobTitle: null, sectionCode: null, sectionName: null, sectionNameEn: null, ...nobody },
          ...people,
        ]
      : [...people];
  const late = (count: number) =>
    count > 0 ? <Count value={count} className="font-medium text-state-overdue" /> : <Count value={count} />;
  const columns: Column<Row>[] = [
    {
      key: "name",
      head: t("people.name"),
      cell: (row) => (
        <Link href={hrefOf(row.name)} className="link inline-flex min-h-11 items-center md:min-h-0">
          {row.name === "-" ? t("nobodyYet") : row.name}
        </Link>
      ),
    },
    {
      key: "section",
      head: t("people.section"),
      cell: (row) => (row.sectionName ? ownName(locale, row.sectionName, row.sectionNameEn) : "—"),
      isDeskOnly: true,
    },
    { key: "jobTitle", head: t("people.jobTitle"), cell: (row) => row.jobTitle ?? "—", isDeskOnly: true },
    {
      key: "handle",
      head: t("people.handle"),
      cell: (row) => <Count value={row.handle} />,
      isNumber: true,
    },
    {
      key: "signOff",
      head: t("people.signOff"),
      cell: (row) => <Count value={row.signOff} />,
      isNumber: true,
    },
    { key: "late", head: t("people.late"), cell: (row) => late(row.late), isNumber: true },
    {
      key: "inTime",
      head: t("people.inTime", { days: lookBackDays }),
      cell: (row) => <Rate part={row.doneInTime} whole={row.done} />,
      isNumber: true,
      isDeskOnly: true,
    },
  ];
  return (
    <DataTable
      caption={t("people.caption")}
      columns={columns}
      rows={rows}
      rowKey={(row) => `${row.sectionCode} ${row.name}`}
      empty={<EmptyState title={t("people.none")} why={t("people.noneWhy")} />}
      className="h-full"
    />
  );
}
