"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { iconButtonClass } from "./button-class";
import { Dialog } from "./overlay";

export type Photo = {
  id: string;
  width: number;
  height: number;
  /** What it shows, e.g. the words of its batch; read out and shown under it. */
  caption: string;
  /** Set where the viewer's right is a tracking code or an upload token. */
  query?: string;
};

/** Where a photo's bytes are. Rights are checked there on each request. */
export function photoUrl(photo: Pick<Photo, "id" | "query">, size: "thumb" | "full"): string {
  const query = new URLSearchParams(photo.query);
  if (size === "thumb") query.set("size", "thumb");
  const text = query.toString();
  return `/api/files/${photo.id}${text ? `?${text}` : ""}`;
}

/** Thumbnails in a row; one opens large, with arrows and the arrow keys. */
export function PhotoStrip({ photos }: { photos: readonly Photo[] }) {
  const t = useTranslations("ui.photo");
  const [opened, setOpened] = useState<number | null>(null);
  const photo = opened === null ? undefined : photos[opened];
  const step = (by: number) =>
    setOpened((current) => (current === null ? null : (current + by + photos.length) % photos.length));
  if (photos.length === 0) return <p className="text-muted text-xs">{t("none")}</p>;
  return (
    <>
      <ul className="flex flex-wrap gap-2">
        {photos.map((each, index) => (
          <li key={each.id} className="w-24">
            <button
              type="button"
              onClick={() => setOpened(index)}
              aria-label={`${t("open", { position: index + 1, count: photos.length })} · ${each.caption}`}
              className="block size-24 overflow-hidden rounded-md border border-line bg-sunken"
            >
              {/* biome-ignore lint/performance/noImgElement: private photos never pass the framework's optimiser */}
              <img
                src={photoUrl(each, "thumb")}
                alt=""
                loading="lazy"
                width={96}
                height={96}
                className="size-full object-cover"
              />
            </button>
            <span className="block truncate text-xs text-muted" title={each.caption}>
              {each.caption}
            </span>
          </li>
        ))}
      </ul>
      {photo && opened !== null ? (
        <Dialog
          isWide
          isOpen
          onOpenChange={(isOpen) => (isOpen ? undefined : setOpened(null))}
          title={`${t("viewer", { position: opened + 1, count: photos.length })} · ${photo.caption}`}
        >
          {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrows are buttons below; keys only add to them */}
          <div
            onKeyDown={(event) => {
              if (event.key === "ArrowLeft") step(-1);
              if (event.key === "ArrowRight") step(1);
            }}
          >
            {/* biome-ignore lint/performance/noImgElement: private photos never pass the framework's optimiser */}
            <img
              src={photoUrl(photo, "full")}
              alt={photo.caption}
              width={photo.width}
              height={photo.height}
              className="mx-auto max-h-[68dvh] w-auto object-contain"
            />
            {photos.length > 1 ? (
              <div className="mt-2 flex justify-center gap-2">
                <button
                  type="button"
                  className={iconButtonClass("border border-line")}
                  aria-label={t("previous")}
                  onClick={() => step(-1)}
                >
                  <ChevronLeft aria-hidden className="size-5" />
                </button>
                <button
                  type="button"
                  className={iconButtonClass("border border-line")}
                  aria-label={t("next")}
                  onClick={() => step(1)}
                >
                  <ChevronRight aria-hidden className="size-5" />
                </button>
              </div>
            ) : null}
          </div>
        </Dialog>
      ) : null}
    </>
  );
}
