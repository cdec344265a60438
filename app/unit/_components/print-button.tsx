"use client";

import { Printer } from "lucide-react";
import { buttonClass } from "@/lib/ui/button-class";

export function PrintButton({ label }: { label: string }) {
  return (
    <button type="button" onClick={() => window.print()} className={buttonClass("primary")}>
      <Printer aria-hidden className="size-4" />
      {label}
    </button>
  );
}
