import { describe, expect, test } from "bun:test";
import type { WorkflowContext } from "../../src/serve/context.ts";
import { createWorkflow } from "../../src/serve/workflows.ts";
import { type TestRun, TestServer } from "../../src/testing/index.ts";

interface Order {
  readonly id: number;
}

/** The mission's workflow: a webhook is handed to a third party, which calls it some day. */
async function approval(context: WorkflowContext<Order>) {
  const { id } = context.requestPayload;
  const price = await context.run("price", () => 40 + id);
  const webhook = await context.createWebhook("make hook");
  const asked = await context.call("ask", {
    url: "https://third.example/ask",
    method: "POST",
    body: { id, callback: webhook.webhookUrl },
  });
  const answer = await context.waitForWebhook("approve", webhook, "3d");
  if (answer.timeout) return { price, asked: asked.status, approved: null };
  return { price, asked: asked.status, approved: await answer.request.json() };
}

function thirdParty() {
  const requests: { url: string; body: unknown }[] = [];
  const onCall = async (request: Request) => {
    requests.push({ url: request.url, body: await request.json() });
    return new Response("asked", { status: 202 });
  };
  return { requests, onCall };
}

describe("a workflow that waits for a webhook", () => {
  test("waits, is called, and ends with what came", async () => {
    const { requests, onCall } = thirdParty();
    const server = new TestServer({ onCall });

    const run = await server.trigger(approval, { body: { id: 2 } });
    expect(run.status).toBe("running");
    expect(run.waiting).toEqual(["approve"]);
    expect(await run.callWebhook("make hook", { body: { by: "Ada" } })).toBe("consumed");

    expect(run.status).toBe("succeeded");
    expect(run.result).toEqual({ price: 42, asked: 202, approved: { by: "Ada" } });
    expect(requests).toEqual([
      {
        url: "https://third.example/ask",
        body: { id: 2, callback: expect.stringContaining("/hooks/") },
      },
    ]);
  });

  test("times out after its time, and not before", async () => {
    const server = new TestServer(thirdParty());
    const run = await server.trigger(approval, { body: { id: 2 } });
    const began = server.now.getTime();

    await server.advance("2d");
    expect(run.waiting).toEqual(["approve"]);
    await server.advance("1d");

    expect(run.result).toEqual({ price: 42, asked: 202, approved: null });
    const wait = run.timeline.find((step) => step.name === "approve");
    expect(wait).toMatchObject({ kind: "wait", status: "timed out" });
    expect((wait?.endedAt ?? 0) - began).toBe(3 * 86_400_000);
  });

  test("gets a call that came early", async () => {
    const outcomes: string[] = [];
    const server: TestServer = new TestServer({
      async onCall(request) {
        // The third party calls back while it is still being asked.
        const { callback } = (await request.json()) as { callback: string };
        outcomes.push(await server.callWebhook(callback, { body: { by: "Bob" } }));
        return new Response("asked");
      },
    });

    const run = await server.trigger(approval, { body: { id: 1 } });

    expect(outcomes).toEqual(["stored"]);
    expect(run.result).toMatchObject({ approved: { by: "Bob" } });
  });

  test("can be ended before its time, with the clock where it is", async () => {
    const server = new TestServer(thirdParty());
    const run = await server.trigger(approval, { body: { id: 2 } });

    await run.expireWait("approve");

    expect(run.result).toMatchObject({ approved: null });
    expect(server.now).toEqual(new Date(Date.UTC(2030, 0, 1)));
    expect(run.expireWait("approve")).rejects.toThrow("run_finished");
  });

  test("survives a restart of the server in the middle", async () => {
    const server = new TestServer(thirdParty());
    const run = await server.trigger(approval, { body: { id: 2 } });

    await server.restart();
    await run.callWebhook("make hook", { body: { by: "Ada" } });

    expect(run.result).toMatchObject({ price: 42, approved: { by: "Ada" } });
  });
});

describe("steps that fail", () => {
  const pay = async (context: WorkflowContext) => {
    try {
      return await context.run("charge", () => "charged", { retries: 2 });
    } catch (error) {
      return `gave up: ${(error as Error).message}`;
    }
  };

  test("are tried again, after the pauses that the server makes", async () => {
    const server = new TestServer();
    const run = await server.prepare(pay);
    run.failStep("charge", new Error("card declined"), { times: 2 });

    await server.advance("1s");
    expect(run.timeline).toMatchObject([{ name: "charge", status: "waiting", failedAttempts: 1 }]);
    await server.advance("1h");

    expect(run.result).toBe("charged");
    expect(run.timeline).toMatchObject([{ status: "completed", failedAttempts: 2 }]);
  });

  test("throw into the code when their retries are used up", async () => {
    const server = new TestServer();
    const run = await server.prepare(pay);
    run.failStep("charge", new Error("card declined"));

    await server.advance("1h");

    expect(run.result).toContain("card declined");
  });

  test("can be given a result in place of their work", async () => {
    const server = new TestServer();
    const run = await server.prepare(pay);
    run.stubStep("charge", "not really");

    await server.advance(0);

    expect(run.result).toBe("not really");
  });
});

