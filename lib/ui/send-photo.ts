import { photoProblems } from "@/lib/domain/photo-problems";

/** What the server says of a photo, or of the way to it. */
const problems = [...photoProblems, "rate_limited", "unavailable"] as const;
export type PhotoProblem = (typeof problems)[number];

/** A photo that has arrived: what a form sends, and what a page may keep to show it again within the day. */
export type UploadedPhoto = {
  token: string;
  id: string;
  name: string;
  /** Where the photo says it was taken; told to nobody but its uploader. */
  position: { lng: number; lat: number } | null;
};

function problemOf(status: number, body: string): PhotoProblem {
  try {
    const answer: unknown = JSON.parse(body);
    if (typeof answer === "object" && answer !== null && "detail" in answer) {
      const { detail } = answer;
      if (typeof detail === "object" && detail !== null && "reason" in detail) {
        const named = problems.find((problem) => problem === detail.reason);
        if (named) return named;
      }
    }
  } catch {
    // No JSON: a proxy in between answered.
  }
  return status === 413 ? "too_many_bytes" : status === 429 ? "rate_limited" : "unavailable";
}

type Answer = Pick<UploadedPhoto, "token" | "id" | "position">;

/** One photo to `/api/files`, with progress. Answers its token, or what was wrong. */
export function sendPhoto(file: Blob, onProgress: (percent: number) => void) {
  const request = new XMLHttpRequest();
  const answer = new Promise<Answer | { problem: PhotoProblem }>((resolve) => {
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress(Math.floor((event.loaded / event.total) * 100));
    });
    request.addEventListener("load", () => {
      if (request.status === 201) {
        // Our own route's answer to a photo it took.
        resolve(JSON.parse(request.responseText) as Answer);
      } else resolve({ problem: problemOf(request.status, request.responseText) });
    });
    for (const name of ["error", "timeout"] as const) {
      request.addEventListener(name, () => resolve({ problem: "unavailable" }));
    }
    request.open("POST", "/api/files");
    request.timeout = 120_000;
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.send(file);
  });
  return { answer, abort: () => request.abort() };
}
