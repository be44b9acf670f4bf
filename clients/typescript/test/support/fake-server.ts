import type { Failure } from "../../src/errors.ts";
import type {
  ClosingEntry,
  Entry,
  FailureInvocation,
  Invocation,
  InvocationResult,
  InvokedRun,
  NotifiedWaiter,
  Operation,
  WaitingStep,
} from "../../src/serve/wire.ts";

type Unfinished<Value> = Value extends unknown ? Omit<Value, "seq" | "step"> : never;
type Wait = WaitingStep & {
  readonly hookId?: string;
  readonly retries?: number;
  attempts?: number;
};

export interface FakeRequest {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: Uint8Array;
}

export interface FakeAnswer {
  readonly status: number;
  readonly body: Partial<Extract<InvocationResult, { status: "suspended" }>> & {
    readonly status?: string | number;
    readonly [field: string]: unknown;
  };
}

export const utf8 = (text: string) => new TextEncoder().encode(text);

/**
 * One run of a Hookline server, in memory, over real sockets: it keeps the journal by the rules of
 * `docs/protocol.md`. Time does not pass by itself; tests say what happens.
 */
export class FakeServer {
  readonly #http = Bun.serve({ port: 0, idleTimeout: 0, fetch: (request) => this.#serve(request) });
  readonly runId = "run_1";
  journal: Entry[] = [];
  waits = new Map<string, Wait>();
  /** Batches of operations as they arrived. */
  batches: Operation[][] = [];
  input: string | null = null;
  headers: [string, string][] = [];
  labels: string[] = [];
  /** Whom the next notification reaches. */
  waiters: NotifiedWaiter[] = [];
  /** Data of events kept for this run, by event id. */
  keptEvents = new Map<string, string | null>();
  /** What the next invocation is. */
  kind: "run" | "check" = "run";
  /** Entries that go with an invocation; the others are fetched in pages as long. */
  pageSize = Number.POSITIVE_INFINITY;
  /** Pages that were fetched. */
  pages = 0;
  retries = 3;
  attempt = 1;
  epoch = 0;
  invocationId = 0;
  /** Answers a step request instead of the model. */
  intercept: ((operations: Operation[], request: Request) => Response | null) | null = null;
  /** Makes extra headers for an invocation: signatures. */
  sign: ((id: string, body: string) => Promise<Record<string, string>>) | null = null;
  /** Whether the answer to a batch that was applied is lost, and the invocation with it. */
  crash: (() => boolean) | null = null;
  /** Called after a batch was applied, before it is answered. */
  onBatch: ((operations: Operation[]) => void | Promise<void>) | null = null;
  #seq = 1;
  #again = false;
  #inbox = new Map<string, FakeRequest[]>();
  #closed = new Map<string, ClosingEntry>();
  #hooks = 0;

  get url(): string {
    return `http://127.0.0.1:${this.#http.port}`;
  }

