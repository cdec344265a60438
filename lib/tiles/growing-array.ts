type Numbers = Int32Array | Uint32Array | Uint8Array;

/** A typed array that does not know its length beforehand: four bytes a number instead of the eight and more of a list. */
export class GrowingArray<T extends Numbers> {
  length = 0;
  #numbers: T;

  constructor(readonly make: (length: number) => T) {
    this.#numbers = make(1024);
  }

  push(value: number): void {
    if (this.length === this.#numbers.length) {
      const larger = this.make(this.length * 2);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[this.length] = value;
    this.length += 1;
  }

  at(index: number): number {
    return this.#numbers[index] ?? 0;
  }

  /** Exactly as long as it was filled, and `last` after it; the room that was left over is given back. */
  finish(last?: number): T {
    const whole = this.make(this.length + (last === undefined ? 0 : 1));
    whole.set(this.#numbers.subarray(0, this.length));
    if (last !== undefined) whole[this.length] = last;
    return whole;
  }
}
