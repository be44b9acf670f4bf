import { describe, expect, test } from "bun:test";
import type { EpochMs } from "../../src/core/ids.ts";
import { ID_PATTERN, parseCallId } from "../../src/core/ids.ts";
import { RandomIds } from "../../src/server/ids.ts";

const NOW = 1_760_000_123_457;

function idsAt(now: number) {
  const clock = { wall: now, now: () => clock.wall as EpochMs };
  return { ids: new RandomIds(clock), clock };
}

test.each([".", ".."])("%p is no id: a URL cannot have it as a part of its path", (text) => {
  expect(text).not.toMatch(new RegExp(ID_PATTERN));
  expect(`${text}.`.repeat(2)).toMatch(new RegExp(ID_PATTERN));
});

describe("ids of runs and hooks", () => {
  test("are a prefix and 26 characters, within what ids may be", () => {
    const { ids } = idsAt(NOW);

    const runId = ids.runId();
    const hookId = ids.hookId();

    expect(runId).toMatch(/^run_[0-9a-hjkmnp-tv-z]{26}$/);
    expect(hookId).toMatch(/^hook_[0-9a-hjkmnp-tv-z]{26}$/);
    expect(runId).toMatch(new RegExp(ID_PATTERN));
    expect(parseCallId(`${hookId}.7`)).toEqual({ hookId, seq: 7 });
  });

  const TIMES: [at: number, text: string][] = [
    [0, "0000000000"],
    [1, "0000000001"],
    [1_023, "00000000zz"],
    [1_469_918_176_385, "01aryz6s41"],
    [2 ** 40, "0100000000"],
    [2 ** 48 - 1, "7zzzzzzzzz"],
  ];
  for (const [at, text] of TIMES) {
    test(`begin with their time: ${at} is ${text}`, () => {
      expect(idsAt(at).ids.runId().slice(4, 14)).toBe(text);
    });
  }

  test("rise: within a ms, from ms to ms, and when the clock goes back", () => {
    const { ids, clock } = idsAt(NOW);
    const made: string[] = [];

    for (const wall of [NOW, NOW + 1, NOW - 5_000, NOW + 1, NOW + 70_000]) {
      clock.wall = wall;
      for (let count = 0; count < 5_000; count += 1) made.push(ids.runId());
    }

    expect(made).toEqual(made.toSorted());
    expect(new Set(made).size).toBe(made.length);
  });

  test("differ between processes that start in the same ms", () => {
    const made = Array.from({ length: 1_000 }, () => idsAt(NOW).ids.runId());

    expect(new Set(made.map((id) => id.slice(14, 22))).size).toBe(1_000);
  });
});

describe("tokens of hooks", () => {
  test("are 43 base64url characters and never the same", () => {
    const { ids } = idsAt(NOW);

    const tokens = Array.from({ length: 10_000 }, () => ids.hookToken());

    expect(tokens.every((token) => /^[A-Za-z0-9_-]{43}$/.test(token))).toBe(true);
    expect(new Set(tokens).size).toBe(10_000);
  });

  test("use each of their 256 bits about half the time", () => {
    const { ids } = idsAt(NOW);
    const counts = new Array<number>(256).fill(0);

    for (let round = 0; round < 4_000; round += 1) {
      for (const [at, byte] of Buffer.from(ids.hookToken(), "base64url").entries()) {
        for (let bit = 0; bit < 8; bit += 1) {
          counts[at * 8 + bit] = (counts[at * 8 + bit] ?? 0) + ((byte >> bit) & 1);
        }
      }
    }

    // 2,000 expected with a deviation of 32: ten of them is never.
    expect(Math.min(...counts)).toBeGreaterThan(1_680);
    expect(Math.max(...counts)).toBeLessThan(2_320);
  });
});

test("jitter is in [0, 1)", () => {
  const { ids } = idsAt(NOW);

  const values = Array.from({ length: 1_000 }, () => ids.jitter());

  expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
  expect(new Set(values).size).toBeGreaterThan(990);
});
