/**
 * The server's engine as the test server sees it. It is bundled into the package from the server's
 * source; `test/testing/engine-types.test.ts` holds that this description fits it.
 */

import type { FlowControlSetting, HeaderPairs } from "../serve/wire.ts";

/** A request that the server sends. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: HeaderPairs;
  readonly body: Uint8Array | null;
}

/** What comes of it. */
export type SentOutcome =
  | {
      readonly ok: true;
      readonly status: number;
      readonly headers: HeaderPairs;
      readonly body: Uint8Array;
      readonly durationMs: number;
    }
  | {
      readonly ok: false;
      readonly code: "connect_error";
      readonly message: string;
      readonly durationMs: number;
    };

/** A failure as it is recorded. */
export interface RecordedFailure {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
}

/** A journal entry. */
export interface RecordedEntry {
  readonly seq: number;
  readonly type: string;
  readonly at: number;
  readonly step: string | null;
  readonly data: object;
  readonly body: Uint8Array | null;
}

/** How a run is started. */
export interface WorkbenchStart {
  readonly url: string;
  readonly headers: HeaderPairs;
  readonly labels: readonly string[];
  readonly retries: number;
  readonly retryDelay: string | null;
  readonly input: Uint8Array | null;
  /** Epoch ms. */
  readonly notBefore: number | null;
  readonly flowControl: FlowControlSetting | null;
}

/** A request to a webhook. */
export interface WorkbenchCall {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: HeaderPairs;
  readonly deliveryId: string | null;
  readonly body: Uint8Array;
}

/** A server without network, disk and time. */
export interface EngineWorkbench {
  now(): number;
  start(runId: string | null, start: WorkbenchStart): Promise<string>;
  /** What an endpoint asks the server while it runs. */
  answer(request: Request): Promise<Response>;
  callHook(hookId: string, call: WorkbenchCall): Promise<"consumed" | "stored" | "duplicate">;
  /** The runs that were woken. */
  notify(eventId: string, data: Uint8Array | null): Promise<readonly string[]>;
  /** Whether the run waited for it, or keeps it. */
  notifyRun(runId: string, eventId: string, data: Uint8Array | null): Promise<"delivered" | "kept">;
  expire(runId: string, step: string): Promise<void>;
  cancel(runId: string, reason: string | null): Promise<void>;
  resume(runId: string): Promise<void>;
  settle(): Promise<void>;
  advanceTo(at: number): Promise<void>;
  nextAlarm(): number | null;
  crash(): Promise<void>;
  status(runId: string): Promise<"running" | "succeeded" | "failed" | "canceled" | null>;
  journal(runId: string): Promise<readonly RecordedEntry[]>;
  hookOf(runId: string, step: string): Promise<{ hookId: string; url: string } | null>;
  /** The webhook whose address this is, path and query added or not. */
  hookAt(url: string): Promise<{ hookId: string; runId: string } | null>;
}

/** Opens a server. `send` answers everything that it sends. */
export function openWorkbench(options: {
  readonly now: number;
  readonly jitter?: () => number;
  readonly send: (request: SentRequest) => Promise<SentOutcome>;
}): EngineWorkbench;
