import { expect, test } from "bun:test";
import fc from "fast-check";
import { serve, type WorkflowContext } from "../src/index.ts";
import { FakeServer } from "./support/fake-server.ts";
import {
  anyProgram,
  Interpreter,
  type Program,
  RETRIES,
  type Trace,
} from "./support/random-program.ts";

/** More in a long run: `PROPERTY_RUNS=100000 bun test …`. */
const RUNS = Number(process.env.PROPERTY_RUNS ?? 400);

/** Enough for any program drawn: each invocation gets at least one step further. */
const INVOCATIONS_MAX = 300;

/** What happens around the code; each draw is from 0 to 99. */
type Fate = () => number;

/** Lets a run go to its end, with crashes and news at any point; gives the trace of each try. */
async function play(program: Program, fate: Fate, timeBudget?: number) {
  await using server = new FakeServer();
  server.retries = RETRIES;
  server.pageSize = 3;
  server.crash = () => fate() < 15;
  server.onBatch = () => {
    if (fate() < 20) happen(server, fate);
  };
  const attempts = new Map<Program, number>();
  const traces: Trace[] = [];
  const workflow = (context: WorkflowContext) => {
    const trace: Trace = [];
    traces.push(trace);
    return new Interpreter(context, attempts, trace).run(program);
  };
  const options = timeBudget === undefined ? {} : { timeBudget };
  const { handler } = serve(workflow, options);

  for (let count = 0; count < INVOCATIONS_MAX; count += 1) {
    const { body } = await server.invoke(handler);
    const isLost = fate() < 15;
    if (body.status !== "suspended" && !isLost) return { body, traces, server };
    while (server.waits.size > 0 && fate() < 60) happen(server, fate);
  }
  throw new Error("the run does not come to an end");
}

/** Something the run waits for is over. */
function happen(server: FakeServer, fate: Fate): void {
  const waits = [...server.waits.values()];
  const wait = waits[fate() % Math.max(waits.length, 1)];
  if (wait === undefined) return;
  if (wait.kind === "retry") server.makeReady(wait.step);
  else server.close(wait.step, { type: "sleep_completed" });
}

/** Each draw is a function of the seed and of how many there were. */
function fateOf(seed: number): Fate {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * 100);
  };
}

/**
 * Goal: no crash, lost answer, late news, page limit or yield makes a faithful replay look like
 * other code, or lets the code see another order of events than before.
 * Method: random programs under random fates; each execution's trace goes on where others ended.
 */
test("random programs come to their end, and each execution sees what others saw", async () => {
  await fc.assert(
    fc.asyncProperty(anyProgram, fc.nat(), fc.boolean(), async (program, seed, yields) => {
      const { body, traces, server } = await play(program, fateOf(seed), yields ? 0 : undefined);

      const status: unknown = body.status;
      if (status !== "completed") {
        expect(body).toMatchObject({ status: "failed", failure: { name: "WorkflowStepError" } });
      }
      const longest = traces.reduce((best, one) => (one.length > best.length ? one : best), []);
      for (const trace of traces) expect(trace).toEqual(longest.slice(0, trace.length));
      const closings = server.journal.filter(({ type }) => !type.endsWith("_started"));
      expect(new Set(closings.map(({ step }) => step)).size).toBe(closings.length);
    }),
    { numRuns: RUNS },
  );
}, 120_000);
