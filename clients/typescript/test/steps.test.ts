import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { type CallSettings, serve, type WorkflowContext } from "../src/index.ts";
import { type FakeRequest, FakeServer, utf8 } from "./support/fake-server.ts";

let server: FakeServer;

beforeEach(() => {
  server = new FakeServer();
});

afterEach(() => server[Symbol.asyncDispose]());

async function invoke(workflow: (context: WorkflowContext) => unknown) {
  return (await server.invoke(serve(workflow).handler)).body;
}

describe("sleep", () => {
  test("rides along with the answer and ends the invocation", async () => {
    const answer = await invoke((context) => context.sleep("nap", "5m"));

    expect(answer).toMatchObject({
      status: "suspended",
      operations: [{ op: "sleep", step: "nap#1", durationMs: 300_000 }],
    });
    expect(server.batches).toEqual([]);
  });

  test("until an instant takes dates, texts and Unix seconds", async () => {
    const ms = Math.floor(Date.now() / 1_000 + 60) * 1_000;
    const answer = await invoke((context) =>
      Promise.all([
        context.sleepUntil("date", new Date(ms)),
        context.sleepUntil("text", new Date(ms).toISOString()),
        context.sleepUntil("seconds", ms / 1_000),
      ]),
    );

    expect(answer.operations).toEqual([
      { op: "sleep", step: "date#1", until: ms },
      { op: "sleep", step: "text#1", until: ms },
      { op: "sleep", step: "seconds#1", until: ms },
    ]);
  });

  test.each([
    ["a bad text", "5 minutes" as "5m"],
    ["a negative number", -1],
    ["no number", Number.NaN],
    ["too long", "367d" as const],
  ])("with %s fails at once, without a retry", async (_what, duration) => {
    const answer = await invoke((context) => context.sleep("nap", duration));

    expect(answer).toMatchObject({ status: "failed", retryable: false });
    expect(answer.operations).toBeUndefined();
  });

  test("until milliseconds by mistake fails at once", async () => {
    const answer = await invoke((context) => context.sleepUntil("nap", Date.now() + 1_000));

    expect(answer).toMatchObject({ status: "failed", retryable: false });
    expect(JSON.stringify(answer)).toContain("Unix seconds");
  });

  test.each(["before", "after"])(
    "asked for %s a step that executes is registered at once: both pass time together",
    async (when) => {
      const workflow = (context: WorkflowContext) => {
        const parts = [
          () => context.sleep("nap", 60),
          () =>
            context.run("slow", async () => {
              while (server.batches.length === 0) await Bun.sleep(1);
            }),
        ];
        if (when === "after") parts.reverse();
        return Promise.all(parts.map((part) => part()));
      };

      await invoke(workflow);

      expect(server.batches.map((batch) => batch.map(({ op }) => op))).toEqual([
        ["sleep"],
        ["complete_step"],
      ]);
    },
  );
});

