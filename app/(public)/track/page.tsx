import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { requestContext } from "@/lib/web/request-context";
import { Frame } from "../../_shell/frame";
import { TrackView } from "./_components/track-view";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("track"))("title") };
}

export default async function TrackPage() {
  const context = await requestContext();
  const t = await getTranslations("track");
  return (
    <Frame context={context} section="track" isLive={false}>
      <div className="mx-auto w-full max-w-3xl px-4 py-5">
        <h1 className="mb-4 font-semibold text-lg">{t("title")}</h1>
        <ClientMessages also={["track"]}>
          <TrackView />
        </ClientMessages>
      </div>
    </Frame>
  );
}
