export function runQuietly(
  file: string,
  args: readonly string[],
  options: { what: string; env?: Record<string, string | undefined>; signal?: AbortSignal },
): Promise<string>;
