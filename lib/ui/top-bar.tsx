import { CircleUserRound, Languages, LogOut, Menu, SunMoon } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { type Locale, locales, type Theme, themes } from "@/lib/i18n/locales";
import { buttonClass } from "./button-class";
import { classes } from "./classes";
import { MenuButton } from "./menu-button";

type PlainAction = (form: FormData) => Promise<void>;

export type BarActions = { chooseLanguage: PlainAction; chooseTheme: PlainAction; signOut: PlainAction };
export type NavLink = { href: string; label: string; isCurrent: boolean };
export type BarPerson = { name: string; post: string; desk: string };

/** Says that nothing here is real, on every page of the demo. */
export function DemoBanner() {
  const t = useTranslations("shell");
  return (
    <aside
      aria-label={t("demoLabel")}
      className="border-b border-state-reported bg-warn-soft px-4 py-1 text-xs text-ink no-print"
    >
      {t("demo")}
    </aside>
  );
}

/** The frame's head: product, city, where one may go, who is here. 48 px, one line. */
export function TopBar({
  cityName,
  links,
  person,
  theme,
  actions,
  children,
}: {
  cityName: string;
  links: readonly NavLink[];
  person: BarPerson | null;
  theme: Theme;
  actions: BarActions;
  /** Controls of the screen itself, such as the list of keys. */
  children?: ReactNode;
}) {
  const t = useTranslations("shell");
  const locale = useLocale();
  return (
    <header className="sticky top-0 z-[1050] flex h-14 md:h-12 items-center gap-2 md:gap-3 border-b border-line bg-panel px-3 md:px-4 print:static print:h-auto">
      <Link href="/" className="flex shrink-0 items-center gap-2 whitespace-nowrap">
        <Mark />
        <span className="font-semibold max-sm:sr-only">{t("product")}</span>
        <span className="max-w-[9em] truncate text-muted" title={cityName}>
          {cityName}
        </span>
      </Link>
      <nav aria-label={t("mainNavigation")} className="min-w-0 grow overflow-x-auto max-md:hidden">
        <ul className="flex gap-1">
          {links.map((link) => (
            <li key={link.href}>
              <Link
                href={link.href}
                aria-current={link.isCurrent ? "page" : undefined}
                className="flex h-12 items-center border-b-2 border-transparent px-2.5 whitespace-nowrap text-muted hover:text-ink aria-[current]:border-accent aria-[current]:font-medium aria-[current]:text-ink"
              >
                {link.label}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className="ml-auto flex items-center gap-0.5">
        {children}
        {links.length > 0 ? (
          <div className="md:hidden">
            <MenuButton label={t("menu")} button={<Menu aria-hidden className="size-5 text-muted" />}>
              <ul>
                {links.map((link) => (
                  <li key={link.href}>
                    <Link
                      href={link.href}
                      aria-current={link.isCurrent ? "page" : undefined}
                      className="flex min-h-11 items-center rounded-md px-2 hover:bg-sunken aria-[current]:bg-accent-soft"
                    >
                      {link.label}
                    </Link>
                  </li>
                ))}
              </ul>
            </MenuButton>
          </div>
        ) : null}
        <LanguageSwitch locale={locale} action={actions.chooseLanguage} />
        <MenuButton label={t("theme")} button={<SunMoon aria-hidden className="size-5 text-muted" />}>
          <form action={actions.chooseTheme} className="grid">
            <p className="px-2 pb-1 text-xs text-muted">{t("theme")}</p>
            {themes.map((each) => (
              <button
                key={each}
                type="submit"
                name="theme"
                value={each}
                aria-pressed={theme === each}
                className="min-h-11 md:min-h-8 rounded-md px-2 text-left hover:bg-sunken aria-pressed:bg-accent-soft"
              >
                {t(`theme${capital(each)}`)}
              </button>
            ))}
          </form>
        </MenuButton>
        {person ? (
          <MenuButton
            label={`${t("account")}: ${person.name}, ${person.post}`}
            button={
              <>
                <CircleUserRound aria-hidden className="size-5 text-muted" />
                <span className="max-lg:hidden whitespace-nowrap">
                  {person.name} <span className="text-muted">· {person.post}</span>
                </span>
              </>
            }
          >
            <p className="px-2 pb-2">
              <span className="block font-medium">{person.name}</span>
              <span className="block text-xs text-muted">
                {person.post} · {person.desk}
              </span>
            </p>
            <Link
              href="/sign-in/change-password"
              className="flex min-h-11 md:min-h-8 items-center rounded-md px-2 hover:bg-sunken"
            >
              {t("changePassword")}
            </Link>
            <form action={actions.signOut}>
              <button
                type="submit"
                className="flex w-full min-h-11 md:min-h-8 items-center gap-2 rounded-md px-2 text-left hover:bg-sunken"
              >
                <LogOut aria-hidden className="size-4" />
                {t("signOut")}
              </button>
            </form>
          </MenuButton>
        ) : (
          <Link href="/sign-in" className={buttonClass("quiet", "max-md:px-2")}>
            {t("signIn")}
          </Link>
        )}
      </div>
    </header>
  );
}

function capital(theme: Theme): "Auto" | "Light" | "Dark" {
  return ({ auto: "Auto", light: "Light", dark: "Dark" } as const)[theme];
}

/** One press changes to the other language: a form, so that it works before any script. */
function LanguageSwitch({ locale, action }: { locale: Locale; action: PlainAction }) {
  const t = useTranslations("shell");
  const other = locales.find((each) => each !== locale) ?? locale;
  const name = other === "en" ? t("languageEn") : t("languageZh");
  return (
    <form action={action} className="no-print">
      <button
        type="submit"
        name="locale"
        value={other}
        lang={other}
        title={t("switchLanguage", { language: name })}
        className={classes("flex items-center gap-1.5 min-h-11 md:min-h-8 rounded-md px-2 hover:bg-sunken")}
      >
        <Languages aria-hidden className="size-5 text-muted" />
        <span className="max-sm:sr-only">{name}</span>
      </button>
    </form>
  );
}

/** Four cells, one of them solved. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 24 24" className="shrink-0 text-accent">
      <path
        d="M3 3H11V11H3ZM13 3H21V11H13ZM3 13H11V21H3Z"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinejoin="round"
      />
      <path d="M12.2 12.2H21.8V21.8H12.2Z" fill="currentColor" />
      <path d="M14.6 17.2L16.4 19L19.6 15.2" fill="none" stroke="var(--panel)" strokeWidth="1.6" />
    </svg>
  );
}
