import type { FlowKeyCommand } from "../core/flow-control/command.ts";
import type { FlowKeyState } from "../core/flow-control/key.ts";
import type { EpochMs, RunId } from "../core/ids.ts";
import type { ReplayCheck } from "../engine/dry-run.ts";
import type { Clock, Ids } from "../engine/ports.ts";
import type { ProblemCode } from "../http/problem.ts";
import type { RunWriter } from "../http/run-writer.ts";
import type { ScheduleService } from "../schedules/schedule-service.ts";
import type { FlowKeyName } from "../storage/flow-storage.ts";
import type { RunRecord, Storage } from "../storage/storage.ts";
import type { GlobalParallelism } from "./flow-control-schemas.ts";
import type { LiveStreams } from "./live-streams.ts";
import type { TokenDesk } from "./token-desk.ts";

/** What the control API needs from the world. `server/` passes the real ones. */
export interface ApiDeps {
  readonly engine: RunWriter;
  /** For reading only: the engine is the one writer. */
  readonly storage: Storage;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Where third parties reach this server, without a slash at the end. */
  readonly publicUrl: string;
  /** Largest body of a control request, in bytes. */
  readonly controlBodyMax: number;
  /** The first pause between attempts of new runs, in ms. */
  readonly retryBaseMs: number;
  /** What a capability token allows, or null when it is not one of ours or has expired. */
  readonly verifyCapability: (token: string) => Capability | null;
  /** Why the server may not call a URL, or null. */
  readonly checkUrl: (url: string) => ProblemCode | null;
  /** Replays an open run dry, against the endpoint at `url`; null: too much of it at this time. */
  readonly checkReplay: (run: RunRecord, url: string) => Promise<ReplayCheck | null>;
  readonly tokens: TokenDesk;
  /** The engine again: it is the one writer of flow-control keys too. */
  readonly flow: FlowKeyWriter;
  readonly globalParallelism: () => GlobalParallelism;
  readonly live: LiveStreams;
  readonly schedules: ScheduleService;
  readonly signingKeys: SigningKeyRing;
  readonly health: Health;
}

/** The right of one invocation to register steps of its run. */
export interface Capability {
  readonly runId: RunId;
  readonly invocationId: number;
  readonly epoch: number;
  readonly expiresAt: EpochMs;
  readonly journalLength: number;
}

/** What the routes need of the engine to change a flow-control key. */
export interface FlowKeyWriter {
  /**
   * Changes a key durably; null when nothing has used it and the change does not make it.
   * @throws StorageError; then nothing has changed.
   */
  changeFlowKey(name: FlowKeyName, change: FlowKeyCommand): Promise<FlowKeyState | null>;
  /** How much of a key is due and waits, and how much is under way. */
  flowCounts(name: FlowKeyName): { readonly waiting: number; readonly active: number };
}

/** A key that endpoints should verify our signatures with. */
export interface PublicSigningKey {
  readonly id: string;
  /** `whpk_…` */
  readonly publicKey: string;
  /** `current` and `previous` sign every request; `next` will be the current one. */
  readonly state: "next" | "current" | "previous";
}

/** The keys that requests to endpoints are signed with. */
export interface SigningKeyRing {
  /** Every key that endpoints should accept: the current one first, then the next, the older. */
  list(): readonly PublicSigningKey[];
  /**
   * Makes the next key the current one, and a new next one. On disk when it returns.
   * @throws StorageError; nothing has changed.
   */
  rotate(): void;
}

/** How the process is. */
export interface Health {
  /** Whether new work is accepted. */
  ready(): boolean;
  /** All metrics in the Prometheus text format. */
  metricsText(): Promise<string>;
}
