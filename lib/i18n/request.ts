import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { env } from "@/lib/env";
import { formatsOf } from "./formats";
import { isLocale, localeCookie, negotiateLocale } from "./locales";
import { messagesOf } from "./messages";

export default getRequestConfig(async () => {
  const chosen = (await cookies()).get(localeCookie)?.value;
  const locale = isLocale(chosen) ? chosen : negotiateLocale((await headers()).get("accept-language"));
  return { locale, messages: messagesOf(locale), formats: formatsOf(locale), timeZone: env().GRIDKEEP_TZ };
});
