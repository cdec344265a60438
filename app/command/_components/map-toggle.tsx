"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { rememberMap } from "./remember";

/** A link, so that it works without script; the choice is remembered. */
export function MapToggle({
  isOn,
  href,
  label,
  className,
  children,
}: {
  isOn: boolean;
  href: string;
  label: string;
  className: string;
  children: ReactNode;
}) {
  return (
    <Link
      href={href}
      scroll={false}
      prefetch={false}
      data-key="m"
      aria-label={label}
      title={label}
      className={className}
      onClick={() => rememberMap(!isOn)}
    >
      {children}
    </Link>
  );
}