describe("call", () => {
  const call = (settings: CallSettings) => async (context: WorkflowContext) => {
    const { rawBody, ...rest } = await context.call("ask", settings);
    return { ...rest, raw: [...rawBody] };
  };
  const url = "https://api.test/x?y=1";

  test("with an object sends JSON, and rides along", async () => {
    const answer = await invoke(
      call({ url, method: "post", body: { a: "ü" }, headers: { "X-A": "b" }, timeout: "2m" }),
    );

    expect(answer.operations).toEqual([
      {
        op: "call",
        step: "ask#1",
        url,
        method: "POST",
        headers: [
          ["content-type", "application/json"],
          ["x-a", "b"],
        ],
        body: Buffer.from('{"a":"ü"}').toString("base64"),
        timeoutMs: 120_000,
        retries: 0,
      },
    ]);
  });

  test("sends bytes as they are and sets no content type", async () => {
    const body = new Uint8Array([0, 255, 128, 10]);
    const answer = await invoke(call({ url, method: "PUT", body, retries: 2 }));

    const base64 = Buffer.from(body).toString("base64");
    expect(answer.operations).toMatchObject([{ headers: [], body: base64, retries: 2 }]);
  });

  test("sends text as it is, and takes it for JSON, as the stock SDK does", async () => {
    const answer = await invoke(call({ url, method: "PUT", body: '{"a":"ü"}' }));

    const base64 = Buffer.from(utf8('{"a":"ü"}')).toString("base64");
    expect(answer.operations).toMatchObject([
      { headers: [["content-type", "application/json"]], body: base64 },
    ]);
  });

  test("may have limits and pauses of its own", async () => {
    const flowControl = { key: "openai", parallelism: 2, rate: 10, period: "1m" } as const;
    const answer = await invoke(call({ url, flowControl, retryDelay: "pow(2, retried)" }));

    expect(answer.operations).toMatchObject([
      {
        retryDelay: "pow(2, retried)",
        flowControl: { key: "openai", parallelism: 2, rate: 10, periodMs: 60_000 },
      },
    ]);
  });

  test("takes a rate per second as older code says it", async () => {
    const answer = await invoke(call({ url, flowControl: { key: "k", ratePerSecond: 3 } }));

    expect(answer.operations).toMatchObject([{ flowControl: { key: "k", rate: 3 } }]);
  });

  test("keeps a content type that is given", async () => {
    const headers = { "Content-Type": "application/vnd.x+json" };
    const answer = await invoke(call({ url, method: "POST", body: {}, headers }));

    expect(answer.operations).toMatchObject([
      { headers: [["content-type", "application/vnd.x+json"]] },
    ]);
  });

  test("is a GET without body by default", async () => {
    const answer = await invoke(call({ url }));

    expect(answer.operations).toEqual([
      { op: "call", step: "ask#1", url, method: "GET", headers: [], retries: 0 },
    ]);
  });

  test.each<[string, CallSettings]>([
    ["another scheme", { url: "ftp://x.test/" }],
    ["no URL", { url: "nothing" }],
    ["an unknown method", { url, method: "FOO" }],
    ["a GET with a body", { url, body: "x" }],
    ["bad retries", { url, retries: 1.5 }],
    ["a bad header", { url, headers: { "a b": "c" } }],
    ["a bad timeout", { url, timeout: "soon" as "1s" }],
    ["a body with a cycle", { url, method: "POST", body: cycle() }],
  ])("with %s fails at once, without a retry", async (_what, settings) => {
    const answer = await invoke(call(settings));

    expect(answer).toMatchObject({ status: "failed", retryable: false });
    expect(answer.operations).toBeUndefined();
  });

  test.each([
    ["application/json", '{"a":1}', { a: 1 }],
    ["application/problem+json; charset=utf-8", '{"a":1}', { a: 1 }],
    ["application/json", "{broken", "{broken"],
    ["text/plain", '{"a":1}', '{"a":1}'],
  ])("gives a body of type %s and text %s as %p", async (type, text, body) => {
    await invoke(call({ url }));
    const headers = [
      ["Content-Type", type],
      ["set-cookie", "a=1"],
      ["Set-Cookie", "b=2"],
    ] as const;
    const base64 = Buffer.from(text).toString("base64");
    server.close("ask#1", { type: "call_completed", status: 404, headers, body: base64 });

    const answer = await invoke(call({ url }));

    expect(JSON.parse(answer.output as string)).toEqual({
      status: 404,
      headers: { "content-type": type, "set-cookie": "a=1, b=2" },
      header: { "Content-Type": [type], "Set-Cookie": ["a=1", "b=2"] },
      body,
      raw: [...utf8(text)],
    });
  });

  test("that failed for good is thrown", async () => {
    await invoke(call({ url }));
    const failure = { name: "CallError", message: "connection refused", code: "ECONNREFUSED" };
    server.close("ask#1", { type: "step_failed", failure, attempts: 1 });

    const answer = await invoke((context) =>
      call({ url })(context).catch((error) => [error.name, error.code, error.failure, error.step]),
    );

    expect(JSON.parse(answer.output as string)).toEqual([
      "WorkflowStepError",
      "ECONNREFUSED",
      failure,
      "ask#1",
    ]);
  });

  test("is posted, not carried along, when the attempt before may have been refused", async () => {
    server.attempt = 2;

    const answer = await invoke(call({ url }));

    expect(answer.operations).toBeUndefined();
    expect(server.batches.flat()).toMatchObject([{ op: "call" }]);
  });
});

