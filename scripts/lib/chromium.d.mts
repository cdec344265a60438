export function findChromium(
  step?: (name: string, work: () => Promise<void>) => Promise<void>,
): Promise<string>;
