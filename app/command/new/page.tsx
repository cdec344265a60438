import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { rolesAllowed } from "@/lib/features/command";
import { listClassChoices } from "@/lib/features/desk/list-class-choices";
import { loadDeskFilters } from "@/lib/features/desk/load-desk-filters";
import { loadMapFrame } from "@/lib/features/map/load-map-frame";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { commandContext } from "@/lib/web/command-context";
import { Frame } from "../../_shell/frame";
import { registerAction } from "../actions";
import { NewTicketForm } from "./_components/new-ticket-form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("command.new"))("title") };
}

/** Registering what was told by telephone or at the desk. Not live: nothing may move while somebody writes. */
export default async function NewTicketPage() {
  const context = await commandContext("/command/new");
  if (rolesAllowed(context.actor, "report").length === 0) notFound();
  const t = await getTranslations("command.new");
  const classes = await listClassChoices(context, {});
  const { box } = await loadDeskFilters(context, {});
  const frame = await loadMapFrame(context, {});
  return (
    <Frame context={context} section="command" isLive={false}>
      <div className="mx-auto w-full max-w-[1280px] px-4 py-4">
        <h1 className="text-lg font-semibold">{t("title")}</h1>
        <p className="mb-4 text-muted">{t("intro")}</p>
        <ClientMessages also={["command", "place"]}>
          <NewTicketForm
            action={registerAction}
            classes={classes}
            map={{
              box: box ?? frame.box,
              attribution: frame.attribution,
              reviewNumber: frame.reviewNumber,
            }}
          />
        </ClientMessages>
      </div>
    </Frame>
  );
}