  /** Answers without a socket, for those who measure something else. */
  readonly fetch = (url: string, init: RequestInit) => this.#serve(new Request(url, init));

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#http.stop(true);
  }

  /** The invocation as it would be sent now, under a new epoch. */
  invocation(url = "http://app.test/workflow"): Invocation {
    this.epoch += 1;
    this.invocationId += 1;
    this.#again = false;
    return {
      protocol: 1,
      kind: this.kind,
      run: this.#run(url),
      lease: { epoch: this.epoch, token: `hlc_${this.epoch}` },
      server: { url: this.url },
      waiting: [...this.waits.values()].map(({ step, kind, ready }) =>
        kind === "retry" ? { step, kind, ready: ready === true } : { step, kind },
      ),
      ...this.#page(0),
    };
  }

  #run(url: string): InvokedRun {
    return {
      id: this.runId,
      url,
      createdAt: 1_760_000_000_000,
      attempt: this.attempt,
      headers: this.headers,
      labels: this.labels,
      parent: null,
      input: this.input,
    };
  }

  /** What tells an endpoint that the run has failed. */
  failure(failure: Failure, failedAnswer: FailureInvocation["failedAnswer"]): FailureInvocation {
    const run = this.#run("http://app.test/workflow");
    return { protocol: 1, kind: "failure", run, failure, failedAnswer };
  }

  /** Invokes an endpoint once and applies its answer. */
  async invoke(handler: (request: Request) => Response | Promise<Response>): Promise<FakeAnswer> {
    const invocation = this.invocation();
    const body = JSON.stringify(invocation);
    const id = `${this.runId}.${this.invocationId}`;
    const request = new Request(invocation.run.url, {
      method: "POST",
      body,
      headers: {
        "content-type": "application/json",
        "hookline-protocol": "1",
        ...(await this.sign?.(id, body)),
      },
    });
    const response = await handler(request);
    const answer = { status: response.status, body: (await response.json()) as FakeAnswer["body"] };
    const isCurrent = answer.body.epoch === this.epoch;
    if (isCurrent) for (const operation of answer.body.operations ?? []) this.#apply(operation);
    return answer;
  }

  /** Something outside closes a waiting step. */
  close(step: string, entry: Unfinished<ClosingEntry>): void {
    if (!this.waits.delete(step)) throw new Error(`${step} is not waiting`);
    this.#append(step, entry);
    this.#again = true;
  }

  /** A failed step's pause is over. */
  makeReady(step: string): void {
    const wait = this.waits.get(step);
    if (wait === undefined) throw new Error(`${step} is not waiting`);
    this.waits.set(step, { ...wait, ready: true });
    this.#again = true;
  }

  /** A third party calls a hook: resolves the wait, or is kept for the next one. */
  callHook(hookId: string, request: FakeRequest): void {
    const wait = [...this.waits.values()].find((candidate) => candidate.hookId === hookId);
    if (wait !== undefined) this.close(wait.step, received(this.url, hookId, request));
    else this.#inbox.set(hookId, [...(this.#inbox.get(hookId) ?? []), request]);
  }

  closed(step: string): ClosingEntry | undefined {
    return this.#closed.get(step);
  }

  /** The run is resumed at a step that has failed: it is open again. */
  reopen(step: string): void {
    const closing = this.closed(step);
    if (closing === undefined) throw new Error(`${step} is not closed`);
    this.#closed.delete(step);
    const { seq: closedSeq } = closing;
    this.journal.push({ seq: this.#seq, step, type: "step_reopened", closedSeq });
    this.#seq += 1;
  }

  async #serve(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    if (!pathname.endsWith("/history")) return this.#steps(request);
    const intercepted = this.intercept?.([], request) ?? null;
    if (intercepted !== null) return intercepted;
    if (request.headers.get("authorization") !== `Bearer hlc_${this.epoch}`) {
      return refusal(401, "unauthorized");
    }
    this.pages += 1;
    return Response.json(this.#page(Number(searchParams.get("from"))));
  }

  /** A page of the journal, beginning with the entry of that `seq`. */
  #page(from: number): Pick<Invocation, "journal" | "journalNext"> {
    const rest = this.journal.filter((entry) => entry.seq >= from);
    const journal = rest.slice(0, this.pageSize);
    return { journal, journalNext: rest[this.pageSize]?.seq ?? null };
  }

  async #steps(request: Request): Promise<Response> {
    const { operations } = (await request.json()) as { operations: Operation[] };
    const intercepted = this.intercept?.(operations, request) ?? null;
    if (intercepted !== null) return intercepted;
    if (request.headers.get("authorization") !== `Bearer hlc_${this.epoch}`) {
      return refusal(409, "stale_invocation");
    }
    this.batches.push(operations);
    const steps = operations.map((operation) => {
      const entry = this.#apply(operation);
      const { result: _result, ...shown } = (entry ?? {}) as { result?: string };
      const { step } = operation;
      return entry === null
        ? { step, status: "pending" }
        : { step, status: "closed", entry: shown };
    });
    const again = this.#again ? { again: true } : {};
    await this.onBatch?.(operations);
    if (this.crash?.() === true) return refusal(409, "stale_invocation");
    return Response.json({ runId: this.runId, steps, ...again });
  }

  #apply(operation: Operation): ClosingEntry | null {
    const { step } = operation;
    const known = this.closed(step);
    if (known !== undefined) return known;
    switch (operation.op) {
      case "complete_step":
        this.waits.delete(step);
        return this.#append(step, { type: "step_completed", result: operation.result });
      case "fail_step":
        return this.#fail(operation);
      case "sleep":
        return this.#open(step, "sleep", "sleep_started");
      case "call":
        return this.#open(step, "call", "call_started");
      case "create_hook": {
        this.#hooks += 1;
        const hookId = `hook_${this.#hooks}`;
        return this.#append(step, { type: "hook_created", hookId, url: `${this.url}/hooks/t` });
      }
      case "wait_for_hook": {
        const { hookId } = operation;
        this.#open(step, "hook", "wait_started");
        const early = this.#inbox.get(hookId)?.shift();
        this.waits.set(step, { step, kind: "hook", hookId });
        if (early === undefined) return null;
        this.waits.delete(step);
        return this.#append(step, received(this.url, hookId, early));
      }
      case "wait_for_event": {
        this.#open(step, "event", "event_wait_started");
        const data = this.keptEvents.get(operation.eventId);
        if (data === undefined) return null;
        this.waits.delete(step);
        return this.#append(step, { type: "event_received", data });
      }
      case "notify": {
        const { eventId } = operation;
        return this.#append(step, {
          ...{ type: "event_notified", eventId, waiters: this.waiters },
          total: this.waiters.length,
        });
      }
      case "invoke":
        return this.#open(step, "child", "child_started");
      case "race":
        return this.#open(step, "race", "race_started");
    }
  }

  #fail(operation: Extract<Operation, { op: "fail_step" }>): ClosingEntry | null {
    const { step, failure, retryable } = operation;
    const attempts = (this.waits.get(step)?.attempts ?? 0) + 1;
    if (retryable && attempts <= (operation.retries ?? this.retries)) {
      this.#seq += 1; // step_retrying: not sent to endpoints
      this.waits.set(step, { step, kind: "retry", ready: false, attempts });
      return null;
    }
    this.waits.delete(step);
    return this.#append(step, { type: "step_failed", failure, attempts });
  }

  #open(step: string, kind: Wait["kind"], type: Entry["type"]): null {
    if (this.waits.has(step)) return null;
    this.waits.set(step, { step, kind });
    this.#append(step, { type } as Unfinished<ClosingEntry>);
    return null;
  }

  #append(step: string, entry: Unfinished<ClosingEntry>): ClosingEntry {
    const whole = { seq: this.#seq, step, ...entry } as ClosingEntry;
    this.#seq += 1;
    this.journal.push(whole);
    if (!entry.type.endsWith("_started")) this.#closed.set(step, whole);
    return whole;
  }
}

/** A problem as the server answers it. */
export function refusal(status: number, code: string, headers: Record<string, string> = {}) {
  const detail = `refused: ${code}`;
  const type = "application/problem+json";
  const body = JSON.stringify({ type: `/errors/${code}`, title: code, status, code, detail });
  return new Response(body, { status, headers: { ...headers, "content-type": type } });
}

function received(base: string, hookId: string, request: FakeRequest): Unfinished<ClosingEntry> {
  return {
    type: "hook_received",
    hookId,
    callId: `${hookId}.0`,
    request: {
      method: request.method ?? "POST",
      url: `${base}/hooks/t${request.path ?? ""}`,
      headers: request.headers ?? [],
      body: Buffer.from(request.body ?? new Uint8Array()).toString("base64"),
    },
  } as Unfinished<ClosingEntry>;
}
