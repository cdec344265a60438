/** Said to people and checked by the server: one place for both. */
export const photoLimits = { megabytes: 20, megapixels: 50, count: 9 } as const;
export const photoTypes = "image/jpeg,image/png,image/webp";
