import { getFormatter, getTranslations } from "next-intl/server";
import { eventSubjects } from "@/lib/domain/event-subjects";
import { listEvents } from "@/lib/features/administration/list-events";
import { plainSearch, type Search } from "@/lib/ui/address";
import { type Column, DataTable } from "@/lib/ui/data-table";
import { adminContext } from "@/lib/web/admin-context";
import { orNotFound } from "@/lib/web/or-not-found";
import { titled } from "../_components/admin-page";
import { ListPage, NothingFound } from "../_components/list-page";

const path = "/admin/events";

export const generateMetadata = titled("events");

/** Who did what to what, and the mark of the chain each event stands in. */
export default async function EventsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const context = await adminContext(path);
  const search = plainSearch(await searchParams);
  const found = await orNotFound(listEvents(context, search));
  const { rows } = found;
  const t = await getTranslations();
  const format = await getFormatter();
  const typeWords = (type: string) => {
    const key = `admin.eventType.${type.replaceAll(".", "_")}` as Parameters<typeof t>[0];
    return t.has(key) ? t(key) : type;
  };
  const columns: Column<(typeof rows)[number]>[] = [
    {
      key: "at",
      head: t("admin.events.at"),
      cell: (row) => (
        <time dateTime={row.at.toISOString()} className="whitespace-nowrap">
          {format.dateTime(row.at, "exact")}
        </time>
      ),
    },
    {
      key: "who",
      head: t("admin.events.who"),
      cell: (row) => {
        const post = row.actorPost as Parameters<typeof t>[0] | null;
        return row.actorName
          ? `${row.actorName} · ${post ? t(`post.${post}` as Parameters<typeof t>[0]) : row.actorLogin}`
          : t(`post.${row.actorKind === "user" ? "importer" : row.actorKind}`);
      },
    },
    { key: "type", head: t("admin.events.type"), cell: (row) => typeWords(row.type) },
    {
      key: "subject",
      head: t("admin.events.subject"),
      cell: (row) => (
        <span className="whitespace-nowrap">
          {row.ticketNumber ?? row.account ?? t(`admin.events.kind.${row.subjectKind}`)}
          <span className="text-muted"> · {t("admin.events.seq", { seq: row.seq })}</span>
        </span>
      ),
    },
    {
      key: "payload",
      head: t("admin.events.payload"),
      cell: (row) => (
        <details>
          <summary className="flex min-h-11 items-center text-xs text-muted md:min-h-8">
            {row.hash.slice(0, 12)}
          </summary>
          <pre className="max-h-60 max-w-[40em] overflow-auto text-xs whitespace-pre-wrap">
            {JSON.stringify(row.payload, null, 1)}
          </pre>
        </details>
      ),
      isDeskOnly: true,
    },
  ];
  return (
    <ListPage
      context={context}
      section="events"
      search={search}
      found={found}
      filters={[
        {
          name: "subject",
          label: t("admin.events.allSubjects"),
          options: eventSubjects.map((kind) => ({
            value: kind,
            label: t(`admin.events.kind.${kind}`),
          })),
        },
      ]}
      dates={[
        { name: "from", label: t("admin.events.from") },
        { name: "to", label: t("admin.events.to") },
      ]}
    >
      <DataTable
        caption={t("admin.section.events")}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        empty={<NothingFound />}
      />
    </ListPage>
  );
}
