import { afterEach, expect, test } from "bun:test";
import type { Socket } from "node:net";
import type { EpochMs, HookId, RunId } from "../../src/core/ids.ts";
import { AddressGuard } from "../../src/dispatch/address-guard.ts";
import { CallSender } from "../../src/dispatch/call-sender.ts";
import { CapabilityMint } from "../../src/dispatch/capability.ts";
import { Dispatcher } from "../../src/dispatch/dispatcher.ts";
import { HttpCaller } from "../../src/dispatch/http-caller.ts";
import { InvocationSender } from "../../src/dispatch/invocation-sender.ts";
import { NativeProtocol } from "../../src/dispatch/native-protocol.ts";
import { generateSigningKey } from "../../src/dispatch/signature.ts";
import { Engine } from "../../src/engine/engine.ts";
import { MemoryStorage } from "../../src/storage/memory/memory-storage.ts";
import { REAL_TIME } from "../support/fake-ports.ts";
import { PLAIN_START } from "../support/start-command.ts";
import { rawServer } from "./raw-server.ts";

// Dispatcher, engine and storage together, against endpoints on loopback sockets.

const HOOK_URL = "http://hooks.example/hooks/token";
const key = generateSigningKey();
const servers: { stop(force: boolean): unknown }[] = [];
let count = 0;

afterEach(() => {
  for (const server of servers.splice(0)) server.stop(true);
});

interface Invoked {
  readonly run: { readonly id: string; readonly attempt: number; readonly input: string | null };
  readonly lease: { readonly epoch: number };
  readonly journal: readonly { readonly type: string; readonly step: string }[];
  readonly journalNext: number | null;
}

/** An endpoint that answers each invocation with what `answer` returns. */
function endpoint(answer: (invoked: Invoked) => object | Response): string {
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: async (request) => {
      const invoked = (await request.json()) as Invoked;
      const { run, lease } = invoked;
      const fields = answer(invoked);
      if (fields instanceof Response) return fields;
      return Response.json({ protocol: 1, runId: run.id, epoch: lease.epoch, ...fields });
    },
  });
  servers.push(server);
  return `http://127.0.0.1:${server.port}/workflow`;
}

function server(invocationPlaces = 4) {
  const storage = new MemoryStorage();
  const clock = { now: () => Date.now() as EpochMs };
  const ids = { jitter: () => 0 };
  const policy = { level: "private", allow: [], self: [] } as const;
  const caller = new HttpCaller(new AddressGuard({ policy }));
  const protocol = new NativeProtocol({
    serverUrl: "http://127.0.0.1:1",
    version: "0",
    capabilities: new CapabilityMint(new Uint8Array(32)),
    signingKeys: () => [key],
    mint: {
      hook: () => ({ hookId: "hook_1" as HookId, url: HOOK_URL, tokenHash: "ab" }),
      runId: () => "run_child" as RunId,
    },
    wallClock: clock,
  });
  const faults: unknown[] = [];
  const dispatcher: Dispatcher = new Dispatcher({
    engine: { apply: (runId, command) => engine.apply(runId, command) },
    invocations: new InvocationSender({ storage, protocol, caller, clock, ids }),
    calls: new CallSender({ storage, caller, clock, ids, version: "0" }),
    clock,
    log: { error: (text, fields) => void faults.push(text, fields) },
    invocationPlaces,
  });
  const engine: Engine = new Engine({
    ...REAL_TIME,
    storage,
    timers: { set: () => {} },
    dispatch: dispatcher,
    leaseMs: 305_000,
    onFatal: (error) => void faults.push(error),
  });
  return { storage, engine, dispatcher, faults };
}

async function start(engine: Engine, url: string, input: string | null = null): Promise<RunId> {
  count += 1;
  const runId = `run_${count}` as RunId;
  const outcome = await engine.apply(runId, {
    type: "start",
    at: Date.now() as EpochMs,
    url,
    ...PLAIN_START,
    retries: 0,
    input: input === null ? null : new TextEncoder().encode(input),
  });
  expect(outcome.ok).toBe(true);
  return runId;
}

