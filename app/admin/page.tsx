import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { loadCalendar } from "@/lib/features/administration/load-calendar";
import { loadHealth } from "@/lib/features/administration/load-health";
import { loadOverview } from "@/lib/features/administration/load-overview";
import { loadSetup } from "@/lib/features/administration/load-setup";
import { Count } from "@/lib/ui/figures";
import { Notice } from "@/lib/ui/notice";
import { adminContext } from "@/lib/web/admin-context";
import { orNotFound } from "@/lib/web/or-not-found";
import { AdminPage, may } from "./_components/admin-page";
import { SetupProgress } from "./_components/setup-progress";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin"))("title") };
}

/** What there is, and what is not in order, each a way to its list. */
export default async function AdminOverviewPage() {
  const context = await adminContext("/admin");
  const t = await getTranslations("admin.overview");
  const figures = await orNotFound(loadOverview(context, {}));
  const maySettings = may(context, "view_settings");
  const mayAccounts = may(context, "view_accounts");
  const calendar = maySettings ? await loadCalendar(context, {}) : undefined;
  const setup = may(context, "change_setting") ? await loadSetup(context, {}) : undefined;
  const health = maySettings ? await loadHealth(context, {}) : undefined;
  const warnings = [
    calendar === null ? { href: "/admin/calendar", words: t("noCalendar") } : null,
    calendar && calendar.daysLeft < 90
      ? { href: "/admin/calendar", words: t("calendarEnds", { day: calendar.publishedThrough }) }
      : null,
    health && health.waiting > 0 && (health.oldestSeconds ?? 0) > 60
      ? { href: "/admin/health", words: t("outboxWaits", { count: health.waiting }) }
      : null,
    figures.assumed > 0 ? { href: "/admin/areas", words: t("assumed", { count: figures.assumed }) } : null,
    figures.unstaffed > 0
      ? { href: "/admin/grids?unstaffed=yes", words: t("unstaffed", { count: figures.unstaffed }) }
      : null,
    mayAccounts && figures.initial > 0
      ? { href: "/admin/accounts?state=initial", words: t("initial", { count: figures.initial }) }
      : null,
  ].filter((warning) => warning !== null);
  const counts = [
    { href: "/admin/areas", name: t("areas"), value: figures.areas },
    { href: "/admin/grids", name: t("cells"), value: figures.cells },
    { href: "/admin/units", name: t("units"), value: figures.units },
    { href: "/admin/units", name: t("persons"), value: figures.persons },
    { href: "/admin/classes", name: t("classes"), value: figures.classes },
    ...(mayAccounts ? [{ href: "/admin/accounts", name: t("accounts"), value: figures.accounts }] : []),
  ];
  return (
    <AdminPage context={context} section="overview">
      {setup && !setup.isDone ? <SetupProgress setup={setup} /> : null}
      <p className="max-w-[60em] text-muted">{t("intro")}</p>
      <section aria-labelledby="attention" className="mt-4">
        <h2 id="attention" className="mb-2 font-semibold">
          {t("attention")}
        </h2>
        {warnings.length === 0 ? (
          <Notice kind="done">{t("allWell")}</Notice>
        ) : (
          <ul className="grid gap-2">
            {warnings.map((warning) => (
              <li key={warning.words}>
                <Notice kind="warning" role="note">
                  <Link href={warning.href} className="link">
                    {warning.words}
                  </Link>
                </Notice>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section aria-labelledby="figures" className="mt-6">
        <h2 id="figures" className="mb-1 font-semibold">
          {t("figures")}
        </h2>
        <ul className="max-w-md">
          {counts.map((row) => (
            <li key={row.name} className="border-b border-line">
              <Link
                href={row.href}
                className="flex min-h-12 items-center justify-between px-1 hover:bg-sunken md:min-h-9"
              >
                <span>{row.name}</span>
                <Count value={row.value} className="font-medium" />
              </Link>
            </li>
          ))}
        </ul>
      </section>
    </AdminPage>
  );
}
