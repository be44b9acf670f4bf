import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { serve, type WorkflowContext } from "../src/index.ts";
import { FakeServer } from "./support/fake-server.ts";

let server: FakeServer;

beforeEach(() => {
  server = new FakeServer();
});

afterEach(() => server[Symbol.asyncDispose]());

/** Invokes once and gives the answer's body. */
async function invoke(workflow: (context: WorkflowContext) => unknown) {
  return (await server.invoke(serve(workflow).handler)).body;
}

describe("the handler", () => {
  test("completes with null when it returns nothing", async () => {
    expect(await invoke(() => undefined)).toMatchObject({ status: "completed", output: null });
  });

  test("may await things of its own when no step is waiting", async () => {
    const answer = await invoke(async (context) => {
      await Bun.sleep(10);
      const a = await context.run("a", () => 1);
      await Bun.sleep(10);
      return a;
    });

    expect(answer).toMatchObject({ status: "completed", output: "1" });
  });

  test("sees the run", async () => {
    server.input = '{"order":1,"text":"ü😀"}';
    server.headers = [
      ["x-tenant", "acme"],
      ["x-bad\n", "dropped"],
    ];

    const answer = await invoke((context) => ({
      payload: context.requestPayload,
      tenant: context.headers.get("x-tenant"),
      id: context.workflowRunId,
      url: context.url,
      env: typeof context.env.PATH,
    }));

    expect(JSON.parse(answer.output as string)).toEqual({
      payload: { order: 1, text: "ü😀" },
      tenant: "acme",
      id: "run_1",
      url: "http://app.test/workflow",
      env: "string",
    });
  });

  test("sees the environment it is given", async () => {
    const { handler } = serve((context) => context.env, { env: { A: "b" } });

    expect((await server.invoke(handler)).body.output).toBe('{"A":"b"}');
  });

  test("has an undefined payload when the run has no input", async () => {
    const answer = await invoke((context) => context.requestPayload === undefined);

    expect(answer.output).toBe("true");
  });
});
