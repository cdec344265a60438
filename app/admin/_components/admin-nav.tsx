import Link from "next/link";

/** A column at the desk, a row that scrolls on a phone. */
export function AdminNav({
  label,
  links,
}: {
  label: string;
  links: readonly { href: string; label: string; isCurrent: boolean }[];
}) {
  return (
    <nav
      aria-label={label}
      className="border-b border-line bg-panel md:border-0 md:bg-transparent md:py-4 no-print"
    >
      <ul className="flex overflow-x-auto px-2 md:sticky md:top-16 md:grid md:gap-0.5 md:overflow-visible md:px-0">
        {links.map((link) => (
          <li key={link.href}>
            <Link
              href={link.href}
              aria-current={link.isCurrent ? "page" : undefined}
              className="flex min-h-12 items-center border-b-2 border-transparent px-3 whitespace-nowrap text-muted hover:text-ink aria-[current]:border-accent aria-[current]:font-medium aria-[current]:text-ink md:min-h-9 md:rounded-md md:border-b-0 md:border-l-2 md:hover:bg-sunken md:aria-[current]:bg-accent-soft"
            >
              {link.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
