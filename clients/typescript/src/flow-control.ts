import { defined } from "./defined.ts";
import { type Duration, durationMs } from "./duration.ts";
import type { FlowControlSetting } from "./serve/wire.ts";

/**
 * Limits for everything that names the same key, whichever run or URL it belongs to. What exceeds
 * them waits in line; nothing is refused. The newest limits given for a key count, unless pinned.
 */
export interface FlowControl {
  readonly key: string;
  /** How many may be under way at the same time. */
  readonly parallelism?: number;
  /** How many may begin within one `period`. */
  readonly rate?: number;
  /** Of `rate`; at most a week. Default: a second. */
  readonly period?: Duration;
  /** `rate` with a period of a second, as older code of the stock SDK says it. */
  readonly ratePerSecond?: number;
}

/** Limits as the server reads them. @throws RangeError when `period` is not a duration. */
export function flowControlSetting(flowControl: FlowControl): FlowControlSetting {
  const { key, parallelism, period, ratePerSecond } = flowControl;
  const rate = flowControl.rate ?? ratePerSecond;
  const periodMs = period === undefined ? undefined : durationMs(period);
  return defined({ key, parallelism, rate, periodMs });
}
