"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useRef, useTransition } from "react";
import { deskPath } from "./desk-href";

/** A plain GET form. With script it leaves empty fields out of the address and keeps the page in place. */
export function FilterForm({ className, children }: { className: string; children: ReactNode }) {
  const router = useRouter();
  const [, startTransition] = useTransition();
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    const pane = () => form.current?.querySelector("details") ?? null;
    const onDown = (event: PointerEvent) => {
      const box = pane();
      if (box?.open && event.target instanceof Node && !box.contains(event.target)) box.open = false;
    };
    const onKey = (event: KeyboardEvent) => {
      const box = pane();
      if (event.key !== "Escape" || !box?.open) return;
      box.open = false;
      box.querySelector("summary")?.focus();
    };
    document.addEventListener("pointerdown", onDown);
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("pointerdown", onDown);
      document.removeEventListener("keydown", onKey);
    };
  }, []);

  return (
    <form
      ref={form}
      action={deskPath}
      className={className}
      onSubmit={(event) => {
        event.preventDefault();
        const query = new URLSearchParams();
        for (const [name, value] of new FormData(event.currentTarget))
          if (typeof value === "string" && value.trim() !== "") query.append(name, value.trim());
        event.currentTarget.querySelector("details")?.removeAttribute("open");
        startTransition(() => router.push(`${deskPath}?${query}`, { scroll: false }));
      }}
    >
      {children}
    </form>
  );
}
