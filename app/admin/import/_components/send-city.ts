import type { RefusalCode } from "@/lib/domain/errors";

export type SendAnswer =
  | { id: string }
  | { code: RefusalCode; fields: Record<string, string>; detail: Record<string, string | number | boolean> };

/** One file to `/api/import/city`, with progress in percent. A gigabyte takes its time: only silence ends it. */
export function sendCity(file: File, options: Record<string, string>, onProgress: (percent: number) => void) {
  const request = new XMLHttpRequest();
  const answer = new Promise<SendAnswer>((resolve) => {
    const away: SendAnswer = { code: "unavailable", fields: {}, detail: {} };
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress(Math.floor((event.loaded / event.total) * 100));
    });
    request.addEventListener("load", () => {
      try {
        // Our own route's answer: an id, or a refusal in its one shape.
        resolve(JSON.parse(request.responseText) as SendAnswer);
      } catch {
        resolve(request.status === 413 ? { ...away, code: "too_large" } : away);
      }
    });
    for (const name of ["error", "abort"] as const) request.addEventListener(name, () => resolve(away));
    const address = new URLSearchParams({ ...options, file: file.name });
    request.open("POST", `/api/import/city?${address}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.send(file);
  });
  return { answer, abort: () => request.abort() };
}
