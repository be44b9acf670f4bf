import { expect } from "bun:test";
import { LiveStreams } from "../../src/api/live-streams.ts";
import { startRequestOf } from "../../src/api/schedule-views.ts";
import { startCommand } from "../../src/api/start-run.ts";
import { TokenDesk } from "../../src/api/token-desk.ts";
import type { EpochMs, HookId, RunId } from "../../src/core/ids.ts";
import type { RunCommand } from "../../src/core/run/command.ts";
import { CapabilityMint } from "../../src/dispatch/capability.ts";
import { Engine } from "../../src/engine/engine.ts";
import { tokenDigest } from "../../src/http/auth.ts";
import { checkUrl } from "../../src/http/target-url.ts";
import { createLogger } from "../../src/observe/log.ts";
import { ScheduleService } from "../../src/schedules/schedule-service.ts";
import { type AppDeps, createApp } from "../../src/server/app.ts";
import { openapiDocument } from "../../src/server/openapi.ts";
import { MemoryStorage } from "../../src/storage/memory/memory-storage.ts";
import { systemScheduler } from "../../src/timer/scheduler.ts";
import {
  CountingIds,
  countingMint,
  FakeKeyRing,
  ManualClock,
  ManualScheduler,
  REAL_TIME,
  RecordingDispatch,
  RecordingTimers,
} from "./fake-ports.ts";

const SILENT = createLogger({ level: "silent", style: "json", now: () => 0, sink: () => {} });

/** The operator's token of every test server. */
export const TOKEN = "hlt_admin-token-of-the-tests-0123456789";

/** A token that may only read. */
export const READ_TOKEN = "hlt_read-token-of-the-tests-0123456789";

export const PUBLIC_URL = "http://localhost:80";

/** Storage that counts what reaches it, and fails on demand. */
export class CountingStorage extends MemoryStorage {
  commits = 0;
  failure: Error | null = null;

  override async commit(...batch: Parameters<MemoryStorage["commit"]>): Promise<void> {
    if (this.failure !== null) throw this.failure;
    await super.commit(...batch);
    this.commits += 1;
  }
}

export interface TestRequest {
  readonly method?: string;
  /** Sent as JSON, unless it is a string or bytes. */
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  /** Null sends none; absent sends the operator's. */
  readonly token?: string | null;
}

export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers by name.
  readonly json: any;
}

const operatorToken = (token: string, access: "full" | "read") =>
  ({ tokenId: null, access, project: null, digest: tokenDigest(token) }) as const;

function urlRefusal(url: string) {
  const checked = checkUrl(url);
  return checked.ok ? null : checked.code;
}

/** The whole HTTP surface over the real engine and memory storage, without sockets. */
export class HttpApp {
  readonly storage = new CountingStorage();
  readonly clock = new ManualClock();
  readonly ids = new CountingIds();
  readonly dispatch = new RecordingDispatch();
  readonly internalErrors: unknown[] = [];
  readonly capabilities = new CapabilityMint(new Uint8Array(32).fill(7));
  readonly scheduler = new ManualScheduler();
  readonly tokenErrors: unknown[] = [];
  readonly tokens: TokenDesk;
  readonly live = new LiveStreams(systemScheduler);
  readonly schedules: ScheduleService;
  readonly engine: Engine;
  readonly app: ReturnType<typeof createApp>;
  isReady = true;

  constructor(overrides: Partial<AppDeps> = {}) {
    this.engine = new Engine({
      ...REAL_TIME,
      clock: this.clock,
      storage: this.storage,
      timers: new RecordingTimers(),
      dispatch: this.dispatch,
      leaseMs: 60_000,
      onFatal: (error) => void this.internalErrors.push(error),
      onChange: this.live.changed,
    });
    this.tokens = new TokenDesk({
      storage: this.storage.tokens,
      operatorTokens: [operatorToken(TOKEN, "full"), operatorToken(READ_TOKEN, "read")],
      mint: countingMint(),
      clock: this.clock,
      scheduler: this.scheduler,
      onError: (error) => void this.tokenErrors.push(error),
    });
    this.schedules = new ScheduleService({
      ...{ storage: this.storage, engine: this.engine, clock: this.clock, ids: this.ids },
      scheduler: this.scheduler,
      log: SILENT,
      startCommand: (schedule, at) =>
        startCommand(startRequestOf(schedule), {
          ...{ at, checkUrl: urlRefusal, retryBaseMs: 1_000, hasChosenId: true },
          project: schedule.project,
        }),
    });
    this.app = createApp({
      engine: this.engine,
      storage: this.storage,
      clock: this.clock,
      ids: this.ids,
      publicUrl: PUBLIC_URL,
      controlBodyMax: 64 * 1024,
      ingressBodyMax: 4 * 1024,
      retryBaseMs: 1_000,
      headerPolicy: { keepCredentials: false, keepProxyHeaders: false },
      verifyCapability: (token) => this.capabilities.verify(token, this.clock.now()),
      checkUrl: urlRefusal,
      checkReplay: async () => ({ status: "matches", next: [] }),
      signingKeys: new FakeKeyRing(),
      tokens: this.tokens,
      flow: this.engine,
      globalParallelism: () => ({
        parallelismMax: 20,
        parallelismCount: 20 - this.dispatch.places,
      }),
      live: this.live,
      schedules: this.schedules,
      health: { ready: () => this.isReady, metricsText: async () => "hookline_up 1\n" },
      allowedHosts: ["hookline.internal"],
      requestIdPrefix: "req_test_",
      onInternalError: (error) => void this.internalErrors.push(error),
      ...overrides,
    });
  }

