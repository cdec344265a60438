"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { classes } from "./classes";

/** A small pane under its button; on a phone as wide as the bar it stands in. `details` opens without script; Escape and a click elsewhere close it. */
export function MenuButton({
  label,
  button,
  isRight = true,
  children,
}: {
  label: string;
  button: ReactNode;
  isRight?: boolean;
  children: ReactNode;
}) {
  const box = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const onDown = (event: PointerEvent) => {
      if (event.target instanceof Node && !box.current?.contains(event.target) && box.current) {
        box.current.open = false;
      }
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || !box.current?.open) return;
      box.current.open = false;
      box.current.querySelector("summary")?.focus();
    };
    // A choice made inside closes it, once the form or link has had its turn.
    const onClick = (event: MouseEvent) => {
      if (!(event.target instanceof Element) || !event.target.closest("a, button")) return;
      if (box.current?.contains(event.target)) setTimeout(() => box.current?.removeAttribute("open"), 0);
    };
    document.addEventListener("click", onClick);
    document.addEventListener("pointerdown", onDown);
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("click", onClick);
      document.removeEventListener("pointerdown", onDown);
      document.removeEventListener("keydown", onKey);
    };
  }, []);
  return (
    <details ref={box} className="md:relative no-print">
      <summary
        aria-label={label}
        className="flex items-center gap-1.5 min-h-11 md:min-h-8 min-w-11 md:min-w-8 justify-center rounded-md px-2 list-none hover:bg-sunken [&::-webkit-details-marker]:hidden"
      >
        {button}
      </summary>
      <div
        className={classes(
          "absolute inset-x-2 top-full z-[1100] mt-1 rounded-md md:inset-x-auto md:w-60 border border-line bg-panel p-2 shadow-over",
          isRight ? "md:right-0" : "md:left-0",
        )}
      >
        {children}
      </div>
    </details>
  );
}
