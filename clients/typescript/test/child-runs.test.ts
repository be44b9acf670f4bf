import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { createWorkflow, type InvokeSettings, serve, type WorkflowContext } from "../src/index.ts";
import { chooseEndpoint } from "../src/serve/workflows.ts";
import { FakeServer } from "./support/fake-server.ts";

let server: FakeServer;

beforeEach(() => {
  server = new FakeServer();
});

afterEach(() => server[Symbol.asyncDispose]());

async function invoke(workflow: (context: WorkflowContext) => unknown) {
  return (await server.invoke(serve(workflow).handler)).body;
}

const outputOf = (answer: { readonly [field: string]: unknown }) =>
  JSON.parse(String(answer.output));

/** Served as "ship". */
function shipping() {
  const ship = createWorkflow(async (context: WorkflowContext<{ order: number }>) => {
    const { order } = context.requestPayload;
    return `shipped ${order}`;
  });
  chooseEndpoint({ ship });
  return ship;
}

const RUN_URL = "http://app.test/workflow";

describe("invoke", () => {
  const child = (context: WorkflowContext) => context.invoke("child", { url: "https://x.test/c" });

  test("of a workflow that is served beside this one rides along", async () => {
    const ship = shipping();
    const answer = await invoke((context) =>
      context.invoke("child", { workflow: ship, body: { order: 1 } }),
    );

    expect(answer).toMatchObject({ status: "suspended" });
    expect(answer.operations).toEqual([
      {
        op: "invoke",
        step: "child#1",
        url: RUN_URL.replace("workflow", "ship"),
        input: '{"order":1}',
      },
    ]);
  });

  test("takes all settings of a run", async () => {
    const answer = await invoke((context) =>
      context.invoke("child", {
        url: "https://x.test/c?a=b",
        body: "text",
        headers: { "X-A": "b" },
        workflowRunId: "child-1",
        retries: 0,
        retryDelay: "1000",
        flowControl: { key: "c", parallelism: 1, rate: 5, period: "1m" },
        label: "vip",
      }),
    );

    expect(answer.operations).toEqual([
      {
        op: "invoke",
        step: "child#1",
        url: "https://x.test/c?a=b",
        input: '"text"',
        headers: [["x-a", "b"]],
        labels: ["vip"],
        retries: 0,
        retryDelay: "1000",
        flowControl: { key: "c", parallelism: 1, rate: 5, periodMs: 60_000 },
        runId: "child-1",
      },
    ]);
  });

  test("gives what the child returned", async () => {
    await invoke(child);
    const entry = { type: "child_completed", childRunId: "run_2", status: "succeeded" } as const;
    server.close("child#1", { ...entry, output: '{"a":1}' });

    expect(outputOf(await invoke(child))).toEqual({
      body: { a: 1 },
      isFailed: false,
      isCanceled: false,
      workflowRunId: "run_2",
    });
  });

  test("gives that the child failed, and why", async () => {
    await invoke(child);
    const failure = { name: "Error", message: "no stock" };
    const entry = { type: "child_completed", childRunId: "run_2", status: "failed" } as const;
    server.close("child#1", { ...entry, output: null, failure });

    expect(outputOf(await invoke(child))).toEqual({
      isFailed: true,
      isCanceled: false,
      workflowRunId: "run_2",
      failure,
    });
  });

  test("gives that the child was canceled", async () => {
    await invoke(child);
    const entry = { type: "child_completed", childRunId: "run_2", status: "canceled" } as const;
    server.close("child#1", { ...entry, output: null });

    expect(outputOf(await invoke(child))).toEqual({
      isFailed: false,
      isCanceled: true,
      workflowRunId: "run_2",
    });
  });

  test("that the server refuses is an error of that step", async () => {
    server.attempt = 2;
    server.intercept = (operations) =>
      operations[0]?.op === "invoke"
        ? Response.json({ code: "child_depth", detail: "too deep" }, { status: 422 })
        : null;

    const answer = await invoke((context) =>
      child(context).catch((error) => [error.name, error.code]),
    );

    expect(outputOf(answer)).toEqual(["WorkflowStepError", "child_depth"]);
  });

  test.each<[string, (context: WorkflowContext) => unknown]>([
    ["a workflow that is not served", (context) => context.invoke("child", unserved())],
    ["bad retries", (context) => context.invoke("child", { url: RUN_URL, retries: -1 })],
    [
      "a bad header",
      (context) => context.invoke("child", { url: RUN_URL, headers: { "a b": "" } }),
    ],
    ["an input that is no JSON", (context) => context.invoke("child", { url: RUN_URL, body: 1n })],
  ])("of %s fails at once", async (_what, workflow) => {
    expect(await invoke(workflow)).toMatchObject({ status: "failed", retryable: false });
  });

  const unserved = (): InvokeSettings => ({ workflow: createWorkflow(async () => 1) });

  test("is typed by the workflow", () => {
    const ship = shipping();
    const check = async (context: WorkflowContext) => {
      const { body } = await context.invoke("child", { workflow: ship, body: { order: 1 } });
      body satisfies string;
      // @ts-expect-error: the workflow takes a number.
      await context.invoke("child", { workflow: ship, body: { order: "1" } });
      // @ts-expect-error: the workflow takes something.
      await context.invoke("child", { workflow: ship });
      await context.invoke("child", unserved());
    };

    expect(check).toBeFunction();
  });
});

