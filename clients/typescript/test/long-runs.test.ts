import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { serve, type WorkflowContext } from "../src/index.ts";
import { fetchHistory } from "../src/serve/history-pages.ts";
import { FakeServer, refusal } from "./support/fake-server.ts";

let server: FakeServer;

beforeEach(() => {
  server = new FakeServer();
});

afterEach(() => server[Symbol.asyncDispose]());

describe("a time budget", () => {
  test("that is used up ends the invocation after the step under way", async () => {
    const { handler } = serve(
      async (context) => {
        for (const name of ["a", "b", "c"]) await context.run(name, () => name);
        return "done";
      },
      { timeBudget: 0 },
    );
    const answers = [];
    for (let count = 0; count < 4; count += 1) answers.push((await server.invoke(handler)).body);

    expect(answers.slice(0, 3)).toMatchObject([
      { status: "suspended", again: true },
      { status: "suspended", again: true },
      { status: "suspended", again: true },
    ]);
    expect(answers[3]).toMatchObject({ status: "completed", output: '"done"' });
    expect(server.batches.map((batch) => batch.map(({ step }) => step))).toEqual([
      ["a#1"],
      ["b#1"],
      ["c#1"],
    ]);
  });

  test("lets all steps finish that are under way", async () => {
    const { handler } = serve(
      async (context) => {
        const slow = context.run("slow", () => Bun.sleep(10).then(() => "slow"));
        await context.run("quick", () => "quick");
        await context.run("next", () => "next");
        return slow;
      },
      { timeBudget: 0 },
    );

    const { body } = await server.invoke(handler);

    expect(body).toMatchObject({ status: "suspended", again: true });
    expect(server.closed("slow#1")).toBeDefined();
    expect(server.closed("next#1")).toBeUndefined();
  });

  test("is not over while the code can only wait: the run is suspended as ever", async () => {
    const { handler } = serve((context) => context.sleep("nap", 1), { timeBudget: 0 });

    const { body } = await server.invoke(handler);

    expect(body).toMatchObject({ status: "suspended", operations: [{ op: "sleep" }] });
    expect(body.again).toBeUndefined();
  });

  test("that is long enough is not noticed", async () => {
    const { handler } = serve((context) => context.run("a", () => 1), { timeBudget: "1h" });

    expect((await server.invoke(handler)).body).toMatchObject({ status: "completed" });
  });

  test("that is no duration is refused when the workflow is served", () => {
    expect(() => serve(() => 1, { timeBudget: -1 })).toThrow(RangeError);
  });
});

describe("a journal in pages", () => {
  const workflow = async (context: WorkflowContext) => {
    let sum = 0;
    for (let index = 0; index < 10; index += 1) sum += await context.run("s", () => index);
    await context.sleep("nap", 1);
    return sum;
  };

  test("is fetched before the code runs", async () => {
    const { handler } = serve(workflow);
    await server.invoke(handler);
    server.close("nap#1", { type: "sleep_completed" });
    server.pageSize = 5;

    const { body } = await server.invoke(handler);

    expect(body).toMatchObject({ status: "completed", output: "45" });
    expect(server.pages).toBe(2);
  });

  test("is asked for again while the server does not answer", async () => {
    const { handler } = serve(workflow);
    await server.invoke(handler);
    server.close("nap#1", { type: "sleep_completed" });
    server.pageSize = 6;
    const answers = [503, 429];
    server.intercept = () => {
      const status = answers.shift();
      return status === undefined ? null : refusal(status, "unavailable");
    };

    expect((await server.invoke(handler)).body).toMatchObject({ status: "completed" });
    expect(answers).toEqual([]);
  });

  test.each([
    [401, "unauthorized", { status: 500, body: { code: "registration_failed" } }],
    [409, "stale_invocation", { status: 200, body: { status: "suspended" } }],
  ])("that is refused with %d %s: no code runs", async (status, code, expected) => {
    const { handler } = serve(workflow);
    await server.invoke(handler);
    server.pageSize = 5;
    server.intercept = () => refusal(status, code);
    let isRun = false;

    const answer = await server.invoke(
      serve(() => {
        isRun = true;
      }).handler,
    );

    expect(answer).toMatchObject(expected);
    expect(isRun).toBe(false);
  });

  test("that never ends loses the attempt", async () => {
    const invocation = { ...server.invocation(), journalNext: 1 };
    server.intercept = () => Response.json({ journal: [], journalNext: 1 });

    const source = { serverUrl: server.url, retryDelaysMs: [1] };

    expect(await fetchHistory(invocation, source)).toMatchObject({ type: "lost" });
  });
});

describe("the cost of a step", () => {
  /** Milliseconds of the quickest 50 steps of 500: other processes do not count. */
  const quickest = (times: readonly number[], from: number) => {
    const parts = Array.from({ length: 10 }, (_, part) => {
      const start = from + part * 50;
      return (times[start + 50] ?? 0) - (times[start] ?? 0);
    });
    return Math.min(...parts);
  };

  test("does not grow with the steps before it, neither live nor on replay", async () => {
    const times: number[] = [];
    const { handler } = serve(
      async (context) => {
        for (let index = 0; index < 5_000; index += 1) {
          times.push(performance.now());
          await context.run("s", () => index);
        }
        times.push(performance.now());
        await context.sleep("nap", 1);
      },
      { fetch: server.fetch },
    );
    const growth: number[] = [];
    for (const _ of ["to compile the code", "to measure a replay"]) {
      times.length = 0;
      await server.invoke(handler);
      growth.push(quickest(times, 4_500) / quickest(times, 0));
    }

    // The first steps are executed by an interpreter still, so the ratio is rather below 1.
    expect(Math.max(...growth)).toBeLessThan(2);
  }, 30_000);
});
