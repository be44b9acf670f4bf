import { expect, test } from "bun:test";
import fc from "fast-check";
import {
  type FlowLimits,
  PARALLELISM_MAX,
  PERIOD_MS_MAX,
  RATE_MAX,
} from "../../../src/core/flow-control/limits.ts";
import { parseFlowControlValue } from "../../../src/core/flow-control/value.ts";

const READ: [text: string, limits: FlowLimits][] = [
  ["parallelism=2, rate=5, period=1m", { parallelism: 2, rate: 5, periodMs: 60_000 }],
  ["period=1m,rate=5,parallelism=2", { parallelism: 2, rate: 5, periodMs: 60_000 }],
  ["parallelism=1", { parallelism: 1 }],
  ["rate=10", { rate: 10 }],
  ["  rate = 10 ,\tperiod = 1h30m ", { rate: 10, periodMs: 5_400_000 }],
  ["rate=1, period=1s", { rate: 1, periodMs: 1_000 }],
  ["rate=1, period=1.5s", { rate: 1, periodMs: 1_500 }],
  ["rate=1, period=7d", { rate: 1, periodMs: PERIOD_MS_MAX }],
  ["period=1m", { periodMs: 60_000 }],
  ["rate=007", { rate: 7 }],
  ["parallelism=1000000,rate=1000000", { parallelism: PARALLELISM_MAX, rate: RATE_MAX }],
];

for (const [text, limits] of READ) {
  test(`reads ${JSON.stringify(text)}`, () => {
    expect(parseFlowControlValue(text)).toEqual({ ok: true, limits });
  });
}

const REFUSED: [text: string, message: string][] = [
  ["", "expected something like"],
  ["5", "expected something like"],
  ["rate", "expected something like"],
  ["rate=", "expected something like"],
  ["rate=5,", "expected something like"],
  [",rate=5", "expected something like"],
  ["rate=5 parallelism=2", "expected something like"],
  ["Rate=5", "expected something like"],
  ["speed=5", "expected something like"],
  ["constructor=5", "expected something like"],
  [`rate=1${" ".repeat(300)}`, "expected something like"],
  ["rate=5, rate=6", "rate is given twice"],
  ["period=1m, period=1m", "period is given twice"],
  ["rate=five", "rate must be a whole number"],
  ["rate=-1", "rate must be a whole number"],
  ["rate=1.5", "rate must be a whole number"],
  ["rate=1e3", "rate must be a whole number"],
  ["rate=0", "rate must be a whole number from 1"],
  ["rate=1000001", "rate must be a whole number from 1"],
  ["rate=99999999999999999999999", "rate must be a whole number from 1"],
  ["parallelism=0", "parallelism must be a whole number from 1"],
  ["parallelism=1000001", "parallelism must be a whole number from 1"],
  ["parallelism=x", "parallelism must be a whole number"],
  ["rate=5, period=60", "period must be a duration with its unit"],
  ["rate=5, period=1w", "period must be a duration with its unit"],
  ["rate=5, period=999ms", "period must be from 1 s to 7 days"],
  ["rate=5, period=7d1ms", "period must be from 1 s to 7 days"],
];

for (const [text, message] of REFUSED) {
  test(`refuses ${JSON.stringify(text.slice(0, 40))}: ${message}`, () => {
    const parsed = parseFlowControlValue(text);

    expect(parsed).toEqual({ ok: false, message: expect.stringContaining(message) });
  });
}

// Goal: limits are read back however they are written down.
test("reads what limits are written as", () => {
  const anyLimits = fc.record({
    parallelism: fc.integer({ min: 1, max: PARALLELISM_MAX }),
    rate: fc.integer({ min: 1, max: RATE_MAX }),
    periodMs: fc.integer({ min: 1_000, max: PERIOD_MS_MAX }),
  });

  fc.assert(
    fc.property(anyLimits, fc.nat({ max: 5 }), (limits, turn) => {
      const parts = [
        `parallelism=${limits.parallelism}`,
        `rate=${limits.rate}`,
        `period=${limits.periodMs}ms`,
      ];
      const turned = [...parts.slice(turn % 3), ...parts.slice(0, turn % 3)];

      expect(parseFlowControlValue(turned.join(turn < 3 ? ", " : ","))).toEqual({
        ok: true,
        limits,
      });
    }),
  );
});
