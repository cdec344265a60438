/** What is wrong with the files, each line naming file, feature and field. Nothing was imported. */
export class ImportFault extends Error {
  override readonly name = "ImportFault";
  constructor(readonly faults: readonly string[]) {
    super(faults.join("\n"));
  }
}

const mostFaults = 20;

/** Collects faults, so that one run shows more than the first; past a limit the rest is only counted. */
export class FaultList {
  readonly #faults: string[] = [];
  #more = 0;

  add(fault: string): void {
    if (this.#faults.length < mostFaults) this.#faults.push(fault);
    else this.#more += 1;
  }

  throwIfAny(): void {
    if (this.#faults.length === 0) return;
    const rest = this.#more > 0 ? [`… and ${this.#more} more`] : [];
    throw new ImportFault([...this.#faults, ...rest]);
  }
}
