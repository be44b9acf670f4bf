import { expect, test } from "bun:test";
import fc from "fast-check";
import type { EpochMs, RunId } from "../../src/core/ids.ts";
import { type Capability, CapabilityMint } from "../../src/dispatch/capability.ts";

const SECRET = new Uint8Array(32).fill(7);
const mint = new CapabilityMint(SECRET);
const EXPIRES = 1_760_000_300_000 as EpochMs;
const CAPABILITY: Capability = {
  runId: "run_abc" as RunId,
  invocationId: 3,
  epoch: 5,
  expiresAt: EXPIRES,
  journalLength: 12,
};
const BEFORE = (EXPIRES - 1) as EpochMs;

const anyCapability = fc.record({
  runId: fc.stringMatching(/^[A-Za-z0-9_.:-]{1,128}$/) as fc.Arbitrary<RunId>,
  invocationId: fc.nat(),
  epoch: fc.nat(),
  expiresAt: fc.integer({ min: 1, max: 8e15 }) as fc.Arbitrary<EpochMs>,
  journalLength: fc.nat(),
});

test("says again what it was minted for", () => {
  fc.assert(
    fc.property(anyCapability, (capability) => {
      const before = (capability.expiresAt - 1) as EpochMs;
      expect(mint.verify(mint.mint(capability), before)).toEqual(capability);
    }),
  );
});

test("has the documented form", () => {
  expect(mint.mint(CAPABILITY)).toMatch(/^hlc_[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{32}$/);
});

test("ends at its expiry, to the millisecond", () => {
  const token = mint.mint(CAPABILITY);

  expect(mint.verify(token, BEFORE)).toEqual(CAPABILITY);
  expect(mint.verify(token, EXPIRES)).toBeNull();
});

// Goal: no token can be forged from another. Method: flip every bit of every character.
test("is refused with any bit flipped", () => {
  const token = mint.mint(CAPABILITY);

  for (let at = 0; at < token.length; at += 1) {
    for (let bit = 0; bit < 8; bit += 1) {
      const flipped = String.fromCharCode(token.charCodeAt(at) ^ (1 << bit));
      const forged = token.slice(0, at) + flipped + token.slice(at + 1);
      expect(mint.verify(forged, BEFORE)).toBeNull();
    }
  }
});

test("cannot be given to another run, epoch or time", () => {
  const token = mint.mint(CAPABILITY);
  const mac = token.slice(token.lastIndexOf("."));

  for (const change of [{ runId: "run_abd" }, { epoch: 6 }, { expiresAt: EXPIRES + 1 }]) {
    const other = mint.mint({ ...CAPABILITY, ...change } as Capability);
    const forged = other.slice(0, other.lastIndexOf(".")) + mac;
    expect(mint.verify(forged, BEFORE)).toBeNull();
  }
});

test("of another server is refused", () => {
  const foreign = new CapabilityMint(new Uint8Array(32).fill(8)).mint(CAPABILITY);

  expect(mint.verify(foreign, BEFORE)).toBeNull();
});

test.each(["", "hlc_", "hlc_.", "Bearer x", "hlc_a.b", `hlc_${"a".repeat(600)}.b`, "hlc_💥.💥"])(
  "that is none is refused: %j",
  (text) => {
    expect(mint.verify(text, BEFORE)).toBeNull();
  },
);

test("cut, doubled or lengthened tokens are refused", () => {
  const token = mint.mint(CAPABILITY);

  for (const text of [
    token.slice(0, -1),
    token.slice(1),
    `${token}a`,
    token + token,
    `${token}=`,
  ]) {
    expect(mint.verify(text, BEFORE)).toBeNull();
  }
});

test("a short secret is a mistake of the server", () => {
  expect(() => new CapabilityMint(new Uint8Array(31))).toThrow(RangeError);
});
