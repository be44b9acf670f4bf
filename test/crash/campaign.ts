import { HooklineProcess, waitFor } from "../support/hookline-process.ts";
import { campaignApp, MESSAGES, type Sightings } from "./app.ts";

/** Runs started in each cycle. */
const RUNS_PER_CYCLE = 12;

/** Callers that post at the same time. */
const CALLERS = 8;

export interface CampaignOptions {
  readonly cycles: number;
  readonly seed: number;
  readonly onCycle?: (cycle: number) => void;
}

/** What a campaign did and what it found; `violations` must be empty. */
export interface CampaignReport {
  readonly cycles: number;
  readonly runs: number;
  readonly ackedCalls: number;
  readonly unansweredCalls: number;
  readonly stepExecutions: number;
  readonly steps: number;
  readonly violations: readonly string[];
}

interface Ledger {
  /** Runs whose start was acknowledged. */
  readonly runs: string[];
  /** Bodies of acknowledged calls, by run. */
  readonly acked: Map<string, { callId: string; body: string }[]>;
  /** Bodies of calls without an answer: each may or may not be stored. */
  readonly unanswered: Map<string, string[]>;
}

/**
 * Kills the compiled server with SIGKILL at a random moment under load, again and again on the same
 * data, then lets it heal and compares what it kept with what it had acknowledged.
 */
export async function runCampaign(options: CampaignOptions): Promise<CampaignReport> {
  const random = generator(options.seed);
  const { app, sightings } = await campaignApp();
  const ledger: Ledger = { runs: [], acked: new Map(), unanswered: new Map() };
  const server = await HooklineProcess.start({ env: { HOOKLINE_RETRY_BASE_MS: "50" } });
  try {
    for (let cycle = 1; cycle <= options.cycles; cycle += 1) {
      const load = new Load(server, { ledger, sightings, random, url: app.url });
      await Promise.all([load.run(), killLater(server, 30 + random() * 250, load)]);
      await server.start();
      options.onCycle?.(cycle);
    }
    const healing = new Load(server, { ledger, sightings, random, url: app.url });
    await healing.finish();
    const violations = await findViolations(server, ledger, sightings);
    return report(options.cycles, { ledger, sightings, violations });
  } finally {
    app.down();
    await server.dispose();
  }
}

async function killLater(server: HooklineProcess, ms: number, load: Load): Promise<void> {
  await Bun.sleep(ms);
  load.stop();
  await server.stop("SIGKILL");
}

interface LoadOptions {
  readonly ledger: Ledger;
  readonly sightings: Sightings;
  readonly random: () => number;
  readonly url: string;
}

/** Starts runs and calls their webhooks, noting every acknowledgement. */
class Load {
  readonly #server: HooklineProcess;
  readonly #options: LoadOptions;
  #isStopped = false;

  constructor(server: HooklineProcess, options: LoadOptions) {
    this.#server = server;
    this.#options = options;
  }

  stop(): void {
    this.#isStopped = true;
  }

