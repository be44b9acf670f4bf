import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { type FailureData, type ServeOptions, serve } from "../src/index.ts";
import type { FailureInvocation } from "../src/serve/wire.ts";
import { FakeServer } from "./support/fake-server.ts";

let server: FakeServer;

beforeEach(() => {
  server = new FakeServer();
  server.input = '{"order":7}';
  server.headers = [["x-tenant", "acme"]];
  server.labels = ["vip"];
});

afterEach(() => server[Symbol.asyncDispose]());

async function tell(options: ServeOptions, answer: FailureInvocation["failedAnswer"] = null) {
  const failure = { name: "Error", message: "declined", stack: "Error: declined\n at x" };
  const invocation = server.failure(failure, answer);
  const body = JSON.stringify(invocation);
  const request = new Request(invocation.run.url, { method: "POST", body });
  const { handler } = serve(() => Promise.reject(new Error("must not run")), options);
  const response = await handler(request);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe("a failure function", () => {
  test("gets the failed run and its error, as the stock SDK gives them", async () => {
    const told: FailureData[] = [];

    const answer = await tell(
      {
        failureFunction: (data) => {
          told.push(data);
          return "refunded";
        },
        env: { REGION: "eu" },
      },
      { status: 500, body: "oops" },
    );

    expect(answer).toEqual({
      status: 200,
      body: { protocol: 1, runId: "run_1", status: "handled", result: '"refunded"' },
    });
    const [{ context, ...data } = {} as FailureData] = told;
    expect(data).toEqual({
      failStatus: 500,
      failResponse: "declined",
      failHeaders: {},
      failStack: "Error: declined\n at x",
    });
    expect(context.workflowRunId).toBe("run_1");
    expect(context.requestPayload).toEqual({ order: 7 });
    expect(context.headers.get("x-tenant")).toBe("acme");
    expect(context.labels).toEqual(["vip"]);
    expect(context.env.REGION).toBe("eu");
    expect(context).not.toHaveProperty("run");
  });

  test("that returns nothing has handled it too", async () => {
    const answer = await tell({ failureFunction: async () => {} });

    expect(answer.body).toMatchObject({ status: "handled", result: null });
  });

  test("that is missing is said to be", async () => {
    expect((await tell({})).body).toMatchObject({ runId: "run_1", status: "no_handler" });
  });

  test("that throws is called again later", async () => {
    const answer = await tell({ failureFunction: () => Promise.reject(new Error("mail is down")) });

    expect(answer).toMatchObject({ status: 500, body: { code: "failure_function_failed" } });
  });

  test("gets the payload as the schema makes it, or as it came if that fails", async () => {
    const payloads: unknown[] = [];
    const failureFunction = ({ context }: FailureData) => {
      payloads.push(context.requestPayload);
    };
    const refusing = () => {
      throw new Error("refused");
    };

    await tell({ failureFunction, schema: { parse: () => "parsed" } });
    await tell({ failureFunction, schema: { parse: refusing } });

    expect(payloads).toEqual(["parsed", { order: 7 }]);
  });

  test("is not called by strangers", async () => {
    const answer = await tell({ failureFunction: () => 1, signingSecret: "whsec_c2VjcmV0" });

    expect(answer.status).toBe(401);
  });
});

test("an invocation of a kind that is not known is refused, and not run", async () => {
  const body = JSON.stringify({ ...server.invocation(), kind: "dance" });
  const { handler } = serve(() => 1);

  const response = await handler(new Request("http://app.test/", { method: "POST", body }));

  expect(response.status).toBe(400);
});
