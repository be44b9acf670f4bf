import { expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { bearerToken, tokenVerifier } from "../../src/http/auth.ts";

const hash = (token: string) => createHash("sha256").update(token).digest("hex");

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

test("tokens allow what their hash is listed for", () => {
  const verify = tokenVerifier({
    admin: [hash("a"), hash("both")],
    read: [hash("both"), hash("r")],
  });

  expect(["a", "r", "both", "x", hash("a")].map(verify)).toEqual([
    "admin",
    "read",
    "admin",
    null,
    null,
  ]);
});

test("a stored hash that is broken matches nothing", () => {
  const verify = tokenVerifier({ admin: ["", "zz", hash("a").slice(2)], read: [] });

  expect([verify(""), verify("a")]).toEqual([null, null]);
});
