"use client";

import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";

export type Tab = { value: string; label: ReactNode; content: ReactNode };

export function Tabs({
  label,
  tabs,
  defaultValue,
  onChange,
}: {
  label: string;
  tabs: readonly Tab[];
  defaultValue?: string;
  onChange?: (value: string) => void;
}) {
  const first = defaultValue ?? tabs[0]?.value ?? "";
  return (
    <Radix.Root defaultValue={first} {...(onChange ? { onValueChange: onChange } : {})}>
      <Radix.List
        aria-label={label}
        className="relative flex gap-1 overflow-x-auto border-b border-line no-print"
      >
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.value}
            value={tab.value}
            className="min-h-11 md:min-h-9 whitespace-nowrap border-b-2 border-transparent px-3 text-muted -mb-px hover:text-ink data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-ink"
          >
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} className="pt-3">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
