import type { WorkflowContext } from "../../clients/typescript/src/serve/context.ts";
import { createEndpoint } from "../../clients/typescript/src/serve/handler.ts";
import type { EpochMs, HookId, RunId } from "../../src/core/ids.ts";
import type { HttpOutcome, HttpRequest } from "../../src/dispatch/http-caller.ts";
import { Workbench } from "../../src/testing/workbench.ts";
import { PLAIN_START } from "../support/start-command.ts";
import { CALL_URL, CHILD_URL, Interpreter } from "./interpreter.ts";
import type { Happening, Program } from "./program.ts";
import { Random } from "./random.ts";

const NOW = 1_900_000_000_000 as EpochMs;
const RUN = "run_program" as RunId;
const URL_TEXT = "http://app.test/program";

/** Longer than any program: sleeps, timeouts and pauses follow each other. */
const AGE_MS = 300 * 24 * 3_600_000;

/** How often each thing goes wrong, as a probability. All zero: nothing does. */
export interface Faults {
  /** The server dies, before or after it has stored a registration. */
  readonly crash: number;
  /** The endpoint dies while it runs: its answer never comes. */
  readonly endpoint: number;
  /** A registration is sent twice. */
  readonly duplicate: number;
  /** A registration comes once more, much later. */
  readonly late: number;
}

/** What a program has come to. */
export interface Played {
  readonly status: string;
  readonly output: string | null;
  /** What went wrong that must not, if anything did. */
  readonly wrong: string | null;
}

/** Plays a program on a server in memory, with faults. The seed decides which. */
export async function play(program: Program, faults: Faults, seed: number): Promise<Played> {
  return await new Play(program, faults, new Random(seed)).run();
}

class Play {
  readonly #program: Program;
  readonly #faults: Faults;
  readonly #random: Random;
  readonly #workbench: Workbench;
  /** What the code has seen, invocation by invocation. */
  readonly #seen: string[][] = [];
  readonly #endpoints: ReadonlyMap<string, (request: HttpRequest) => Promise<HttpOutcome>>;
  #late: Request[] = [];
  #crashed: Promise<void> = Promise.resolve();

  constructor(program: Program, faults: Faults, random: Random) {
    this.#program = program;
    this.#faults = faults;
    this.#random = random;
    this.#workbench = new Workbench({ now: NOW, send: (request) => this.#send(request) });
    const child = async (context: WorkflowContext<number>) => {
      await context.sleep("nap", context.requestPayload / 1_000);
      return await context.run("double", () => context.requestPayload * 2);
    };
    this.#endpoints = new Map([
      [URL_TEXT, this.#endpoint((context) => this.#interpret(context))],
      [CHILD_URL, this.#endpoint(child as (context: WorkflowContext) => unknown)],
    ]);
  }

