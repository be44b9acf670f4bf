import type { StepId } from "../ids.ts";

/**
 * What the shell must do after the commit. An effect is a projection of the committed state, so a
 * crash before it was performed loses nothing: `fire_timer` at the next start yields it again.
 *
 * The run's timer is not an effect: the shell sets it after every commit to `nextTimerAt(state)`.
 */
export type Effect =
  /** A due invocation wants to be leased and sent. */
  | { readonly type: "invoke"; readonly invocationId: number }
  /** A leased invocation wants to be sent. */
  | { readonly type: "send_invocation"; readonly invocationId: number; readonly epoch: number }
  /** A due call wants to be taken and sent. */
  | { readonly type: "call"; readonly step: StepId }
  /** A taken call wants to be sent. */
  | { readonly type: "send_call"; readonly step: StepId; readonly attempt: number }
  /** The run is over: whatever is under way for it is of no use any more. */
  | { readonly type: "abort" };
