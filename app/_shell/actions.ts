"use server";

import { revalidatePath } from "next/cache";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { isSecureSite } from "@/lib/auth/cookie";
import { isLocale, isTheme, localeCookie, themeCookie } from "@/lib/i18n/locales";
import { requireOwnOrigin } from "@/lib/web/origin";
import { endCurrentSession } from "@/lib/web/session-doors";

async function remember(name: string, value: string): Promise<void> {
  requireOwnOrigin(await headers());
  (await cookies()).set(name, value, {
    path: "/",
    maxAge: 365 * 86_400,
    sameSite: "lax",
    httpOnly: true,
    secure: isSecureSite(),
  });
  revalidatePath("/", "layout");
}

export async function chooseLanguage(form: FormData): Promise<void> {
  const locale = form.get("locale");
  if (isLocale(locale)) await remember(localeCookie, locale);
}

export async function chooseTheme(form: FormData): Promise<void> {
  const theme = form.get("theme");
  if (isTheme(theme)) await remember(themeCookie, theme);
}

export async function signOut(_form: FormData): Promise<void> {
  await endCurrentSession();
  redirect("/sign-in?said=signed-out");
}
