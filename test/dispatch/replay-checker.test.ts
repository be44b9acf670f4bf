import { afterEach, describe, expect, test } from "bun:test";
import type { EpochMs, RunId, StepId } from "../../src/core/ids.ts";
import type { Operation } from "../../src/core/run/command.ts";
import { AddressGuard } from "../../src/dispatch/address-guard.ts";
import { CapabilityMint } from "../../src/dispatch/capability.ts";
import { HttpCaller } from "../../src/dispatch/http-caller.ts";
import { NativeProtocol } from "../../src/dispatch/native-protocol.ts";
import { ReplayChecker } from "../../src/dispatch/replay-checker.ts";
import { generateSigningKey } from "../../src/dispatch/signature.ts";
import { Engine } from "../../src/engine/engine.ts";
import { MemoryStorage } from "../../src/storage/memory/memory-storage.ts";
import { ManualClock, REAL_TIME, RecordingDispatch } from "../support/fake-ports.ts";
import { completeStep, failStep, startCall } from "../support/operations.ts";
import { FAILURE, REPORT, RUN } from "../support/run-world.ts";
import { PLAIN_START } from "../support/start-command.ts";

const key = generateSigningKey();
const servers: { stop(force: boolean): unknown }[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.stop(true);
});

interface Asked {
  readonly kind: string;
  readonly run: { readonly id: string; readonly input: string | null };
  readonly lease: { readonly epoch: number; readonly token: string; readonly expiresAt: number };
  readonly waiting: readonly { readonly step: string; readonly kind: string }[];
  readonly journal: readonly { readonly step: string; readonly type: string }[];
}

/** An endpoint that answers with what `answer` returns, and keeps what it was asked. */
function endpoint(answer: () => object | Response) {
  const asked: Asked[] = [];
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: async (request) => {
      const body = (await request.json()) as Asked;
      asked.push(body);
      const fields = answer();
      if (fields instanceof Response) return fields;
      return Response.json({ protocol: 1, runId: body.run.id, ...fields });
    },
  });
  servers.push(server);
  return { asked, url: `http://127.0.0.1:${server.port}/workflow` };
}

async function world(operations: readonly Operation[] = []) {
  const storage = new MemoryStorage();
  const clock = new ManualClock();
  const engine = new Engine({
    ...REAL_TIME,
    ...{ storage, clock, timers: { set: () => {} }, dispatch: new RecordingDispatch() },
    leaseMs: 60_000,
    onFatal: (error) => {
      throw error;
    },
  });
  const capabilities = new CapabilityMint(new Uint8Array(32));
  const protocol = new NativeProtocol({
    ...{ serverUrl: "http://127.0.0.1:1", version: "0", capabilities, wallClock: clock },
    signingKeys: () => [key],
    mint: {
      hook: () => {
        throw new Error("a dry replay makes no hooks");
      },
      runId: () => "run_child" as RunId,
    },
  });
  const policy = { level: "private", allow: [], self: [] } as const;
  const caller = new HttpCaller(new AddressGuard({ policy }));
  const at = clock.now();
  const input = new TextEncoder().encode('{"order":1}');
  const url = "http://127.0.0.1:1/w";
  await engine.apply(RUN, { type: "start", at, url, ...PLAIN_START, input });
  await engine.apply(RUN, { type: "register_steps", at, jitter: 0, epoch: 1, operations });
  const checker = new ReplayChecker({ storage, protocol, caller, clock });
  const check = async (where: string) => {
    const run = await storage.getRun(RUN);
    if (run === null) throw new Error("the run is there");
    return checker.check(run, where);
  };
  return { storage, engine, clock, capabilities, check };
}

/** Fails the run by the failure of this step. */
async function fail({ engine, clock }: Awaited<ReturnType<typeof world>>, step: string) {
  await engine.apply(RUN, {
    ...{ type: "end_invocation", at: clock.now(), jitter: 0, epoch: 1, operations: [] },
    result: {
      ...{ type: "failed", failure: FAILURE, retryable: false, retryAfterMs: null },
      step: step as StepId,
    },
    report: REPORT,
  });
}

