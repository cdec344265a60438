"use client";

import { Printer } from "lucide-react";
import { iconButtonClass } from "@/lib/ui/button-class";

export function PrintButton({ words }: { words: string }) {
  return (
    <button
      type="button"
      onClick={() => window.print()}
      aria-label={words}
      title={words}
      className={iconButtonClass("max-md:hidden")}
    >
      <Printer aria-hidden className="size-5" />
    </button>
  );
}
