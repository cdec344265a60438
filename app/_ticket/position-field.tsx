"use client";

import { LocateFixed } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/lib/ui/button";
import { Notice } from "@/lib/ui/notice";

type Position = { lng: number; lat: number; accuracy: number };

/** Where the person stands now, for signing in at a place: only the device can say it. */
export function PositionField() {
  const t = useTranslations("ticket.position");
  const [position, setPosition] = useState<Position | null>(null);
  const [problem, setProblem] = useState<"denied" | "unavailable" | null>(null);
  const [isBusy, setBusy] = useState(false);
  const ask = () => {
    if (!("geolocation" in navigator)) {
      setProblem("unavailable");
      return;
    }
    setBusy(true);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setBusy(false);
        setProblem(null);
        setPosition({ lng: coords.longitude, lat: coords.latitude, accuracy: Math.round(coords.accuracy) });
      },
      (error) => {
        setBusy(false);
        setProblem(error.code === error.PERMISSION_DENIED ? "denied" : "unavailable");
      },
      { enableHighAccuracy: true, timeout: 20_000, maximumAge: 30_000 },
    );
  };
  return (
    <div className="grid gap-2">
      <p>
        <Button type="button" isPending={isBusy} onClick={ask}>
          <LocateFixed aria-hidden className="size-4" />
          {t("ask")}
        </Button>
      </p>
      {position ? (
        <>
          <input type="hidden" name="lng" value={position.lng} readOnly />
          <input type="hidden" name="lat" value={position.lat} readOnly />
          <p role="status">{t("found", { metres: position.accuracy })}</p>
        </>
      ) : null}
      {problem ? <Notice kind="warning">{t(problem)}</Notice> : null}
    </div>
  );
}
