import { expect, test } from "bun:test";
import fc from "fast-check";
import type { RunId, StepId } from "../../src/core/ids.ts";
import { DONE, END, granting, REFUSED, run, settle, world } from "./dispatcher-world.ts";

// Goal: whatever happens to 1,000 works, no place leaks and the bound holds.
// Method: random fates of grant, send and end, with runs aborted at random.
test("places never leak, and no more than the bound is ever under way", async () => {
  const fate = fc.record({
    grant: fc.constantFrom("granted", "granted", "granted", "refused"),
    send: fc.constantFrom("answer", "nothing", "throws", "late"),
    end: fc.constantFrom("done", "refused", "throws"),
    aborts: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(fate, { minLength: 1_000, maxLength: 1_000 }), async (fates) => {
      let underWay = 0;
      let peak = 0;
      let sent = 0;
      const fateOf = (runId: RunId) => fates[Number(runId.slice(4))];
      const send = async ({ runId }: { runId: RunId }) => {
        underWay += 1;
        sent += 1;
        peak = Math.max(peak, underWay);
        try {
          const how = fateOf(runId)?.send;
          if (how === "late") await new Promise((resolve) => setImmediate(resolve));
          else await Promise.resolve();
          if (how === "throws") throw new Error("broken");
          return how === "nothing" ? null : END;
        } finally {
          underWay -= 1;
        }
      };
      const gate = granting(() => dispatcher);
      const { dispatcher } = world({
        invocationPlaces: 7,
        callPlaces: 5,
        engine: {
          apply: async (runId, command) => {
            const is = fateOf(runId);
            const isBegin = command.type === "grant_lease" || command.type === "begin_call";
            if (isBegin) return is?.grant === "refused" ? REFUSED : gate.apply(runId, command);
            if (is?.end === "throws") throw new Error("broken");
            return is?.end === "refused" ? REFUSED : DONE;
          },
        },
        invocations: { send },
        calls: {
          send: async (work) => {
            await send(work);
            return null;
          },
        },
      });

      for (const [index, { aborts }] of fates.entries()) {
        const runId = run(index);
        if (index % 3 === 0) dispatcher.enqueueCall({ runId, step: "a#1" as StepId });
        else dispatcher.enqueueInvocation({ runId, invocationId: 1 });
        if (aborts) dispatcher.abort(run(Math.floor(index / 2)));
      }
      while (dispatcher.load.invocations.taken + dispatcher.load.calls.taken > 0) await settle();

      expect(peak).toBeLessThanOrEqual(12);
      expect(sent).toBeGreaterThan(100);
      expect(dispatcher.load).toEqual({
        invocations: { taken: 0, queued: 0 },
        calls: { taken: 0, queued: 0 },
      });
    }),
    { numRuns: 10 },
  );
});