  async run(): Promise<Played> {
    const start = { ...PLAIN_START, retries: 100, retryBaseMs: 0, url: URL_TEXT };
    await this.#workbench.start(RUN, start);
    for (const happening of this.#program.happenings) {
      await this.#passTo(happening.atMs);
      await this.#happen(happening);
    }
    await this.#passTo(AGE_MS);

    const status = (await this.#workbench.run(RUN))?.status ?? "missing";
    const journal = await this.#workbench.journal(RUN);
    const last = journal.findLast(({ type }) => type === "run_succeeded" || type === "run_failed");
    const output = last?.body ? new TextDecoder().decode(last.body) : JSON.stringify(last?.data);
    return { status, output: output ?? null, wrong: this.#contradiction() };
  }

  async #passTo(atMs: number): Promise<void> {
    const until = (NOW + atMs) as EpochMs;
    for (;;) {
      await this.#calm();
      const next = this.#workbench.nextAlarm();
      if (next === null || next > until) break;
      await this.#workbench.advanceTo(next);
    }
    await this.#workbench.advanceTo(until);
    await this.#calm();
  }

  /** Waits until nothing moves; a crash on the way begins it anew. */
  async #calm(): Promise<void> {
    for (;;) {
      const crashed = this.#crashed;
      await crashed;
      await this.#workbench.settle();
      if (crashed === this.#crashed) return;
    }
  }

  async #happen(happening: Happening): Promise<void> {
    const body = new TextEncoder().encode(JSON.stringify(happening.value));
    if (happening.kind === "hook") {
      const [hook] = await this.#workbench.storage.listHooks(RUN);
      const request = { method: "POST", path: "", query: "", headers: [] };
      const sender = { deliveryId: null, remoteAddress: null };
      const hookId = hook?.hookId ?? ("none" as HookId);
      await untilDone(() => this.#workbench.deliver(hookId, { ...request, ...sender }, body));
      return;
    }
    const { eventId } = happening;
    const at = this.#workbench.now();
    const command = { type: "deliver_event", at, eventId, data: body, keep: true } as const;
    await untilDone(() => this.#workbench.apply(RUN, command));
  }

  /** Code must see the same things in the same order whenever it runs: S5 of a replay. */
  #contradiction(): string | null {
    let longest: readonly string[] = [];
    for (const seen of this.#seen) {
      const [shorter, longer] = seen.length < longest.length ? [seen, longest] : [longest, seen];
      const at = shorter.findIndex((one, index) => one !== longer[index]);
      if (at !== -1) return `one invocation saw ${shorter[at]}, another ${longer[at]} (${at}th)`;
      longest = longer;
    }
    return null;
  }

  async #interpret(context: WorkflowContext): Promise<unknown> {
    const seen: string[] = [];
    this.#seen.push(seen);
    return await Interpreter.run(context, this.#program.root, {
      elapsedMs: () => this.#workbench.now() - NOW,
      see: (one) => void seen.push(one),
    });
  }

  #endpoint(workflow: (context: WorkflowContext) => unknown) {
    const fetch = (url: string, init: RequestInit) => this.#register(new Request(url, init));
    const endpoint = createEndpoint(workflow, { env: {}, verify: false, fetch });
    return async (request: HttpRequest): Promise<HttpOutcome> => {
      const headers = new Map(request.headers.map(([name, value]) => [name, value]));
      const response = await endpoint({
        method: request.method,
        url: request.url,
        header: (name) => headers.get(name) ?? null,
        body: async () => request.body ?? new Uint8Array(0),
      });
      if (this.#random.chance(this.#faults.endpoint)) return BROKEN;
      const body = new TextEncoder().encode(response.body);
      return { ok: true, durationMs: 0, status: response.status, headers: [], body };
    };
  }

  async #send(request: HttpRequest): Promise<HttpOutcome> {
    const endpoint = this.#endpoints.get(request.url);
    if (endpoint !== undefined) return await endpoint(request);
    const body = new TextEncoder().encode(request.url.slice(CALL_URL.length));
    return { ok: true, durationMs: 0, status: 200, headers: [], body };
  }

  async #register(request: Request): Promise<Response> {
    try {
      return await this.#answer(request);
    } catch {
      return LOST; // the server has died over it
    }
  }

  async #answer(request: Request): Promise<Response> {
    const { duplicate, late } = this.#faults;
    if (this.#random.chance(late)) this.#late.push(copyOf(request));
    if (this.#random.chance(duplicate)) await this.#workbench.answer(copyOf(request));
    if (this.#crashes()) {
      await this.#crash();
      return LOST;
    }
    const answer = await this.#workbench.answer(request);
    const [stray] = this.#random.chance(late) ? this.#late.splice(0, 1) : [];
    if (stray !== undefined) await this.#workbench.answer(stray);
    if (!this.#crashes()) return answer;
    await this.#crash();
    return LOST;
  }

  #crashes(): boolean {
    return this.#random.chance(this.#faults.crash);
  }

  /** The endpoint survives the server: it goes on, and its registrations come too late. */
  async #crash(): Promise<void> {
    this.#crashed = this.#workbench.crash();
    await this.#crashed;
  }
}

/** A sender whose call was not acknowledged calls again. */
async function untilDone(send: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await send();
      return;
    } catch {
      // The server died: nothing was stored.
    }
  }
}

/** The types of two runtimes disagree on what a clone is. */
function copyOf(request: Request): Request {
  return request.clone() as Request;
}

const BROKEN: HttpOutcome = {
  ok: false,
  code: "connect_error",
  message: "the endpoint died",
  durationMs: 0,
};

/** What the endpoint's request gets from a server that is gone: it gives up at once. */
const LOST = new Response(JSON.stringify({ code: "unauthorized" }), { status: 401 });
