export function runQuietly(
  file: string,
  args: string[],
  options: { what: string; env?: Record<string, string | undefined>; signal?: AbortSignal },
): Promise<string>;
