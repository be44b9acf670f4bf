import { expect, test } from "bun:test";
import { bearerToken, type KnownToken, TokenSet, tokenDigest } from "../../src/http/auth.ts";

const bearer = (authorization: string) => bearerToken(new Headers({ authorization }));

test.each([
  ["Bearer abc", "abc"],
  ["bearer  abc", "abc"],
  ["BEARER a.b_c~d+e/f-g==", "a.b_c~d+e/f-g=="],
  ["Bearer", null],
  ["Bearer a b", null],
  ["Bearer é", null],
  ["Basic abc", null],
  ["abc", null],
])("%p carries %p", (header, token) => {
  expect(bearer(header)).toBe(token);
});

const known = (token: string, digest = tokenDigest(token)): KnownToken => {
  return { tokenId: `token_${token}`, access: "read", project: token, digest };
};

test("a token is known from when it is added until it is removed", () => {
  const tokens = new TokenSet();
  const [a, b] = [known("a"), known("b")];

  tokens.add(a);
  tokens.add(b);

  expect(["a", "b", "c", ""].map((token) => tokens.find(token))).toEqual([a, b, null, null]);
  tokens.remove(a.digest);
  tokens.remove(a.digest);
  expect(["a", "b"].map((token) => tokens.find(token))).toEqual([null, b]);
  expect(tokens.size).toBe(1);
});

test("who knows the stored digest still has no token", () => {
  const tokens = new TokenSet();
  tokens.add(known("a"));

  expect(tokens.find(tokenDigest("a"))).toBeNull();
  expect(tokens.find(tokenDigest("a").toUpperCase())).toBeNull();
});

test("a stored digest that is broken matches nothing", () => {
  const tokens = new TokenSet();
  for (const digest of ["", "zz", tokenDigest("a").slice(2), tokenDigest("a").toUpperCase()]) {
    tokens.add(known("a", digest));
  }

  expect([tokens.size, tokens.find("a"), tokens.find("")]).toEqual([0, null, null]);
});

test("a lookup costs the same among a thousand tokens as among ten, and hit as miss", () => {
  const nsPer = (count: number, presented: string) => {
    const tokens = new TokenSet();
    for (let n = 0; n < count; n += 1) tokens.add(known(`t${n}`));
    const runs: number[] = [];
    for (let run = 0; run < 9; run += 1) {
      const from = Bun.nanoseconds();
      for (let n = 0; n < 500; n += 1) tokens.find(presented);
      runs.push((Bun.nanoseconds() - from) / 500);
    }
    return Math.min(...runs);
  };
  nsPer(10, "t1");

  // Wide bounds: a search through all of them would take a hundred times as long.
  expect(nsPer(1_000, "t999") / nsPer(10, "t9")).toBeLessThan(10);
  expect(nsPer(1_000, "t999") / nsPer(1_000, "none")).toBeLessThan(10);
});
