import type { EpochMs } from "../core/ids.ts";
import type { InvocationResult, Operation } from "../core/run/command.ts";
import type { Failure } from "../core/run/journal.ts";
import type { JournalPage } from "../engine/journal-reader.ts";
import type { LeasedWork } from "../engine/ports.ts";
import type { RunRecord } from "../storage/storage.ts";
import type { HttpOutcome, HttpRequest } from "./http-caller.ts";

/** How the server talks to one kind of endpoint. Pure but for signing: no I/O, no state of runs. */
export interface EndpointProtocol {
  /** The request that carries the invocation. */
  encode(invocation: OutgoingInvocation): EncodedInvocation;
  /** What the outcome of that request means for the run. Never throws, whatever came back. */
  decode(outcome: HttpOutcome, invocation: OutgoingInvocation, at: EpochMs): DecodedAnswer;
}

/** A leased invocation with all that the endpoint is told. */
export interface OutgoingInvocation {
  readonly run: RunRecord;
  readonly work: LeasedWork;
  /** JSON text, or null. */
  readonly input: Uint8Array | null;
  /** The first page of the run's journal as of the lease. */
  readonly journal: JournalPage;
  /** Why the run has failed, when this invocation is to tell; else null. */
  readonly failed: FailedNews | null;
}

/** What a failure callback tells beside the run. */
export interface FailedNews {
  readonly failure: Failure;
  /** The last attempt's answer, if there was one: its status, and the start of its body. */
  readonly answer: { readonly status: number; readonly body: string | null } | null;
}

/** The parts of a request that the protocol decides. */
export type EncodedInvocation = Pick<HttpRequest, "method" | "url" | "headers" | "body">;

/** An endpoint's answer, as the core and the attempts log take it. */
export interface DecodedAnswer {
  readonly operations: readonly Operation[];
  readonly result: InvocationResult;
  /** HTTP status, or null when no answer came. */
  readonly status: number | null;
  /** Why the attempt failed, or null: a code, and a sentence for people. */
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  /** The start of an answer that was not understood; else null. */
  readonly answer: string | null;
}
