"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useId, useState } from "react";
import { iconButtonClass } from "@/lib/ui/button-class";
import { photoLimits } from "@/lib/ui/photo-limits";
import { PhotoPicker } from "@/lib/ui/photo-picker";
import { type KeptBatch, type KeptPhoto, newKey } from "./outbox-store";

/** Photos that are kept on the device and go up with the report: the network may be hours away. */
export function KeptPhotos({
  batch,
  photos,
  onChange,
  hint,
}: {
  batch: KeptBatch;
  /** Of this batch only. */
  photos: readonly KeptPhoto[];
  onChange: (photos: KeptPhoto[]) => void;
  hint?: string;
}) {
  const t = useTranslations("ui.photo");
  const hintId = useId();
  const [said, setSaid] = useState<string | null>(null);
  const { megabytes, megapixels, count } = photoLimits;
  const add = (files: File[]) => {
    const room = count - photos.length;
    const problems: string[] = files.length > room ? [t("tooMany", { count })] : [];
    const added: KeptPhoto[] = [];
    for (const file of files.slice(0, Math.max(0, room))) {
      const limits = { name: file.name, megabytes, megapixels };
      if (file.size > megabytes * 1_000_000) problems.push(t("problem.too_many_bytes", limits));
      else if (/hei[cf]/i.test(file.type) || /\.hei[cf]$/i.test(file.name))
        problems.push(t("problem.heic", limits));
      else if (!file.type.startsWith("image/")) problems.push(t("problem.not_a_photo", limits));
      else added.push({ id: newKey(), batch, name: file.name, blob: file, token: null });
    }
    setSaid(problems.length > 0 ? problems.join(" ") : null);
    if (added.length > 0) onChange([...photos, ...added]);
  };
  return (
    <div>
      <PhotoPicker isFull={photos.length >= count} describedBy={hintId} onPick={add} />
      <p id={hintId} className="mt-1 text-muted text-xs">
        {hint}
      </p>
      <p role="status" className={said ? "mt-1 text-danger text-xs" : "sr-only"}>
        {said}
      </p>
      {photos.length > 0 ? (
        <ul className="mt-2 flex flex-wrap gap-2">
          {photos.map((photo) => (
            <li key={photo.id} className="relative">
              <Preview blob={photo.blob} />
              <button
                type="button"
                onClick={() => onChange(photos.filter(({ id }) => id !== photo.id))}
                aria-label={t("remove", { name: photo.name })}
                className={iconButtonClass("absolute -top-1 -right-1 border border-line-strong bg-panel")}
              >
                <X aria-hidden className="size-5" />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function Preview({ blob }: { blob: Blob }) {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return (
    // biome-ignore lint/performance/noImgElement: a preview from this device
    <img
      src={url}
      alt=""
      width={96}
      height={96}
      className="size-24 rounded-md border border-line bg-sunken object-cover"
    />
  );
}
