/** Why a photo is not taken, as whoever looks into its bytes can tell. */
export const photoProblems = [
  "heic",
  "animated",
  "too_many_pixels",
  "too_many_bytes",
  "not_a_photo",
  "damaged",
] as const;
export type PhotoProblem = (typeof photoProblems)[number];