describe("webhooks", () => {
  const once = async (context: WorkflowContext) => {
    const webhook = await context.createWebhook("create webhook");
    await context.call("start", { url: "https://x.test", method: "POST", body: webhook });
    const result = await context.waitForWebhook("wait for webhook", webhook, "30s");
    if (result.timeout) return { timeout: true, request: result.request };
    const { request } = result;
    return {
      isRequest: request instanceof Request,
      method: request.method,
      url: request.url,
      headers: [...request.headers],
      bytes: [...new Uint8Array(await request.arrayBuffer())],
    };
  };

  /** Runs until the wait is registered; the third party's answer to the call comes first. */
  async function untilWait(early?: FakeRequest) {
    const first = await invoke(once);
    const [call] = first.operations ?? [];
    const sent = call?.op === "call" ? atob(call.body ?? "") : "";
    const { webhookUrl } = JSON.parse(sent);
    expect(webhookUrl).toBe(`${server.url}/hooks/t`);
    if (early !== undefined) server.callHook("hook_1", early);
    server.close("start#1", { type: "call_completed", status: 200, headers: [], body: "" });
    return invoke(once);
  }

  test("that are called while the run waits resume it", async () => {
    const waiting = await untilWait();
    server.callHook("hook_1", { path: "/a?b=c", body: utf8("hi"), headers: [["x-n", "1"]] });
    const answer = await invoke(once);

    expect(waiting).toMatchObject({ status: "suspended" });
    expect(server.batches.at(-1)).toEqual([
      { op: "wait_for_hook", step: "wait for webhook#1", hookId: "hook_1", timeoutMs: 30_000 },
    ]);
    expect(JSON.parse(answer.output as string)).toMatchObject({
      isRequest: true,
      method: "POST",
      url: `${server.url}/hooks/t/a?b=c`,
      headers: expect.arrayContaining([["x-n", "1"]]),
      bytes: [...utf8("hi")],
    });
  });

  test("that are called early do not suspend the run", async () => {
    const answer = await untilWait({ body: utf8("early") });

    expect(answer).toMatchObject({ status: "completed" });
  });

  test("that nobody calls time out", async () => {
    await untilWait();
    server.close("wait for webhook#1", { type: "wait_timed_out" });

    expect((await invoke(once)).output).toBe('{"timeout":true}');
  });

  test("give the body byte for byte", async () => {
    const body = Uint8Array.from({ length: 70_000 }, (_, index) => (index * 7) % 256);
    const answer = await untilWait({ body, headers: [["content-length", "70000"]] });

    expect(JSON.parse(answer.output as string).bytes).toEqual([...body]);
  });

  test.each<[string, FakeRequest]>([
    ["a GET", { method: "GET" }],
    ["a GET with a body", { method: "GET", body: utf8("x") }],
    ["a DELETE without a body", { method: "DELETE" }],
    [
      "an invalid header",
      {
        headers: [
          ["bad name", "x"],
          ["x-ok", "1"],
          ["x-bad", "a\nb"],
        ],
      },
    ],
    ["a header beyond latin-1", { headers: [["x-bad", "😀"]] }],
    [
      "hop-by-hop headers",
      {
        headers: [
          ["connection", "close"],
          ["host", "h"],
        ],
      },
    ],
    ["a strange path", { path: "/%zz/\u0000?a=%ff#x" }],
  ])("give %s without throwing", async (_what, request) => {
    expect(await untilWait(request)).toMatchObject({ status: "completed" });
  });

  test("can be awaited in a loop until one says that it is the last", async () => {
    const workflow = async (context: WorkflowContext) => {
      const webhook = await context.createWebhook("w");
      const seen: string[] = [];
      while (true) {
        const r = await context.waitForWebhook("wait", webhook, "5m");
        if (r.timeout) break;
        seen.push(await r.request.text());
        if (r.request.headers.get("x-task-finished") === "true") break;
      }
      return seen;
    };

    await invoke(workflow);
    server.callHook("hook_1", { body: utf8("1") });
    server.callHook("hook_1", { body: utf8("2") });
    await invoke(workflow);
    server.callHook("hook_1", { body: utf8("3"), headers: [["X-Task-Finished", "true"]] });

    expect((await invoke(workflow)).output).toBe('["1","2","3"]');
  });

  test("that were not awaited are a clear error", async () => {
    const answer = await invoke((context) => {
      const webhook = context.createWebhook("w") as never;
      return context.waitForWebhook("wait", webhook);
    });

    expect(answer).toMatchObject({ status: "failed", retryable: false });
    expect(JSON.stringify(answer)).toContain("did you await it?");
  });
});

function cycle(): unknown {
  const value: { self?: unknown } = {};
  value.self = value;
  return value;
}