  async run(): Promise<void> {
    const callers = Array.from({ length: CALLERS }, () => this.#callUntilStopped());
    await Promise.all([this.#startRuns(), ...callers]);
  }

  /** Calls every run that still waits until all have ended. */
  async finish(): Promise<void> {
    const { ledger, sightings } = this.#options;
    await waitFor(
      "every run to end after the last restart",
      async () => {
        const open = ledger.runs.filter((run) => !sightings.ended.has(run));
        for (const run of open) if (this.#accepted(run) < MESSAGES) await this.#call(run);
        return open.length === 0;
      },
      60_000,
    );
    for (const run of ledger.runs) await this.#server.finished(run);
  }

  async #startRuns(): Promise<void> {
    const { ledger, url } = this.#options;
    for (let count = 0; count < RUNS_PER_CYCLE && !this.#isStopped; count += 1) {
      const runId = await this.#server.startRun(url).catch(() => null);
      if (runId !== null) ledger.runs.push(runId);
    }
  }

  async #callUntilStopped(): Promise<void> {
    const { ledger, random } = this.#options;
    while (!this.#isStopped) {
      const run = ledger.runs[Math.floor(random() * ledger.runs.length)];
      if (run === undefined || this.#accepted(run) >= MESSAGES) await Bun.sleep(1);
      else await this.#call(run);
    }
  }

  #accepted(run: string): number {
    return this.#options.ledger.acked.get(run)?.length ?? 0;
  }

  async #call(run: string): Promise<void> {
    const { ledger, sightings } = this.#options;
    const url = sightings.urls.get(run);
    if (url === undefined) {
      await Bun.sleep(1);
      return;
    }
    const body = crypto.randomUUID();
    const answer = await fetch(url, { method: "POST", body })
      .then(async (response) => ({ status: response.status, body: await response.json() }))
      .catch(() => null);
    if (answer === null) append(ledger.unanswered, run, body);
    else if (answer.status === 202) {
      append(ledger.acked, run, { callId: (answer.body as { callId: string }).callId, body });
    }
  }
}

async function findViolations(
  server: HooklineProcess,
  ledger: Ledger,
  sightings: Sightings,
): Promise<string[]> {
  const violations = [...sightings.contradictions];
  for (const run of ledger.runs) {
    for (const violation of await checkRun(server, run, ledger)) {
      violations.push(`${run}: ${violation}`);
    }
  }
  return violations;
}

async function checkRun(server: HooklineProcess, run: string, ledger: Ledger): Promise<string[]> {
  const violations: string[] = [];
  const { status, output } = await server.getRun(run);
  if (status !== "succeeded") violations.push(`ended as ${status}`);
  const stored = await storedCalls(server, run);
  const bodies = stored.map((call) => call.body);
  const acked = ledger.acked.get(run) ?? [];
  for (const { callId, body } of acked) {
    if (!bodies.includes(body)) violations.push(`acknowledged call ${callId} is lost`);
  }
  if (new Set(bodies).size !== bodies.length) violations.push("a call is stored twice");
  const known = new Set([...acked.map((c) => c.body), ...(ledger.unanswered.get(run) ?? [])]);
  for (const body of bodies) if (!known.has(body)) violations.push("a call nobody sent is stored");
  const inOrder = JSON.stringify(bodies.slice(0, MESSAGES)) === JSON.stringify(output);
  if (!inOrder) violations.push("the run did not see its calls in order of arrival");
  return [...violations, ...(await checkJournal(server, run))];
}

async function checkJournal(server: HooklineProcess, run: string): Promise<string[]> {
  const response = await server.api(`/v1/runs/${run}/journal?limit=100`);
  const { entries } = (await response.json()) as {
    entries: { seq: number; type: string; step: string | null }[];
  };
  const violations: string[] = [];
  if (entries.some((entry, index) => entry.seq !== index)) violations.push("the journal has a gap");
  const closing = ["step_completed", "step_failed", "hook_created", "hook_received"];
  const closed = entries.filter((entry) => closing.includes(entry.type)).map((e) => e.step);
  if (new Set(closed).size !== closed.length) violations.push("a step is recorded twice");
  return violations;
}

async function storedCalls(
  server: HooklineProcess,
  run: string,
): Promise<{ callId: string; body: string }[]> {
  const { hooks } = (await (await server.api(`/v1/runs/${run}/hooks`)).json()) as {
    hooks: { hookId: string }[];
  };
  const found: { callId: string; body: string }[] = [];
  for (const { hookId } of hooks) {
    const { calls } = (await (await server.api(`/v1/hooks/${hookId}/calls`)).json()) as {
      calls: { callId: string }[];
    };
    for (const { callId } of calls) {
      const body = await (await server.api(`/v1/calls/${callId}/body`)).text();
      found.push({ callId, body });
    }
  }
  return found;
}

function report(
  cycles: number,
  found: { ledger: Ledger; sightings: Sightings; violations: string[] },
): CampaignReport {
  const { ledger, sightings, violations } = found;
  const count = (lists: Map<string, unknown[]>): number =>
    [...lists.values()].reduce((sum, list) => sum + list.length, 0);
  const executions = [...sightings.executions.values()];
  return {
    cycles,
    runs: ledger.runs.length,
    ackedCalls: count(ledger.acked),
    unansweredCalls: count(ledger.unanswered),
    stepExecutions: executions.reduce((sum, times) => sum + times, 0),
    steps: executions.length,
    violations,
  };
}

function append<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/** A small seeded generator (mulberry32), so that a campaign's choices can be repeated. */
function generator(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
