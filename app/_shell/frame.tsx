import { cookies } from "next/headers";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { mayEver, type Permission } from "@/lib/domain/permissions";
import type { Context } from "@/lib/features/context";
import { loadFrame } from "@/lib/features/shell/load-frame";
import { isTheme, themeCookie } from "@/lib/i18n/locales";
import { LiveRefresh } from "@/lib/ui/live-refresh";
import { type BarPerson, type NavLink, TopBar } from "@/lib/ui/top-bar";
import { chooseLanguage, chooseTheme, signOut } from "./actions";

export type Section = "progress" | "report" | "track" | "command" | "unit" | "field" | "admin" | "none";

const publicSections = ["progress", "report", "track"] as const;
const staffSections = [
  ["command", "open_command"],
  ["unit", "open_unit"],
  ["field", "open_field"],
  ["admin", "open_admin"],
] as const satisfies [Section, Permission][];

const addresses: Record<Exclude<Section, "none">, string> = {
  progress: "/",
  report: "/report",
  track: "/track",
  command: "/command",
  unit: "/unit",
  field: "/field",
  admin: "/admin",
};

/**
 * The frame of every screen: head, navigation by what the person's posts may open, and the page. `isFull` gives
 * the page the whole window (desk, maps); else it is a column that scrolls.
 */
export async function Frame({
  context,
  section,
  isFull = false,
  isLive = true,
  controls,
  children,
}: {
  context: Context;
  section: Section;
  isFull?: boolean;
  /** Whether the page reads itself anew when something happens. */
  isLive?: boolean;
  controls?: ReactNode;
  children: ReactNode;
}) {
  const t = await getTranslations();
  const isEnglish = (await getLocale()) === "en";
  const { city, places } = await loadFrame(context, {});
  const theme = (await cookies()).get(themeCookie)?.value;
  const { actor } = context;
  const posts = actor.kind === "user" ? actor.appointments.map(({ post }) => post) : [];
  const staff = staffSections
    .filter(([, permission]) => posts.some((post) => mayEver(post, permission)))
    .map(([name]) => name);
  const links: NavLink[] = [...staff, ...publicSections].map((name) => ({
    href: addresses[name],
    label: t(`shell.nav.${name}`),
    isCurrent: name === section,
  }));
  const [place] = places;
  const person: BarPerson | null =
    actor.kind === "user"
      ? {
          name: actor.name,
          post: posts.map((post) => t(`post.${post}`)).join(isEnglish ? ", " : "、"),
          desk: (place && (isEnglish ? place.nameEn || place.name : place.name)) ?? "",
        }
      : null;
  const cityName = city ? (isEnglish ? city.nameEn || city.name : city.name) : t("shell.unnamedCity");
  return (
    <div className={isFull ? "fills-window flex min-h-0 grow flex-col" : "flex grow flex-col"}>
      <TopBar
        cityName={cityName}
        links={links}
        person={person}
        theme={isTheme(theme) ? theme : "auto"}
        actions={{ chooseLanguage, chooseTheme, signOut }}
      >
        {controls}
      </TopBar>
      {person && isLive ? <LiveRefresh /> : null}
      <main
        id="content"
        tabIndex={-1}
        className={
          isFull ? "min-h-0 grow overflow-auto outline-none print:overflow-visible" : "grow outline-none"
        }
      >
        {children}
      </main>
    </div>
  );
}
