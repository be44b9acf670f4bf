import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { serve, type WorkflowContext } from "../src/index.ts";
import { FakeServer } from "./support/fake-server.ts";

let server: FakeServer;

beforeEach(() => {
  server = new FakeServer();
});

afterEach(() => server[Symbol.asyncDispose]());

async function invoke(workflow: (context: WorkflowContext) => unknown) {
  return (await server.invoke(serve(workflow).handler)).body;
}

const batches = () => server.batches.map((batch) => batch.map(({ op, step }) => `${op} ${step}`));

describe("a result that travels with what comes next", () => {
  test("goes in one request with the wait that follows it", async () => {
    await invoke(async (context) => {
      const webhook = await context.createWebhook("hook");
      await context.run("tell", () => 1);
      await context.waitForWebhook("wait", webhook, "30s");
    });

    expect(batches()).toEqual([
      ["create_hook hook#1"],
      ["complete_step tell#1", "wait_for_hook wait#1"],
    ]);
  });

  test("rides along with a sleep when the workflow suspends", async () => {
    const answer = await invoke(async (context) => {
      await context.run("a", () => 1);
      await context.sleep("nap", 60);
    });

    expect(batches()).toEqual([]);
    expect(answer.status).toBe("suspended");
    expect(answer.operations).toMatchObject([{ op: "complete_step" }, { op: "sleep" }]);
  });

  test("rides along when the workflow throws", async () => {
    const answer = await invoke(async (context) => {
      await context.run("a", () => 1);
      throw new Error("after a");
    });

    expect(answer).toMatchObject({ status: "failed", operations: [{ step: "a#1" }] });
  });

  test("is confirmed before another step is executed", async () => {
    const seen: string[] = [];
    server.onBatch = (operations) => void seen.push(`registered ${operations[0]?.step}`);

    await invoke(async (context) => {
      await context.run("a", () => seen.push("a"));
      await context.run("b", () => seen.push("b"));
      await context.run("c", () => seen.push("c"));
    });

    expect(seen).toEqual(["a", "registered a#1", "b", "registered b#1", "c"]);
  });

  test("is registered soon when the workflow does something of its own", async () => {
    await invoke(async (context) => {
      await context.run("a", () => 1);
      await new Promise<void>((resolve) => {
        server.onBatch = () => resolve();
      });
      return "registered meanwhile";
    });

    expect(batches()).toEqual([["complete_step a#1"]]);
  });

  test("does not delay steps that are executed side by side", async () => {
    await invoke((context) =>
      Promise.all(["a", "b", "c"].map((name) => context.run(name, () => name))),
    );

    expect(batches()).toEqual([["complete_step a#1", "complete_step b#1", "complete_step c#1"]]);
  });

  test("that the server refuses is a failed step on the replay, and not executed again", async () => {
    let executions = 0;
    const workflow = async (context: WorkflowContext) => {
      try {
        await context.run("a", () => {
          executions += 1;
          return "too much";
        });
      } catch (error) {
        return `caught ${(error as { code?: string }).code}`;
      }
      await context.run("b", () => "never");
      return "went on";
    };
    const refusal = { status: 422, code: "validation_failed", detail: "too large" };
    server.intercept = (operations) =>
      operations.some(({ op }) => op === "complete_step")
        ? Response.json(refusal, { status: refusal.status })
        : null;

    const first = await invoke(workflow);
    const second = await invoke(workflow);

    expect(first.status).toBe("suspended");
    expect(second).toMatchObject({ status: "completed", output: '"caught validation_failed"' });
    expect(executions).toBe(1);
  });
});