describe("workflows behind one route", () => {
  const one = () => createWorkflow(async () => "one");
  const two = () => createWorkflow(async () => "two");

  async function answerTo(url: string) {
    const endpoint = chooseEndpoint({ one: one(), "two b": two() });
    const body = JSON.stringify(server.invocation(url));
    const { status, body: text } = await endpoint({
      method: "POST",
      url,
      header: () => null,
      body: async () => new TextEncoder().encode(body),
    });
    return { status, ...JSON.parse(text) };
  }

  test.each([
    ["http://app.test/api/one", "one"],
    ["http://app.test/api/one?x=/two%20b", "one"],
    ["http://app.test/api/one/", "one"],
    ["/api/two%20b", "two"],
    ["one", "one"],
  ])("are chosen by the last part of %s", async (url, output) => {
    expect(await answerTo(url)).toMatchObject({ status: "completed", output: `"${output}"` });
  });

  test.each(["http://app.test/", "http://app.test/api/three", "/one/x", "/%zz", "/__proto__"])(
    "do not answer to %s, and say which there are",
    async (url) => {
      const answer = await answerTo(url);

      expect(answer).toMatchObject({ status: 404, code: "workflow_not_found" });
      expect(answer.detail).toContain("one, two b");
    },
  );

  test("have the options of all where they have none of their own", async () => {
    const env = { A: "all", B: "all" };
    const own = createWorkflow(async (context) => context.env.A, { env: { A: "own" } });
    const common = createWorkflow(async (context) => context.env.A);
    const endpoint = chooseEndpoint({ own, common }, { env });

    const outputs = ["own", "common"].map(async (name) => {
      const body = new TextEncoder().encode(JSON.stringify(server.invocation()));
      const answer = await endpoint({
        method: "POST",
        url: name,
        header: () => null,
        body: async () => body,
      });
      return JSON.parse(answer.body).output;
    });

    expect(await Promise.all(outputs)).toEqual(['"own"', '"all"']);
  });

  test.each(["a/b", ""])("cannot be named %p", (name) => {
    expect(() => chooseEndpoint({ [name]: one() })).toThrow(TypeError);
  });

  test("cannot have two names, since an invoke would not know which", () => {
    const workflow = one();
    chooseEndpoint({ a: workflow });

    expect(() => chooseEndpoint({ b: workflow })).toThrow('served as "a" already');
    expect(() => chooseEndpoint({ a: workflow })).not.toThrow();
  });
});
