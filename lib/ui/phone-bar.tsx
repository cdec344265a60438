import Link from "next/link";
import type { ReactNode } from "react";

export type PhoneLink = { href: string; label: string; icon: ReactNode; isCurrent: boolean; badge?: number };

/** Navigation within reach of a thumb, on phones only; the page leaves 64 px free below. */
export function PhoneBar({ label, links }: { label: string; links: readonly PhoneLink[] }) {
  return (
    <nav
      aria-label={label}
      className="fixed inset-x-0 bottom-0 z-[1050] border-t border-line bg-panel pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      <ul className="flex">
        {links.map((link) => (
          <li key={link.href} className="grow basis-0">
            <Link
              href={link.href}
              aria-current={link.isCurrent ? "page" : undefined}
              className="relative flex h-16 flex-col items-center justify-center gap-0.5 border-t-2 border-transparent text-xs text-muted aria-[current]:border-accent aria-[current]:font-medium aria-[current]:text-accent"
            >
              <span aria-hidden className="[&>svg]:size-6">
                {link.icon}
              </span>
              {link.label}
              {link.badge ? (
                <span className="absolute top-1.5 left-1/2 ml-2 min-w-5 rounded-full bg-danger px-1 text-center text-on-danger text-xs">
                  {link.badge > 99 ? "99+" : link.badge}
                </span>
              ) : null}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
