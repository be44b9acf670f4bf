import { expect, test } from "bun:test";
import { campaign } from "./compare.ts";

/** As many as a minute of two slow cores has room for; `npm run programs` plays more. */
const PROGRAMS = 2_000;

// Goal: a workflow comes to the same, and its code sees the same in the same order, whatever fails.
// Method: random programs over the real engine and the real SDK, each with and without crashes of
// server and endpoint, duplicated, late and reordered registrations.
test("random programs come to the same with faults as without", async () => {
  const seed = Number(process.env.PROGRAM_SEED ?? Date.now() % 1_000_000_000);
  console.log(`programs: PROGRAM_SEED=${seed}`);

  const differences = await campaign(seed, PROGRAMS);

  expect(differences.map((difference) => difference.seed)).toEqual([]);
}, 300_000);
