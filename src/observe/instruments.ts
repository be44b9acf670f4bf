import { assert } from "../core/assert.ts";
import { sampleLine, sampleValue } from "./exposition.ts";

/** A number that only rises. Made by `Metrics`. */
export class Counter {
  #value = 0;

  inc(by = 1): void {
    assert(by >= 0, "a counter does not go down");
    this.#value += by;
  }

  lines(name: string, labels: string): string {
    return sampleLine(name, labels, this.#value);
  }
}

/** Counts observations by size, in buckets chosen beforehand. Made by `Metrics`. */
export class Histogram {
  readonly #bounds: Float64Array;
  /** Observations by bucket, not cumulated; the last is for what is above all bounds. */
  readonly #counts: Float64Array;
  #sum = 0;

  constructor(bounds: readonly number[]) {
    const isRising = bounds.every((bound, at) => bound > (bounds[at - 1] ?? -Infinity));
    assert(isRising && bounds.every(Number.isFinite), "bucket bounds are finite and rise");
    this.#bounds = Float64Array.from(bounds);
    this.#counts = new Float64Array(bounds.length + 1);
  }

  observe(value: number): void {
    const bounds = this.#bounds;
    let bucket = 0;
    while (bucket < bounds.length && value > (bounds[bucket] ?? 0)) bucket += 1;
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#sum += value;
  }

  lines(name: string, labels: string): string {
    const separator = labels === "" ? "" : ",";
    let text = "";
    let count = 0;
    for (const [bucket, ofBucket] of this.#counts.entries()) {
      count += ofBucket;
      const bound = sampleValue(this.#bounds[bucket] ?? Number.POSITIVE_INFINITY);
      text += sampleLine(`${name}_bucket`, `${labels}${separator}le="${bound}"`, count);
    }
    return (
      text +
      sampleLine(`${name}_sum`, labels, this.#sum) +
      sampleLine(`${name}_count`, labels, count)
    );
  }
}
