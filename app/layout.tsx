import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { isDemo } from "@/lib/env";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { isTheme, themeCookie } from "@/lib/i18n/locales";
import { RasterProvider } from "@/lib/ui/map/raster-context";
import { ToastProvider } from "@/lib/ui/toast";
import { DemoBanner } from "@/lib/ui/top-bar";
import { rasterBasemap } from "@/lib/web/raster-basemap";
import "./globals.css";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("shell");
  return {
    title: { default: `${t("product")} · ${t("productLine")}`, template: `%s · ${t("product")}` },
    applicationName: t("product"),
    manifest: "/manifest.webmanifest",
    icons: { icon: [{ url: "/icon.svg", type: "image/svg+xml" }] },
    // Phone numbers are linked where they are meant, not where a browser guesses one.
    formatDetection: { telephone: false },
    referrer: "same-origin",
  };
}

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  viewportFit: "cover",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#17212c" },
  ],
};

/** Dynamic for every page: language, colours and the nonce of its scripts come from the request. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const locale = await getLocale();
  const t = await getTranslations("shell");
  const theme = (await cookies()).get(themeCookie)?.value;
  return (
    <html lang={locale} data-theme={isTheme(theme) && theme !== "auto" ? theme : undefined}>
      <body className="flex flex-col">
        <a href="#content" className="skip-link">
          {t("skipToContent")}
        </a>
        {isDemo() ? <DemoBanner /> : null}
        <ClientMessages>
          <RasterProvider raster={rasterBasemap()}>
            <ToastProvider>{children}</ToastProvider>
          </RasterProvider>
        </ClientMessages>
      </body>
    </html>
  );
}
