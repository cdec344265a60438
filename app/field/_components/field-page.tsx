import { ClipboardList, Grid2x2, SquarePen, UserRound } from "lucide-react";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { PhoneBar, type PhoneLink } from "@/lib/ui/phone-bar";
import { fieldOwner } from "@/lib/web/field-owner";
import type { StaffContext } from "@/lib/web/request-context";
import { Frame } from "../../_shell/frame";
import { OutboxBar } from "./outbox-bar";

export type FieldTab = "tasks" | "cells" | "report" | "mine";

const tabs = [
  ["tasks", "/field", ClipboardList],
  ["cells", "/field/cells", Grid2x2],
  ["report", "/field/report", SquarePen],
  ["mine", "/field/mine", UserRound],
] as const satisfies [FieldTab, string, typeof UserRound][];

/** Volunteers report and see what became of it; tasks and cells belong to employed posts. */
export function isVolunteerOnly(context: StaffContext): boolean {
  const posts = context.actor.appointments.map(({ post }) => post);
  return posts.includes("volunteer") && !posts.some((post) => fieldPosts.has(post));
}
const fieldPosts = new Set<string>(["grid_worker", "grid_head", "supervisor"]);

/** Frame of the field screens: its four tabs (below on a phone, above at a desk), what waits to be sent, the page. */
export async function FieldPage({
  context,
  tab,
  taskCount,
  isFull = false,
  children,
}: {
  context: StaffContext;
  tab: FieldTab;
  /** On the tab of tasks; only where the page knows it. */
  taskCount?: number;
  /** List, map and ticket side by side at a desk. */
  isFull?: boolean;
  children: ReactNode;
}) {
  const t = await getTranslations("field");
  const links: PhoneLink[] = tabs
    .filter(([name]) => !isVolunteerOnly(context) || name === "report" || name === "mine")
    .map(([name, href, Icon]) => ({
      href,
      label: t(`tab.${name}`),
      icon: <Icon />,
      isCurrent: name === tab,
      ...(name === "tasks" && taskCount ? { badge: taskCount } : {}),
    }));
  return (
    <Frame context={context} section="field" isFull={isFull} isLive={tab !== "report"}>
      <ClientMessages also={["field", "place", "ticket", "post"]}>
        <div className={isFull ? "flex min-h-full flex-col md:h-full" : "flex flex-col"}>
          <nav aria-label={t("tabs")} className="border-b border-line bg-panel max-md:hidden no-print">
            <ul className="flex px-2">
              {links.map(({ href, label, icon, isCurrent, badge }) => (
                <li key={href}>
                  <Link
                    href={href}
                    aria-current={isCurrent ? "page" : undefined}
                    className="-mb-px flex h-10 items-center gap-2 border-b-2 border-transparent px-3 text-muted hover:text-ink aria-[current]:border-accent aria-[current]:font-medium aria-[current]:text-ink [&>svg]:size-4"
                  >
                    {icon}
                    {label}
                    {badge ? <span className="text-xs">{badge}</span> : null}
                  </Link>
                </li>
              ))}
            </ul>
          </nav>
          <OutboxBar owner={fieldOwner(context.actor.userId)} />
          {children}
          {/* What the bar of the phone covers. */}
          <div className="h-[calc(4rem+env(safe-area-inset-bottom))] shrink-0 md:hidden no-print" />
          <PhoneBar label={t("tabs")} links={links} />
        </div>
      </ClientMessages>
    </Frame>
  );
}
