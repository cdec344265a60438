import type { ImportFaultCode, ImportFaultLine } from "@/lib/domain/city-import";
import { type FactsOf, faultLine, faultText } from "./fault-words";

/** What is wrong with the source, each line naming file, feature and field. Nothing was imported. */
export class ImportFault extends Error {
  override readonly name = "ImportFault";
  constructor(readonly faults: readonly ImportFaultLine[]) {
    super(faults.map(faultText).join("\n"));
  }

  /** The usual case: one fault, at one place. */
  static at<Code extends ImportFaultCode>(at: string, code: Code, ...facts: FactsOf<Code>): ImportFault {
    return new ImportFault([faultLine(at, code, ...facts)]);
  }
}

const mostFaults = 20;

/** Collects faults, so that one run shows more than the first; past a limit the rest is only counted. */
export class FaultList {
  readonly #faults: ImportFaultLine[] = [];
  #more = 0;

  add<Code extends ImportFaultCode>(at: string, code: Code, ...facts: FactsOf<Code>): void {
    if (this.#faults.length < mostFaults) this.#faults.push(faultLine(at, code, ...facts));
    else this.#more += 1;
  }

  throwIfAny(): void {
    if (this.#faults.length === 0) return;
    const rest = this.#more > 0 ? [faultLine("", "more", { count: this.#more })] : [];
    throw new ImportFault([...this.#faults, ...rest]);
  }
}
