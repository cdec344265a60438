"use client";

import { RotateCcw, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useId, useRef, useState } from "react";
import { iconButtonClass } from "./button-class";
import { useFieldInfo, useFormAnswer } from "./form-context";
import { photoLimits } from "./photo-limits";
import { PhotoPicker } from "./photo-picker";
import { type PhotoProblem, sendPhoto, type UploadedPhoto } from "./send-photo";

type Upload = {
  key: string;
  name: string;
  /** Null for one that arrived earlier. */
  file: File | null;
  preview: string;
  percent: number;
  arrived: UploadedPhoto | null;
  problem: PhotoProblem | null;
};

function arrivedEarlier(photo: UploadedPhoto): Upload {
  const preview = `/api/files/${photo.id}?size=thumb&token=${encodeURIComponent(photo.token)}`;
  const { name } = photo;
  return { key: photo.id, name, file: null, preview, percent: 100, arrived: photo, problem: null };
}

/**
 * Photos from camera or gallery, uploaded at once; the form carries their tokens in hidden fields. Tell the form
 * by `onBusyChange` to wait while uploads are under way. `initial` brings back what arrived before the page was lost.
 */
export function PhotoInput({
  name,
  maxCount = photoLimits.count,
  onBusyChange,
  onTokensChange,
  onArrivedChange,
  initial = [],
}: {
  name?: string;
  maxCount?: number;
  onBusyChange?: (isBusy: boolean) => void;
  onTokensChange?: (tokens: string[]) => void;
  onArrivedChange?: (photos: UploadedPhoto[]) => void;
  initial?: readonly UploadedPhoto[];
}) {
  const field = useFieldInfo();
  const t = useTranslations("ui.photo");
  const hintId = useId();
  const [uploads, setUploads] = useState<Upload[]>(() => initial.map(arrivedEarlier));
  const [isOver, setOver] = useState(false);
  const aborts = useRef(new Map<string, () => void>());
  const fieldName = name ?? field?.name ?? "photos";
  const answer = useFormAnswer();
  const limits = { count: maxCount, megabytes: photoLimits.megabytes, megapixels: photoLimits.megapixels };

  const change = (key: string, part: Partial<Upload>) =>
    setUploads((current) => current.map((each) => (each.key === key ? { ...each, ...part } : each)));

  const start = (upload: Upload) => {
    if (!upload.file) return;
    if (upload.file.size > photoLimits.megabytes * 1_000_000) {
      change(upload.key, { problem: "too_many_bytes" });
      return;
    }
    change(upload.key, { problem: null, percent: 0 });
    const { answer: sent, abort } = sendPhoto(upload.file, (percent) => change(upload.key, { percent }));
    aborts.current.set(upload.key, abort);
    void sent.then((result) => {
      aborts.current.delete(upload.key);
      change(
        upload.key,
        "token" in result
          ? { arrived: { ...result, name: upload.name }, percent: 100 }
          : { problem: result.problem },
      );
    });
  };

  const add = (files: File[]) => {
    const room = maxCount - uploads.length;
    setOver(files.length > room);
    const added = files.slice(0, Math.max(0, room)).map((file) => ({
      key: `${performance.now()}-${file.name}-${file.size}`,
      name: file.name,
      file,
      preview: URL.createObjectURL(file),
      percent: 0,
      arrived: null,
      problem: null,
    }));
    setUploads((current) => [...current, ...added]);
    for (const upload of added) start(upload);
  };

  const remove = (upload: Upload) => {
    aborts.current.get(upload.key)?.();
    aborts.current.delete(upload.key);
    URL.revokeObjectURL(upload.preview);
    setOver(false);
    setUploads((current) => current.filter((each) => each.key !== upload.key));
  };

  const isBusy = uploads.some(({ arrived, problem }) => arrived === null && problem === null);
  useEffect(() => onBusyChange?.(isBusy), [isBusy, onBusyChange]);
  const tokenText = uploads.flatMap(({ arrived }) => arrived?.token ?? []).join(" ");
  useEffect(() => onTokensChange?.(tokenText ? tokenText.split(" ") : []), [tokenText, onTokensChange]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: told when the set of photos changes, not on each percent
  useEffect(
    () => onArrivedChange?.(uploads.flatMap(({ arrived }) => arrived ?? [])),
    [tokenText, onArrivedChange],
  );
  // What was sent belongs to that submission.
  useEffect(() => {
    if (answer.status === "done") setUploads([]);
  }, [answer]);
  useEffect(() => {
    const running = aborts.current;
    return () => {
      for (const abort of running.values()) abort();
    };
  }, []);

  const isFull = uploads.length >= maxCount;

  return (
    <div>
      {uploads.map(({ key, arrived }) =>
        arrived ? <input key={key} type="hidden" name={fieldName} value={arrived.token} readOnly /> : null,
      )}
      <PhotoPicker isFull={isFull} describedBy={hintId} onPick={add} />
      <p id={hintId} className="mt-1 max-w-[40em] text-muted text-xs">
        {t("limits", limits)}
      </p>
      {uploads.length > 0 ? (
        <ul className="mt-2 grid gap-2">
          {uploads.map((upload) => (
            <UploadRow
              key={upload.key}
              upload={upload}
              onRemove={() => remove(upload)}
              onRetry={() => start(upload)}
            />
          ))}
        </ul>
      ) : null}
      <p role="status" className={isOver ? "mt-1 text-danger text-xs" : "sr-only"}>
        {isOver ? t("tooMany", { count: maxCount }) : isBusy ? t("waitForUploads") : null}
      </p>
    </div>
  );
}

function UploadRow({
  upload,
  onRemove,
  onRetry,
}: {
  upload: Upload;
  onRemove: () => void;
  onRetry: () => void;
}) {
  const t = useTranslations("ui.photo");
  const { name, preview, percent, arrived, problem } = upload;
  const words = () => {
    if (problem) {
      const { megabytes, megapixels } = photoLimits;
      return t(`problem.${problem}`, { name, megabytes, megapixels });
    }
    if (arrived) return t("uploaded", { name });
    return percent < 100 ? t("uploading", { name, percent }) : t("checking", { name });
  };
  const mayRetry = problem === "unavailable" || problem === "rate_limited";
  return (
    <li className="flex items-center gap-3 rounded-md border border-line bg-panel p-1.5">
      {/* biome-ignore lint/performance/noImgElement: a preview from this device */}
      <img
        src={preview}
        alt=""
        onError={(event) => event.currentTarget.removeAttribute("src")}
        className="size-14 shrink-0 rounded-sm bg-sunken object-cover"
      />
      <div className="min-w-0 grow">
        <p className={problem ? "text-danger text-xs" : "text-xs"}>{words()}</p>
        {arrived === null && problem === null ? (
          <progress
            value={percent}
            max={100}
            aria-label={name}
            className="mt-1 h-1.5 w-full accent-[var(--accent)]"
          />
        ) : null}
      </div>
      {mayRetry ? (
        <button
          type="button"
          onClick={onRetry}
          className={iconButtonClass()}
          aria-label={t("retry", { name })}
        >
          <RotateCcw aria-hidden className="size-5" />
        </button>
      ) : null}
      <button
        type="button"
        onClick={onRemove}
        className={iconButtonClass()}
        aria-label={t("remove", { name })}
      >
        <X aria-hidden className="size-5" />
      </button>
    </li>
  );
}
