/** What the public chooses from, instead of 271 classes. Words: messages `public.group.<name>`. */
export const publicGroups = [
  "rubbish",
  "road",
  "lamp",
  "facility",
  "stall",
  "parking",
  "noise",
  "green",
  "water",
  "toilet",
  "advert",
  "other",
] as const;
export type PublicGroup = (typeof publicGroups)[number];
