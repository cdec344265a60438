import { NextIntlClientProvider } from "next-intl";
import { getLocale } from "next-intl/server";
import type { ReactNode } from "react";
import { type Namespace, pickMessages } from "./messages";

/** What every page's shared components speak in the browser. */
const base = ["ui", "refusal", "state", "shell", "map"] as const satisfies Namespace[];

/**
 * Gives client components their words. The root layout gives the base set; a page whose own client
 * components speak more wraps them once more: `<ClientMessages also={["command"]}>`.
 */
export async function ClientMessages({
  also = [],
  children,
}: {
  also?: readonly Namespace[];
  children: ReactNode;
}) {
  const messages = pickMessages(await getLocale(), [...base, ...also]);
  return <NextIntlClientProvider messages={messages}>{children}</NextIntlClientProvider>;
}
