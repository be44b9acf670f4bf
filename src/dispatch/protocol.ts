import type { EpochMs } from "../core/ids.ts";
import type { InvocationResult, Operation } from "../core/run/command.ts";
import type { JournalEntry } from "../core/run/journal.ts";
import type { LeasedWork } from "../engine/ports.ts";
import type { HookCall, RunRecord } from "../storage/storage.ts";
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
  /** All entries of the run, from 0. */
  readonly journal: readonly JournalEntry[];
  /** For each `hook_received` entry, by its seq: the stored call. */
  readonly received: ReadonlyMap<number, ReceivedCall>;
}

/** What an endpoint is told of a call that a hook received. */
export type ReceivedCall = Pick<HookCall, "request" | "body">;

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
