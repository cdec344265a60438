"use client";

import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from "react";
import { isTyping } from "@/lib/ui/key-help";

type Step = {
  /** Number of the ticket under the pointer or in focus, in the list or on the map. */
  hovered: string | null;
  setHovered: (number: string | null) => void;
};
const StepContext = createContext<Step>({ hovered: null, setHovered: () => undefined });

export function useStep(): Step {
  return useContext(StepContext);
}

const rowSelector = "tr, li";

/** Keeps a list and its map in step, and gives the list its keys. Links of the rows carry `data-ticket`. */
export function InStep({ children }: { children: ReactNode }) {
  const [hovered, setHovered] = useState<string | null>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.key === "/") {
        event.preventDefault();
        document.querySelector<HTMLInputElement>('input[type="search"]')?.focus();
      } else if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
      else if (event.key === "r") {
        const row = document.activeElement?.closest(rowSelector);
        row?.querySelector<HTMLButtonElement>('[data-command="accept_assignment"]')?.click();
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  const value = useMemo(() => ({ hovered, setHovered }), [hovered]);
  return <StepContext.Provider value={value}>{children}</StepContext.Provider>;
}

function step(by: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLElement>("[data-ticket]")];
  const row = document.activeElement?.closest(rowSelector);
  const inFocus = links.findIndex((link) => link.closest(rowSelector) === row);
  const opened = links.findIndex((link) => link.closest(rowSelector)?.ariaCurrent === "true");
  const from = row && inFocus >= 0 ? inFocus : opened;
  links[Math.min(links.length - 1, Math.max(0, from + by))]?.focus();
}

/** Around the rows: tells which one is pointed at, and marks the one pointed at on the map. */
export function RowsInStep({ className, children }: { className?: string; children: ReactNode }) {
  const { hovered, setHovered } = useStep();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const link = hovered ? box.current?.querySelector(`[data-ticket="${CSS.escape(hovered)}"]`) : null;
    const row = link?.closest(rowSelector);
    row?.setAttribute("data-hovered", "");
    return () => row?.removeAttribute("data-hovered");
  }, [hovered]);
  const numberAt = (target: EventTarget) =>
    target instanceof Element
      ? (target.closest(rowSelector)?.querySelector<HTMLElement>("[data-ticket]")?.dataset.ticket ?? null)
      : null;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointing only adds to what links in the rows do
    <div
      ref={box}
      className={`${className ?? ""} [&_[data-hovered]]:bg-accent-soft`}
      onPointerOver={(event) => setHovered(numberAt(event.target))}
      onPointerLeave={() => setHovered(null)}
      onFocus={(event) => setHovered(numberAt(event.target))}
    >
      {children}
    </div>
  );
}
