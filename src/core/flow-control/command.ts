import { unreachable } from "../assert.ts";
import { type FlowKeyState, newFlowKey, pause, pin, resetRate, resume, unpin } from "./key.ts";
import type { FlowLimits } from "./limits.ts";

/** What an operator can ask of a key. */
export type FlowKeyCommand =
  | { readonly type: "pause" }
  | { readonly type: "resume" }
  /** The limits have been checked; see `faultOfFlowLimits`. */
  | { readonly type: "pin"; readonly limits: FlowLimits }
  | { readonly type: "unpin"; readonly parallelism: boolean; readonly rate: boolean }
  | { readonly type: "reset_rate" };

/** Asked of a key that nothing has used yet, they make it: an operator may be early. */
const MAKING: ReadonlySet<FlowKeyCommand["type"]> = new Set(["pause", "pin"]);

/**
 * The key as a command leaves it: the same object when nothing changes, null when there is no such
 * key and the command does not make one.
 */
export function changeFlowKey(
  key: string,
  state: FlowKeyState | null,
  command: FlowKeyCommand,
): FlowKeyState | null {
  if (state === null && !MAKING.has(command.type)) return null;
  const known = state ?? newFlowKey(key);
  switch (command.type) {
    case "pause":
      return pause(known);
    case "resume":
      return resume(known);
    case "pin":
      return pin(known, command.limits);
    case "unpin":
      return unpin(known, command);
    case "reset_rate":
      return resetRate(known);
    default:
      return unreachable(command);
  }
}
