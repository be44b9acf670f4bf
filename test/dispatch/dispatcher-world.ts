import type { EpochMs, RunId } from "../../src/core/ids.ts";
import type { RunCommand } from "../../src/core/run/command.ts";
import type { Outcome } from "../../src/core/run/outcome.ts";
import { Dispatcher, type DispatcherOptions } from "../../src/dispatch/dispatcher.ts";
import { leasedWork } from "../support/fake-ports.ts";

const NOW = 1_000 as EpochMs;
export const REFUSED: Outcome = { ok: false, code: "stale_invocation" };
export const DONE = {
  ok: true,
  changed: false,
  effects: [],
  reply: { type: "done" },
} as unknown as Outcome;
const REPORT = {
  startedAt: NOW,
  durationMs: 1,
  status: 200,
  errorCode: null,
  errorMessage: null,
  answer: null,
};
export const END = {
  type: "end_invocation",
  at: NOW,
  jitter: 0,
  epoch: 1,
  operations: [],
  result: { type: "suspended", again: false },
  report: REPORT,
} as const;

export const run = (index: number) => `run_${index}` as RunId;
export const invocation = (runId: RunId, epoch = 1) =>
  leasedWork({ runId, invocationId: 1, epoch, attempt: 1, leaseUntil: NOW });

/** Grants every lease and performs it, as the engine does. */
export function granting(dispatcher: () => Dispatcher, applied: RunCommand[] = []) {
  return {
    applied,
    apply: async (runId: RunId, command: RunCommand): Promise<Outcome> => {
      applied.push(command);
      if (command.type === "grant_lease") {
        const { invocationId } = command;
        dispatcher().sendInvocation(invocation(runId, 1));
        const effect = { type: "send_invocation", invocationId, epoch: 1 } as const;
        return { ...DONE, effects: [effect] } as Outcome;
      }
      if (command.type === "begin_call") {
        const { step } = command;
        dispatcher().sendCall({ runId, step, attempt: 1, timeoutMs: 1 });
        const effect = { type: "send_call", step, attempt: 1 } as const;
        return { ...DONE, effects: [effect] } as Outcome;
      }
      return DONE;
    },
  };
}

interface World {
  readonly dispatcher: Dispatcher;
  readonly applied: RunCommand[];
  readonly lost: string[];
}

export function world(change: Partial<DispatcherOptions> = {}): World {
  const applied: RunCommand[] = [];
  const lost: string[] = [];
  const dispatcher: Dispatcher = new Dispatcher({
    engine: granting(() => dispatcher, applied),
    invocations: { send: async () => END },
    calls: { send: async () => null },
    clock: { now: () => NOW },
    log: { error: (_, fields) => void lost.push(String(fields.attempt)) },
    invocationPlaces: 2,
    callPlaces: 1,
    storePauseMs: 30,
    ...change,
  });
  return { dispatcher, applied, lost };
}

/** Lets everything that is ready happen. */
export const settle = () => new Promise((resolve) => setTimeout(resolve, 5));
