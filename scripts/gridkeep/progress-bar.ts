import type { CliIo } from "./cli";

const width = 28;

/** Draws over one line of a terminal; silent where standard error is a file or a pipe. */
export function progressBar(stream: NodeJS.WriteStream): CliIo & { clear(): void } {
  let isDrawn = false;
  const clear = () => {
    if (isDrawn) stream.write("\r\u001b[K");
    isDrawn = false;
  };
  return {
    clear,
    warn(line) {
      clear();
      stream.write(`${line}\n`);
    },
    progress(step, share) {
      if (!stream.isTTY) return;
      const whole = Math.max(0, Math.min(1, share));
      const full = Math.round(whole * width);
      const bar = "█".repeat(full) + "░".repeat(width - full);
      stream.write(`\r\u001b[K${bar} ${String(Math.round(whole * 100)).padStart(3)} %  ${step}`);
      isDrawn = true;
      if (whole >= 1) clear();
    },
  };
}
