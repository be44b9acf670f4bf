import type { EpochMs, RunId } from "../core/ids.ts";
import type { Clock, Ids } from "../engine/ports.ts";
import type { ProblemCode } from "../http/problem.ts";
import type { RunWriter } from "../http/run-writer.ts";
import type { Storage } from "../storage/storage.ts";

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
  readonly signingKeys: () => readonly PublicSigningKey[];
  readonly health: Health;
}

/** The right of one invocation to register steps of its run. */
export interface Capability {
  readonly runId: RunId;
  readonly invocationId: number;
  readonly epoch: number;
  readonly expiresAt: EpochMs;
}

/** A key that endpoints may verify our signatures with. */
export interface PublicSigningKey {
  readonly id: string;
  /** `whpk_…` */
  readonly publicKey: string;
  /** Whether new requests are signed with it. */
  readonly current: boolean;
}

/** How the process is. */
export interface Health {
  /** Whether new work is accepted. */
  ready(): boolean;
  /** All metrics in the Prometheus text format. */
  metricsText(): Promise<string>;
}