test("events, child runs and delays go by the same clock", async () => {
  const child = createWorkflow(async (context: WorkflowContext<number>) => {
    await context.sleep("nap", "1h");
    return context.requestPayload * 2;
  });
  const parent = createWorkflow(async (context: WorkflowContext) => {
    const { eventData } = await context.waitForEvent("paid", "order-1", { timeout: "7d" });
    const { body } = await context.invoke("double", { workflow: child, body: eventData as number });
    return body;
  });
  const server = new TestServer();
  server.serveMany({ parent, child });

  const run = await server.trigger("parent", { delay: "10m" });
  expect(run.timeline).toEqual([]);
  await server.advance("10m");
  expect(await server.notify("order-1", 21)).toEqual([run.id]);
  expect(run.waiting).toEqual(["double"]);
  await server.advance("1h");

  expect(run.result).toBe(42);
});

test("a failed run says why, and goes on when it is resumed", async () => {
  let isMended = false;
  const server = new TestServer();
  const run = await server.trigger(
    async (context: WorkflowContext) => {
      await context.run("first", () => 1);
      return await context.run("second", () => {
        if (!isMended) throw new Error("not yet");
        return "done";
      });
    },
    { retries: 0 },
  );
  expect(run.status).toBe("failed");
  expect(run.failure?.message).toContain("not yet");

  isMended = true;
  await run.resume();

  expect(run.result).toBe("done");
});

test("a call that nobody answers fails, and says so", async () => {
  const server = new TestServer();

  const run = await server.trigger(
    (context: WorkflowContext) => context.call("ask", { url: "https://third.example/" }),
    { retries: 0 },
  );

  expect(run.failure?.message).toContain("onCall");
});

describe("flow control", () => {
  const SECOND = 1_000;

  /** When each of the named steps has ended, in ms since `began`. */
  const endsOf = (runs: readonly TestRun[], step: string, began: number) =>
    runs.map(({ timeline }) => {
      const endedAt = timeline.find(({ name }) => name === step)?.endedAt;
      return endedAt === undefined || endedAt === null ? null : endedAt - began;
    });

  test("lets runs of a key begin when its window has room, by the test's clock", async () => {
    const server = new TestServer();
    const began = server.now.getTime();
    const flowControl = { key: "mail", rate: 2, period: "1h" } as const;
    const workflow = async (context: WorkflowContext) => void (await context.run("send", () => 1));

    const runs: TestRun[] = [];
    for (let count = 0; count < 5; count += 1) {
      runs.push(await server.trigger(workflow, { flowControl }));
    }
    expect(runs.map(({ status }) => status === "succeeded")).toEqual([true, true, ...no(3)]);
    await server.advance("59m");
    expect(endsOf(runs, "send", began)).toEqual([0, 0, null, null, null]);
    await server.advance("1m");
    expect(endsOf(runs, "send", began)).toEqual([0, 0, HOUR, HOUR, null]);
    await server.advance("2d");

    expect(endsOf(runs, "send", began)).toEqual([0, 0, HOUR, HOUR, 2 * HOUR]);
  });

  test("holds for calls, and is remembered by a restarted server", async () => {
    const server = new TestServer({ onCall: () => new Response("done") });
    const began = server.now.getTime();
    const flowControl = { key: "third", rate: 1, period: "10s" } as const;
    const run = await server.trigger(async (context: WorkflowContext) => {
      const ask = (name: string) =>
        context.call(name, { url: "https://third.example/", flowControl });
      await Promise.all([ask("a"), ask("b"), ask("c")]);
    });

    await server.advance("10s");
    await server.restart();
    await server.advance("1m");

    expect(run.status).toBe("succeeded");
    const ends = ["a", "b", "c"].flatMap((step) => endsOf([run], step, began));
    expect(ends).toEqual([0, 10 * SECOND, 20 * SECOND]);
  });
});

test("runs that need each other begin after a flood of hook calls too", async () => {
  const server = new TestServer();
  const busy = await server.trigger(async (context: WorkflowContext) => {
    await context.createWebhook("hook");
    await context.sleep("nap", "1d");
  });
  for (let count = 0; count < 100; count += 1) await busy.callWebhook("hook");
  const { promise, resolve } = Promise.withResolvers<string>();
  const wait = async (context: WorkflowContext) => await context.run("wait", () => promise);
  const tell = async (context: WorkflowContext) => await context.run("tell", () => resolve("now"));

  const runs = await Promise.all([server.prepare(wait), server.prepare(tell)]);
  await server.advance(0);

  expect(runs.map(({ status }) => status)).toEqual(["succeeded", "succeeded"]);
});

const HOUR = 3_600_000;

const no = (count: number) => Array<boolean>(count).fill(false);
