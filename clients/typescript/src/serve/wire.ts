/** The native protocol as this package reads and writes it: see `docs/protocol.md` of Hookline. */

import type { Failure } from "../errors.ts";

/** Names and values in order, repeated names kept. */
export type HeaderPairs = readonly (readonly [name: string, value: string])[];

/** What the server sends: one invocation of a run. */
export interface Invocation {
  readonly protocol: 1;
  readonly run: {
    readonly id: string;
    readonly url: string;
    readonly attempt: number;
    readonly headers: HeaderPairs;
    readonly input: string | null;
  };
  readonly lease: { readonly epoch: number; readonly token: string };
  readonly server: { readonly url: string };
  readonly waiting: readonly WaitingStep[];
  readonly journal: readonly Entry[];
}

/** A step that is open right now. Only a `retry` that is `ready` may be executed. */
export interface WaitingStep {
  readonly step: string;
  readonly kind: "retry" | "sleep" | "call" | "hook";
  readonly ready?: boolean;
}

/** A journal entry that opens a step. */
export interface OpeningEntry {
  readonly seq: number;
  readonly step: string;
  readonly type: "sleep_started" | "call_started" | "wait_started";
}

interface Closing<Type extends string> {
  readonly seq: number;
  readonly step: string;
  readonly type: Type;
}

/** A journal entry that closes a step: the step's result. */
export type ClosingEntry =
  // `result` is left out in the answer to the request that carried it.
  | (Closing<"step_completed"> & { readonly result?: string })
  | (Closing<"step_failed"> & { readonly failure: Failure; readonly attempts: number })
  | Closing<"sleep_completed">
  | (Closing<"call_completed"> & {
      readonly status: number;
      readonly headers: HeaderPairs;
      /** Base64. */
      readonly body: string;
    })
  | (Closing<"hook_created"> & { readonly hookId: string; readonly url: string })
  | (Closing<"hook_received"> & { readonly request: ReceivedRequest })
  | Closing<"wait_timed_out">;

/** Any entry the server sends. */
export type Entry = OpeningEntry | ClosingEntry;

/** A request that a hook received. `body` is base64. */
export interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: HeaderPairs;
  readonly body: string;
}

/** What an endpoint asks the server to record. */
export type Operation =
  | { readonly op: "complete_step"; readonly step: string; readonly result: string }
  | {
      readonly op: "fail_step";
      readonly step: string;
      readonly failure: Failure;
      readonly retryable: boolean;
      readonly retryAfterMs?: number;
      readonly retries?: number;
    }
  | { readonly op: "sleep"; readonly step: string; readonly durationMs: number }
  | { readonly op: "sleep"; readonly step: string; readonly until: number }
  | {
      readonly op: "call";
      readonly step: string;
      readonly url: string;
      readonly method: string;
      readonly headers: HeaderPairs;
      readonly body?: string;
      readonly timeoutMs?: number;
      readonly retries: number;
    }
  | { readonly op: "create_hook"; readonly step: string }
  | {
      readonly op: "wait_for_hook";
      readonly step: string;
      readonly hookId: string;
      readonly timeoutMs: number;
    };

/** The server's word on one operation. */
export interface StepAnswer {
  readonly step: string;
  readonly status: "closed" | "pending";
  readonly entry?: ClosingEntry | null;
}

/** How an invocation ended, as the endpoint answers it. */
export type InvocationResult =
  | { readonly status: "completed"; readonly output: string | null }
  | {
      readonly status: "failed";
      readonly failure: Failure;
      readonly retryable: boolean;
      readonly retryAfterMs?: number;
    }
  | { readonly status: "suspended"; readonly operations?: readonly Operation[] };
