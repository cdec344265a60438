"use client";

import { Printer } from "lucide-react";
import { type ButtonKind, buttonClass, iconButtonClass } from "./button-class";

/** Prints the page. As an icon it is for desks: a phone's own menu prints too. */
export function PrintButton({ label, kind = "secondary" }: { label: string; kind?: ButtonKind | "icon" }) {
  const isIcon = kind === "icon";
  return (
    <button
      type="button"
      onClick={() => window.print()}
      {...(isIcon ? { "aria-label": label, title: label } : {})}
      className={isIcon ? iconButtonClass("max-md:hidden") : buttonClass(kind)}
    >
      <Printer aria-hidden className={isIcon ? "size-5" : "size-4"} />
      {isIcon ? null : label}
    </button>
  );
}
