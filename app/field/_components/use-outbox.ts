"use client";

import { useSyncExternalStore } from "react";
import { emptyOutbox, type Outbox, readOutbox, subscribe } from "./outbox";

export function useOutbox(): Outbox {
  return useSyncExternalStore(subscribe, readOutbox, () => emptyOutbox);
}

/** What the browser believes; it may believe in a network that leads nowhere, so sending is tried all the same. */
export function useIsOnline(): boolean {
  return useSyncExternalStore(
    (onChange) => {
      window.addEventListener("online", onChange);
      window.addEventListener("offline", onChange);
      return () => {
        window.removeEventListener("online", onChange);
        window.removeEventListener("offline", onChange);
      };
    },
    () => navigator.onLine,
    () => true,
  );
}
