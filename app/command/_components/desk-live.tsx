"use client";

import { useTranslations } from "next-intl";
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";

type DeskLive = {
  /** The row under the pointer, in the list or on the map. */
  hovered: string | null;
  setHovered: (number: string | null) => void;
  /** What came since the person looked at this list. */
  fresh: ReadonlySet<string>;
  markSeen: () => void;
};

const Context = createContext<DeskLive>({
  hovered: null,
  setHovered: () => undefined,
  fresh: new Set(),
  markSeen: () => undefined,
});

export const useDeskLive = () => useContext(Context);

/**
 * What list and map tell each other, and what came in while the person worked. `listKey` names the list: another
 * one begins with everything seen. An opened ticket is seen.
 */
export function DeskLiveProvider({
  numbers,
  listKey,
  ticket,
  children,
}: {
  numbers: readonly string[];
  listKey: string;
  ticket: string | null;
  children: ReactNode;
}) {
  const [hovered, setHovered] = useState<string | null>(null);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const known = useRef({ listKey, numbers: new Set(numbers) });
  const text = numbers.join(" ");

  useEffect(() => {
    const shown = text ? text.split(" ") : [];
    if (known.current.listKey !== listKey) {
      known.current = { listKey, numbers: new Set(shown) };
      setFresh(new Set());
      return;
    }
    const came = shown.filter((number) => !known.current.numbers.has(number));
    for (const number of came) known.current.numbers.add(number);
    setFresh((before) => {
      const after = new Set([...before, ...came].filter((number) => shown.includes(number)));
      if (ticket) after.delete(ticket);
      return after;
    });
  }, [text, listKey, ticket]);

  const markSeen = useCallback(() => setFresh(new Set()), []);
  const value = useMemo(() => ({ hovered, setHovered, fresh, markSeen }), [hovered, fresh, markSeen]);
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export function NewMark({ number }: { number: string }) {
  const t = useTranslations("command.mark");
  const { fresh } = useDeskLive();
  if (!fresh.has(number)) return null;
  return (
    <span title={t("newHint")} className="mr-1.5 rounded-sm bg-accent px-1 text-on-accent text-xs">
      {t("new")}
    </span>
  );
}

/** Said once and in passing; rows, scrolling and focus stay where they were. */
export function FreshNotice() {
  const t = useTranslations("command");
  const { fresh, markSeen } = useDeskLive();
  return (
    <p role="status" className="flex min-w-0 grow items-center gap-2 text-xs">
      {fresh.size > 0 ? (
        <>
          <span className="font-medium text-accent">{t("fresh", { count: fresh.size })}</span>
          <button
            type="button"
            onClick={markSeen}
            className="min-h-11 px-1 text-muted underline hover:text-ink md:min-h-8"
          >
            {t("freshSeen")}
          </button>
        </>
      ) : null}
    </p>
  );
}

/** The list's own box: tells which row the pointer is over, and shows which one is meant on the map. */
export function QueueBox({ children }: { children: ReactNode }) {
  const { hovered, setHovered } = useDeskLive();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const row = hovered
      ? box.current?.querySelector<HTMLElement>(`tr[data-number="${CSS.escape(hovered)}"]`)
      : null;
    row?.setAttribute("data-hovered", "");
    return () => row?.removeAttribute("data-hovered");
  }, [hovered]);
  const numberOf = (target: EventTarget) =>
    target instanceof Element
      ? (target.closest("tr[data-number]")?.getAttribute("data-number") ?? null)
      : null;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointing only adds to what links and keys do
    <div
      ref={box}
      onMouseOver={(event) => setHovered(numberOf(event.target))}
      onMouseLeave={() => setHovered(null)}
      onFocus={(event) => setHovered(numberOf(event.target))}
      onBlur={() => setHovered(null)}
    >
      {children}
    </div>
  );
}
