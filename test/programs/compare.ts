import { type Faults, type Played, play } from "./play.ts";
import { makeProgram, type Program } from "./program.ts";
import { Random } from "./random.ts";

const NONE: Faults = { crash: 0, endpoint: 0, duplicate: 0, late: 0 };

const MANY: Faults = { crash: 0.08, endpoint: 0.08, duplicate: 0.15, late: 0.15 };

/** A program that has not come to the same with faults as without. */
export interface Difference {
  readonly seed: number;
  readonly program: Program;
  readonly without: Played;
  readonly withFaults: Played;
}

/** Plays the program of a seed without faults and with many; null when both come to the same. */
export async function compare(seed: number): Promise<Difference | null> {
  const program = makeProgram(new Random(seed));
  const without = await play(program, NONE, seed);
  const withFaults = await play(program, MANY, seed);
  const isSame =
    without.wrong === null &&
    withFaults.wrong === null &&
    without.status !== "running" &&
    withFaults.status === without.status &&
    withFaults.output === without.output;
  return isSame ? null : { seed, program, without, withFaults };
}

/** Compares programs, a few at a time; resolves with those that differ. */
export async function campaign(
  from: number,
  count: number,
  onProgress: (done: number) => void = () => {},
): Promise<Difference[]> {
  const differences: Difference[] = [];
  let next = from;
  let done = 0;
  const worker = async () => {
    while (next < from + count) {
      const seed = next;
      next += 1;
      const difference = await compare(seed);
      if (difference !== null) differences.push(difference);
      done += 1;
      onProgress(done);
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return differences;
}
