import { expect, test } from "bun:test";
import fc from "fast-check";
import { parseDuration } from "../../src/core/duration.ts";

const DAY_MS = 86_400_000;

const READ: [value: number | string, ms: number][] = [
  [0, 0],
  [-0, 0],
  [10, 10_000],
  [1.5, 1_500],
  [0.0004, 0],
  [2.3, 2_300],
  [366 * 86_400, 366 * DAY_MS],
  ["30s", 30_000],
  ["5m", 300_000],
  ["2h", 7_200_000],
  ["7d", 7 * DAY_MS],
  ["1.5s", 1_500],
  ["0.5h", 1_800_000],
  ["500ms", 500],
  ["0s", 0],
  ["1d10h30m", DAY_MS + 37_800_000],
  ["1m500ms", 60_500],
  ["1d1h1m1s1ms", DAY_MS + 3_661_001],
  ["90m", 5_400_000],
  ["007s", 7_000],
  ["366d", 366 * DAY_MS],
];

for (const [value, ms] of READ) {
  test(`reads ${JSON.stringify(value)} as ${ms} ms`, () => {
    expect(parseDuration(value)).toEqual({ ok: true, ms });
  });
}

const REFUSED: (number | string)[] = [
  -1,
  -0.001,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  366 * 86_400 + 1,
  Number.MAX_VALUE,
  "",
  " ",
  "-1s",
  "+1s",
  "10",
  "1.5",
  "s",
  "ms",
  "30 s",
  " 30s",
  "30s ",
  "30s\n",
  "30S",
  "1w",
  "1y",
  "1e3s",
  "0x10s",
  ".5s",
  "5.s",
  "1,5s",
  "1..5s",
  "30m1h",
  "1h1h",
  "1s10",
  "NaN",
  "Infinity",
  "Infinitys",
  "٣s",
  "366d1ms",
  "367d",
  `${"9".repeat(60)}s`,
  `${"1".repeat(65)}`,
  "P1D",
];

for (const value of REFUSED) {
  test(`refuses ${JSON.stringify(value)} (${value})`, () => {
    expect(parseDuration(value)).toEqual({ ok: false });
  });
}

// Goal: whatever a duration is made of is read back.
test("reads what units are put together", () => {
  const parts = fc.tuple(...[300, 100, 100, 100, 2_000].map((max) => fc.nat(max)));

  fc.assert(
    fc.property(parts, ([d = 0, h = 0, m = 0, s = 0, ms = 0]) => {
      const total = d * DAY_MS + h * 3_600_000 + m * 60_000 + s * 1_000 + ms;

      expect(parseDuration(`${d}d${h}h${m}m${s}s${ms}ms`)).toEqual({ ok: true, ms: total });
    }),
  );
});

test("answers at once whatever the text", () => {
  const texts = ["1".repeat(1_000_000), "1.1".repeat(300_000), `${"1d".repeat(20)}x`];

  const startedAt = performance.now();
  for (const text of texts) expect(parseDuration(text)).toEqual({ ok: false });

  expect(performance.now() - startedAt).toBeLessThan(100);
});
