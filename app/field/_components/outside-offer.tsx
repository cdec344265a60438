"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { FormState } from "@/lib/domain/form-state";
import { Button } from "@/lib/ui/button";
import { Notice } from "@/lib/ui/notice";
import { useToast } from "@/lib/ui/toast";
import { useDistanceWords } from "../../_place/distance-words";
import { keepOutsideAction } from "../actions";
import type { Entry } from "./outbox-store";

/** Farther away no neighbour of this city answers for it, and a slip of the finger is likelier. */
const farthestMetres = 50_000;

/** Says how far outside the city a place lies, and offers to keep it for the neighbouring authority. */
export function OutsideOffer({
  metres,
  entry,
  onKept,
}: {
  metres: number;
  entry: Entry | null;
  onKept: () => void;
}) {
  const t = useTranslations("field.report");
  const tRefusal = useTranslations("refusal");
  const toast = useToast();
  const distance = useDistanceWords();
  const [isBusy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<FormState | null>(null);
  const description = entry?.description.trim() || entry?.className?.zh || "";
  const isTold = entry !== null && entry.placeWords.trim() !== "" && description !== "";
  const send = async () => {
    if (!entry?.point) return;
    const form = new FormData();
    form.set("idempotencyKey", entry.key);
    form.set("owner", entry.owner);
    form.set("lng", String(entry.point.lng));
    form.set("lat", String(entry.point.lat));
    form.set("placeWords", entry.placeWords.trim());
    form.set("description", description);
    setBusy(true);
    const given = await keepOutsideAction({ status: "idle" }, form).catch(() => null);
    setBusy(false);
    setAnswer(given);
    if (given?.status !== "done") return;
    toast("done", t("keptOutside"));
    onKept();
  };
  return (
    <Notice kind="refused" role="alert">
      <p>{t("outside", { distance: distance(metres) })}</p>
      {metres <= farthestMetres ? (
        <div className="mt-2 grid justify-items-start gap-1">
          <Button type="button" isPending={isBusy} disabled={!isTold} onClick={() => void send()}>
            {t("keepOutside")}
          </Button>
          {isTold ? null : <p className="text-xs">{t("keepOutsideNeeds")}</p>}
          {answer?.status === "refused" ? (
            <p className="text-danger text-xs">{tRefusal(answer.code)}</p>
          ) : null}
        </div>
      ) : null}
    </Notice>
  );
}
