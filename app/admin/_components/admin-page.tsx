import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { isAllowed, type Permission } from "@/lib/domain/permissions";
import { ClientMessages } from "@/lib/i18n/client-messages";
import type { StaffContext } from "@/lib/web/request-context";
import { Frame } from "../../_shell/frame";
import { AdminNav } from "./admin-nav";

export const adminSections = [
  ["overview", "/admin", "open_admin"],
  ["start", "/admin/start", "view_settings"],
  ["import", "/admin/import", "import_city"],
  ["areas", "/admin/areas", "view_directory"],
  ["grids", "/admin/grids", "view_directory"],
  ["units", "/admin/units", "view_directory"],
  ["classes", "/admin/classes", "view_directory"],
  ["outside", "/admin/outside", "view_directory"],
  ["accounts", "/admin/accounts", "view_accounts"],
  ["settings", "/admin/settings", "view_settings"],
  ["calendar", "/admin/calendar", "view_settings"],
  ["health", "/admin/health", "view_settings"],
  ["events", "/admin/events", "view_audit"],
] as const satisfies [string, string, Permission][];
export type AdminSection = (typeof adminSections)[number][0];

/** Names a section's page: its `generateMetadata`. */
export function titled(section: AdminSection): () => Promise<Metadata> {
  return async () => ({ title: (await getTranslations("admin.section"))(section) });
}

/** May one of this person's posts do this? For showing a button or not; the verb decides for itself. */
export function may(context: StaffContext, permission: Permission): boolean {
  return context.actor.appointments.some(({ post }) => isAllowed(post, permission, ["any"], "-"));
}

/** The frame of the administration: its own navigation, heading, and the page. */
export async function AdminPage({
  context,
  section,
  title,
  children,
}: {
  context: StaffContext;
  section: AdminSection;
  title?: string;
  children: ReactNode;
}) {
  const t = await getTranslations("admin");
  const links = adminSections
    .filter(([, , permission]) => may(context, permission))
    .map(([name, href]) => ({ href, label: t(`section.${name}`), isCurrent: name === section }));
  return (
    <Frame context={context} section="admin">
      <div className="mx-auto w-full max-w-[1360px] md:grid md:grid-cols-[180px_minmax(0,1fr)] md:gap-6 md:px-4">
        <AdminNav label={t("navigation")} links={links} />
        <div className="min-w-0 px-4 py-4 md:px-0">
          <h1 className="mb-1 text-lg font-semibold">{title ?? t(`section.${section}`)}</h1>
          <ClientMessages also={["admin", "manage", "post"]}>{children}</ClientMessages>
        </div>
      </div>
    </Frame>
  );
}
