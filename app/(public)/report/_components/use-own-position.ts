"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Point } from "./draft";

const coarseMetres = 60;
const patienceMs = 20_000;

/** The device's position, asked for only on a press; every refusal says what else can be done. */
export function useOwnPosition(onFound: (point: Point) => void) {
  const t = useTranslations("report.place");
  const [isAsking, setAsking] = useState(false);
  const [words, setWords] = useState<string | null>(null);

  const ask = () => {
    if (!window.isSecureContext) return setWords(t("gpsInsecure"));
    if (!("geolocation" in navigator)) return setWords(t("gpsUnavailable"));
    setAsking(true);
    setWords(null);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const metres = Math.max(1, Math.round(coords.accuracy));
        setAsking(false);
        setWords(t(metres > coarseMetres ? "gpsCoarse" : "gpsDone", { metres }));
        onFound({ lng: coords.longitude, lat: coords.latitude });
      },
      (problem) => {
        setAsking(false);
        setWords(t(problem.code === problem.PERMISSION_DENIED ? "gpsDenied" : "gpsUnavailable"));
      },
      { enableHighAccuracy: true, timeout: patienceMs, maximumAge: 10_000 },
    );
  };
  return { ask, isAsking, words };
}
