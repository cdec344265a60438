"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";

const quietMs = 1_500;

/**
 * Reads the page anew when something happened. The stream only says that it did; what is shown is read by the
 * server with the viewer's rights. A hidden page waits until it is looked at again.
 */
export function LiveRefresh() {
  const router = useRouter();
  const t = useTranslations("ui.live");
  const [isLost, setLost] = useState(false);
  const cursor = useRef<string | null>(null);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isStale = false;
    let failures = 0;
    let source: EventSource | undefined;
    let retry: ReturnType<typeof setTimeout> | undefined;

    const refresh = () => {
      if (document.hidden) {
        isStale = true;
        return;
      }
      isStale = false;
      clearTimeout(timer);
      timer = setTimeout(() => router.refresh(), quietMs);
    };
    const open = () => {
      source = new EventSource("/api/live");
      source.addEventListener("open", () => {
        failures = 0;
        setLost(false);
      });
      source.addEventListener("cursor", (event) => {
        const next = String(event.data);
        if (cursor.current !== null && cursor.current !== next) refresh();
        cursor.current = next;
      });
      source.addEventListener("ended", () => {
        // The session is over: the next reading of the page leads to the sign-in.
        source?.close();
        router.refresh();
      });
      source.addEventListener("error", () => {
        source?.close();
        failures += 1;
        if (failures > 1) setLost(true);
        retry = setTimeout(open, Math.min(30_000, 1_000 * 2 ** failures));
      });
    };
    const onShow = () => {
      if (!document.hidden && isStale) refresh();
    };
    open();
    document.addEventListener("visibilitychange", onShow);
    return () => {
      source?.close();
      clearTimeout(timer);
      clearTimeout(retry);
      document.removeEventListener("visibilitychange", onShow);
    };
  }, [router]);

  return (
    <p role="status" className={isLost ? "bg-warn-soft px-4 py-1 text-xs" : "sr-only"}>
      {isLost ? t("lost") : null}
    </p>
  );
}