/** Waits until nothing is queued or under way, whatever follows from what. */
async function quiet({ engine, dispatcher }: ReturnType<typeof server>): Promise<void> {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 2));
    await engine.drain();
    const { invocations, calls } = dispatcher.load;
    if (invocations.taken + invocations.queued + calls.taken + calls.queued === 0) return;
  }
}

test("a run is invoked with its input and ends with the endpoint's output", async () => {
  const here = server();
  const url = endpoint(({ run }) => ({ status: "completed", output: `{"got":${run.input}}` }));

  const runId = await start(here.engine, url, '{"a":1}');
  await quiet(here);

  const run = await here.storage.getRun(runId);
  expect(run?.state.status).toBe("succeeded");
  const journal = await here.storage.loadJournal(runId, 0, 10);
  expect(Buffer.from(journal.at(-1)?.body ?? []).toString()).toBe('{"got":{"a":1}}');
  const [attempt] = await here.storage.listAttempts(runId, 10);
  expect(attempt).toMatchObject({
    kind: "invocation",
    report: { status: 200, errorCode: null, answer: null },
  });
  expect(here.faults).toEqual([]);
});

test("many more runs than places all end, each invoked once", async () => {
  const here = server(3);
  const invoked = new Map<string, number>();
  const url = endpoint(({ run }) => {
    invoked.set(run.id, (invoked.get(run.id) ?? 0) + 1);
    return { status: "completed", output: null };
  });

  const runs = await Promise.all(Array.from({ length: 60 }, () => start(here.engine, url)));
  await quiet(here);

  for (const runId of runs) {
    expect((await here.storage.getRun(runId))?.state.status).toBe("succeeded");
    expect(invoked.get(runId)).toBe(1);
  }
  expect(here.faults).toEqual([]);
});

test("a call of a hook reaches the endpoint, with the address the caller used", async () => {
  const here = server();
  let received: unknown;
  const url = endpoint(({ journal }) => {
    received = journal.find(({ type }) => type === "hook_received");
    if (received !== undefined) return { status: "completed", output: null };
    const create = { op: "create_hook", step: "h#1" };
    const wait = { op: "wait_for_hook", step: "w#1", hookId: "hook_1", timeoutMs: 60_000 };
    return { status: "suspended", operations: [create, wait] };
  });
  const runId = await start(here.engine, url);
  await quiet(here);

  await here.engine.apply(runId, {
    type: "deliver_hook",
    at: Date.now() as EpochMs,
    hookId: "hook_1" as HookId,
    request: {
      method: "POST",
      path: "/paid",
      query: "?id=7",
      headers: [["x-a", "b"]],
      deliveryId: null,
      remoteAddress: null,
    },
    body: new TextEncoder().encode("hi"),
  });
  await quiet(here);

  expect((await here.storage.getRun(runId))?.state.status).toBe("succeeded");
  expect(received).toMatchObject({
    step: "w#1",
    callId: "hook_1.0",
    request: {
      method: "POST",
      url: `${HOOK_URL}/paid?id=7`,
      headers: [["x-a", "b"]],
      body: "aGk=",
    },
  });
});

test("a call step is sent with its body; whatever comes back is its result", async () => {
  const here = server();
  await using third = await rawServer((socket: Socket) => {
    socket.write(
      "HTTP/1.1 302 X\r\nlocation: /elsewhere\r\nx-a: b\r\ncontent-length: 2\r\n\r\n\0\xff",
    );
  });
  let completed: unknown;
  const url = endpoint(({ journal }) => {
    completed = journal.find(({ type }) => type === "call_completed");
    if (completed !== undefined) return { status: "completed", output: null };
    const call = { op: "call", step: "ask#1", url: third.url, method: "PUT", body: "aGk=" };
    return { status: "suspended", operations: [call] };
  });

  const runId = await start(here.engine, url);
  await quiet(here);

  expect((await here.storage.getRun(runId))?.state.status).toBe("succeeded");
  expect(third.received[0]).toStartWith("PUT /endpoint HTTP/1.1\r\n");
  expect(third.received[0]).toEndWith("\r\n\r\nhi");
  expect(completed).toMatchObject({ status: 302, headers: expect.arrayContaining([["x-a", "b"]]) });
});