  async request(path: string, options: TestRequest = {}): Promise<TestAnswer> {
    const { method = "GET", body, token = TOKEN } = options;
    const headers = new Headers(options.headers);
    if (token !== null) headers.set("authorization", `Bearer ${token}`);
    const isRaw = typeof body === "string" || body instanceof Uint8Array;
    if (body !== undefined && !headers.has("content-type") && !path.startsWith("/hooks/")) {
      headers.set("content-type", "application/json");
    }
    const payload = body === undefined || isRaw ? body : JSON.stringify(body);
    const init = { method, headers, ...(payload === undefined ? {} : { body: payload }) };
    const response = await this.app.handle(new Request(`http://localhost:80${path}`, init));
    const text = await response.text();
    await expectDocumented(path, method, response.status);
    const isJson = /json/.test(response.headers.get("content-type") ?? "");
    const json = isJson && text !== "" ? JSON.parse(text) : null;
    return { status: response.status, headers: response.headers, text, json };
  }

  async startRun(runId = "r1"): Promise<RunId> {
    const body = { url: "https://app.test/w", input: { a: 1 } };
    await this.request(`/v1/runs/${runId}`, { method: "PUT", body });
    return runId as RunId;
  }

  putSchedule(scheduleId: string, body: unknown): Promise<TestAnswer> {
    return this.request(`/v1/schedules/${scheduleId}`, { method: "PUT", body });
  }

  /** A capability for the run's first invocation. The engine leased it when the run started. */
  capability(runId: RunId, epoch = 1, expiresAt = this.clock.now() + 60_000): string {
    return this.capabilities.mint({
      runId,
      invocationId: 1,
      epoch,
      expiresAt: expiresAt as EpochMs,
      journalLength: 1_000_000,
    });
  }

  register(runId: RunId, operations: unknown, token = this.capability(runId)) {
    const body = { operations };
    return this.request(`/v1/runs/${runId}/steps`, { method: "POST", body, token });
  }

  /** A run with a hook; the hook's address without its host. */
  async runWithHook(runId = "r1"): Promise<{ runId: RunId; hookId: HookId; hookPath: string }> {
    const run = await this.startRun(runId);
    const made = await this.register(run, [{ op: "create_hook", step: "hook#1" }]);
    const { hookId, url } = made.json.steps[0].entry;
    return { runId: run, hookId, hookPath: url.slice(PUBLIC_URL.length) };
  }

  apply(runId: RunId, command: RunCommand) {
    return this.engine.apply(runId, command);
  }
}

/** Asserts that a problem came back, complete, and that storage was left alone. */
export async function expectRefused(
  http: HttpApp,
  send: () => Promise<TestAnswer>,
  expected: readonly [status: number, code: string],
): Promise<TestAnswer> {
  const before = http.storage.commits;
  const answer = await send();
  const [status, code] = expected;
  expect({ status: answer.status, code: answer.json?.code }).toEqual({ status, code });
  expect(answer.json).toMatchObject({ type: `/errors/${code}`, status, title: expect.any(String) });
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(answer.json.requestId).toBe(answer.headers.get("x-request-id") ?? "none");
  expect(http.storage.commits).toBe(before);
  return answer;
}

type Operations = Record<string, { readonly responses: Record<string, unknown> }>;

let documented: Promise<readonly (readonly [RegExp, Operations])[]> | null = null;

/** Every answer of a documented operation must be one that the document tells of. */
async function expectDocumented(path: string, method: string, status: number): Promise<void> {
  documented ??= openapiDocument().then((document) =>
    Object.entries(document.paths as Record<string, Operations>).map(
      ([template, operations]) =>
        [new RegExp(`^${template.replace(/\{\w+\}/g, "[^/]+")}$`), operations] as const,
    ),
  );
  const raw = path.split("?")[0] ?? path;
  const operation = (await documented).find(([pattern]) => pattern.test(raw))?.[1][
    method.toLowerCase()
  ];
  if (operation === undefined) return;
  expect(Object.keys(operation.responses), `answers of ${method} ${path}`).toContain(
    String(status),
  );
}
