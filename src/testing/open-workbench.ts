import { hash } from "node:crypto";
import { unreachable } from "../core/assert.ts";
import type { EpochMs, HookId, RunId, StepId } from "../core/ids.ts";
import type { JournalEntry } from "../core/run/journal.ts";
import type { Outcome, Reply } from "../core/run/outcome.ts";
import type { FlowControl } from "../core/run/state.ts";
import type { HttpOutcome, HttpRequest } from "../dispatch/http-caller.ts";
import { flowControlOf } from "../http/operation-fields.ts";
import { Workbench } from "./workbench.ts";

/** How a run is started: what a test may choose. */
interface StartChoice {
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly labels: readonly string[];
  readonly retries: number;
  readonly retryDelay: string | null;
  readonly input: Uint8Array | null;
  readonly notBefore: number | null;
  readonly flowControl: object | null;
}

interface CallChoice {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly deliveryId: string | null;
  readonly body: Uint8Array;
}

const PLAIN = {
  retryBaseMs: 2_000,
  digest: "test",
  project: "default",
  failureUrl: null,
  redact: null,
  callerIp: null,
  parent: null,
  depth: 0,
} as const;

/**
 * A `Workbench` in plain types, for the client's test server, which is built apart from us: ids are
 * texts, times are numbers, and a refusal is thrown with its code.
 */
export function openWorkbench(options: {
  readonly now: number;
  readonly jitter?: () => number;
  readonly send: (request: HttpRequest) => Promise<HttpOutcome>;
}) {
  const workbench = new Workbench({ ...options, now: options.now as EpochMs });
  const at = () => workbench.now();
  return {
    now: (): number => workbench.now(),
    async start(runId: string | null, { flowControl, ...choice }: StartChoice): Promise<string> {
      const id = (runId ?? workbench.newRunId()) as RunId;
      const notBefore = choice.notBefore as EpochMs | null;
      accepted(
        await workbench.start(id, { ...PLAIN, ...choice, notBefore, flow: flowOf(flowControl) }),
      );
      return id;
    },
    answer: (request: Request): Promise<Response> => workbench.answer(request),
    async callHook(hookId: string, { body, ...call }: CallChoice) {
      const request = { ...call, remoteAddress: null };
      const reply = accepted(await workbench.deliver(hookId as HookId, request, body));
      return reply.type === "delivered" ? reply.outcome : unreachable(reply as never);
    },
    notify: (eventId: string, data: Uint8Array | null): Promise<readonly string[]> =>
      workbench.notify(eventId, data),
    async notifyRun(runId: string, eventId: string, data: Uint8Array | null) {
      const command = { type: "deliver_event", at: at(), eventId, data, keep: true } as const;
      const reply = accepted(await workbench.apply(runId as RunId, command));
      return reply.type === "notified" && reply.kept ? ("kept" as const) : ("delivered" as const);
    },
    async expire(runId: string, step: string): Promise<void> {
      accepted(await workbench.expire(runId as RunId, step as StepId));
    },
    async cancel(runId: string, reason: string | null): Promise<void> {
      accepted(await workbench.apply(runId as RunId, { type: "cancel", at: at(), reason }));
    },
    async resume(runId: string): Promise<void> {
      accepted(await workbench.apply(runId as RunId, { type: "resume", at: at(), retries: null }));
    },
    settle: (): Promise<void> => workbench.settle(),
    advanceTo: (until: number): Promise<void> => workbench.advanceTo(until as EpochMs),
    nextAlarm: (): number | null => workbench.nextAlarm(),
    crash: (): Promise<void> => workbench.crash(),
    async status(runId: string) {
      return (await workbench.run(runId as RunId))?.status ?? null;
    },
    journal: (runId: string): Promise<readonly JournalEntry[]> => workbench.journal(runId as RunId),
    async hookAt(url: string) {
      const token = /\/hooks\/([^/?#]+)/.exec(url)?.[1] ?? "";
      return await workbench.storage.findHook(hash("sha256", token, "hex"));
    },
    async hookOf(runId: string, step: string) {
      const journal = await workbench.journal(runId as RunId);
      const made = journal.find((entry) => entry.type === "hook_created" && entry.step === step);
      return made?.type === "hook_created" ? made.data : null;
    },
  };
}

function flowOf(flowControl: object | null): FlowControl | null {
  if (flowControl === null) return null;
  const read = flowControlOf(flowControl);
  if (!read.ok) throw new RangeError(`flowControl: ${read.field} ${read.detail}`);
  return read.flow;
}

function accepted(outcome: Outcome): Reply {
  if (!outcome.ok) throw new Error(`the server refused: ${outcome.code}`);
  return outcome.reply;
}
