"use client";

import { Camera, Images } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { buttonClass } from "./button-class";
import { classes } from "./classes";
import { photoTypes } from "./photo-limits";

/** Camera (phones only) and gallery, as the system offers them; what becomes of the files is the caller's business. */
export function PhotoPicker({
  isFull,
  describedBy,
  onPick,
}: {
  isFull: boolean;
  describedBy?: string;
  onPick: (files: File[]) => void;
}) {
  const t = useTranslations("ui.photo");
  const pick = (input: HTMLInputElement) => {
    const files = [...(input.files ?? [])];
    input.value = "";
    if (files.length > 0) onPick(files);
  };
  // Chosen before this script arrived: on a slow connection that is the usual case.
  const frame = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the script arrives
  useEffect(() => {
    for (const input of frame.current?.querySelectorAll<HTMLInputElement>("input[type=file]") ?? [])
      pick(input);
  }, []);
  const picker = (words: string, Icon: typeof Camera, isCapture: boolean) => (
    <label
      className={buttonClass(
        "secondary",
        classes(
          "relative focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent",
          isCapture && "md:hidden",
        ),
      )}
      aria-disabled={isFull || undefined}
    >
      <Icon aria-hidden className="size-4" />
      {words}
      <input
        type="file"
        accept={isCapture ? "image/*" : photoTypes}
        {...(isCapture ? { capture: "environment" as const } : { multiple: true })}
        disabled={isFull}
        onChange={(event) => pick(event.target)}
        aria-describedby={describedBy}
        className="absolute inset-0 cursor-pointer opacity-0"
      />
    </label>
  );
  return (
    <div ref={frame} className="flex flex-wrap gap-2">
      {picker(t("camera"), Camera, true)}
      {picker(t("gallery"), Images, false)}
    </div>
  );
}