describe("a dry replay", () => {
  test("shows the journal with a capability that can only read, and changes nothing", async () => {
    const one = await world([completeStep("a"), startCall("ask")]);
    const { asked, url } = endpoint(() => ({ status: "matches", next: ["b#1"] }));
    const before = await one.storage.getRun(RUN);

    const found = await one.check(url);

    expect(found).toEqual({ status: "matches", next: ["b#1"] });
    expect(asked).toMatchObject([
      {
        kind: "check",
        run: { id: RUN, input: '{"order":1}' },
        lease: { epoch: 0, expiresAt: one.clock.now() + 60_000 },
        waiting: [{ step: "ask#1", kind: "call" }],
        journal: [{ step: "a#1" }, { step: "ask#1", type: "call_started" }],
      },
    ]);
    const token = asked[0]?.lease.token ?? "";
    expect(one.capabilities.verify(token, one.clock.now())).toMatchObject({
      epoch: 0,
      journalLength: 3,
    });
    expect(one.capabilities.verify(token, (one.clock.now() + 60_000) as EpochMs)).toBeNull();
    expect(await one.storage.getRun(RUN)).toEqual(before);
  });

  test("of a dead letter shows it as a resume would leave it", async () => {
    const failing = failStep("charge", { retryable: false } as Partial<Operation>);
    const one = await world([completeStep("a"), failing]);
    await fail(one, "charge#1");
    const { asked, url } = endpoint(() => ({ status: "matches", next: [] }));
    const before = await one.storage.getRun(RUN);

    await one.check(url);

    expect(asked[0]?.journal).toMatchObject([
      { step: "a#1", type: "step_completed" },
      { seq: 2, step: "charge#1", type: "step_failed" },
      { seq: 4, step: "charge#1", type: "step_reopened", closedSeq: 2 },
    ]);
    expect(await one.storage.getRun(RUN)).toEqual(before);
  });

  test("says what differs", async () => {
    const { check } = await world();
    const difference = { recorded: "a#1", requested: "b#1", detail: "not the same" };
    const { url } = endpoint(() => ({ status: "differs", ...difference, other: 1 }));

    expect(await check(url)).toEqual({ status: "differs", ...difference });
  });

  test("cuts what an endpoint says too much", async () => {
    const { check } = await world();
    const next = [...Array.from({ length: 200 }, () => "x".repeat(1_010)), 1];
    const { url } = endpoint(() => ({ status: "matches", next }));

    const found = await check(url);

    expect(found).toMatchObject({ next: { length: 100 } });
    expect(JSON.stringify(found).length).toBeLessThan(101_000);
  });

  test.each([
    ["another status", () => new Response("no", { status: 500 }), "status 500"],
    ["no JSON", () => new Response("hello"), "not a JSON object"],
    ["another run", () => ({ status: "matches", runId: "other" }), '"runId"'],
    ["another protocol", () => ({ status: "matches", protocol: 2 }), '"protocol"'],
    ["an invocation's answer", () => ({ status: "suspended" }), "dry replay"],
  ])("an endpoint that answers with %s is unreachable", async (_, answer, detail) => {
    const { check } = await world();
    const { url } = endpoint(answer);

    const found = await check(url);

    expect(found).toMatchObject({ status: "unreachable" });
    expect(found).toHaveProperty("detail", expect.stringContaining(detail));
  });

  test("an endpoint that does not listen is unreachable", async () => {
    const { check } = await world();

    expect(await check("http://127.0.0.1:1/w")).toMatchObject({ status: "unreachable" });
  });

  test("more than sixteen at a time are not begun", async () => {
    const { check } = await world();
    const { promise, resolve } = Promise.withResolvers<void>();
    const server = Bun.serve({
      port: 0,
      hostname: "127.0.0.1",
      fetch: async () => {
        await promise;
        return new Response("late");
      },
    });
    servers.push(server);
    const url = `http://127.0.0.1:${server.port}/`;

    const checks = Array.from({ length: 17 }, () => check(url));
    const last = await checks[16];
    resolve();

    expect(last).toBeNull();
    expect(await Promise.all(checks.slice(0, 16))).toHaveLength(16);
    expect(await check(url)).not.toBeNull();
  });
});