test("a call that may not be made fails its step at once", async () => {
  const here = server();
  let failed: unknown;
  const url = endpoint(({ journal }) => {
    failed = journal.find(({ type }) => type === "step_failed");
    if (failed !== undefined) return { status: "completed", output: null };
    const target = "http://169.254.169.254/latest/meta-data/";
    const call = { op: "call", step: "ask#1", url: target, method: "GET", retries: 5 };
    return { status: "suspended", operations: [call] };
  });

  await start(here.engine, url);
  await quiet(here);

  expect(failed).toMatchObject({ attempts: 1, failure: { code: "url_not_allowed" } });
});

test.each<[string, () => Response, string]>([
  ["500", () => new Response("stack", { status: 500 }), "endpoint_status"],
  ["a redirect", () => Response.redirect("http://169.254.169.254/"), "redirect_not_followed"],
  ["489", () => new Response(null, { status: 489 }), "endpoint_status"],
  ["another run's answer", () => Response.json({ protocol: 1, runId: "x" }), "protocol_error"],
])("an endpoint that answers with %s fails the run, saying why", async (_, answer, code) => {
  const here = server();

  const runId = await start(here.engine, endpoint(answer));
  await quiet(here);

  const journal = await here.storage.loadJournal(runId, 0, 10);
  const failed = journal.find((entry) => entry.type === "run_failed");
  expect(failed).toMatchObject({ data: { failure: { code } } });
});

test("a canceled run's request is given up at once", async () => {
  const here = server();
  await using hanging = await rawServer(() => {});
  const runId = await start(here.engine, hanging.url);
  while (hanging.received.length === 0) await new Promise((resolve) => setTimeout(resolve, 2));

  await here.engine.apply(runId, { type: "cancel", at: Date.now() as EpochMs, reason: null });
  await hanging.closed;
  await quiet(here);

  expect((await here.storage.getRun(runId))?.state.status).toBe("canceled");
  expect(here.faults).toEqual([]);
});

test("a stopping server leaves what it gives up to its next start", async () => {
  const here = server();
  await using hanging = await rawServer(() => {});
  const runId = await start(here.engine, hanging.url);
  while (hanging.received.length === 0) await new Promise((resolve) => setTimeout(resolve, 2));

  await here.dispatcher.stop(0);

  expect(await here.storage.listAttempts(runId, 10)).toEqual([]);
  expect(await here.storage.listInFlight(null, 10)).toEqual([runId]);
  expect(here.faults).toEqual([]);
});

test("a stopping server leaves a call it gives up to its next start", async () => {
  const here = server();
  await using hanging = await rawServer(() => {});
  const call = { op: "call", step: "ask#1", url: hanging.url, method: "GET" };
  const runId = await start(
    here.engine,
    endpoint(() => ({ status: "suspended", operations: [call] })),
  );
  while (hanging.received.length === 0) await new Promise((resolve) => setTimeout(resolve, 2));

  await here.dispatcher.stop(0);

  const attempts = await here.storage.listAttempts(runId, 10);
  expect(attempts.map(({ kind }) => kind)).toEqual(["invocation"]);
  expect(await here.storage.listInFlight(null, 10)).toEqual([runId]);
});

test("of a history of many pages the endpoint gets the first, and where it goes on", async () => {
  const here = server();
  const lengths: number[] = [];
  const nexts: (number | null)[] = [];
  const url = endpoint(({ journal, journalNext }) => {
    lengths.push(journal.length);
    nexts.push(journalNext);
    if (journalNext !== null) return { status: "completed", output: String(journal.length) };
    const operations = Array.from({ length: 800 }, (_, index) => ({
      op: "complete_step",
      step: `s#${journal.length + index + 1}`,
      result: "1",
    }));
    return { status: "suspended", operations };
  });

  const runId = await start(here.engine, url);
  await quiet(here);

  expect(lengths).toEqual([0, 800, 1_600, 2_000]);
  // Entry 0 is the start of the run, which is not among the steps.
  expect(nexts).toEqual([null, null, null, 2_001]);
  expect((await here.storage.getRun(runId))?.state.status).toBe("succeeded");
});
