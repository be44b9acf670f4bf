import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { maskText, redact } from "../../src/observe/redact.ts";

const TOKEN = "q2Vn-0Zc_7hXkQm3sT9vB1yLr5dPwF8aGeUoJiNxK4Y";

describe("a text", () => {
  const TEXTS: [text: string, masked: string][] = [
    [`/hooks/${TOKEN}`, "/hooks/[redacted]"],
    [`https://h.example/hooks/${TOKEN}/a?b=c`, "https://h.example/hooks/[redacted]/a?b=c"],
    [`POST /hooks/${TOKEN}?x=1 401`, "POST /hooks/[redacted]?x=1 401"],
    [`"/hooks/${TOKEN}"`, '"/hooks/[redacted]"'],
    [`"\\/hooks\\/${TOKEN}"`, '"\\/hooks\\/[redacted]"'],
    [`u=%2Fhooks%2F${TOKEN}%2Fa`, "u=%2Fhooks%2F[redacted]%2Fa"],
    [`u=%252Fhooks%252f${TOKEN}`, "u=%252Fhooks%252f[redacted]"],
    [`/HOOKS/${TOKEN}`, "/HOOKS/[redacted]"],
    ["/hooks/short", "/hooks/[redacted]"],
    ["/hooks/", "/hooks/"],
    [
      "/v1/hooks/hook_01k0000000000000000000000a/calls",
      "/v1/hooks/hook_01k0000000000000000000000a/calls",
    ],
    [`/hooks/hook_01k0000000000000000000000a${TOKEN}`, "/hooks/[redacted]"],
    ["Authorization: Bearer abc.def-12345", "Authorization: Bearer [redacted]"],
    ["basic dXNlcjpwYXNz", "basic [redacted]"],
    ["capability hlc_abc.DEF-1 of run", "capability hlc_[redacted] of run"],
    ["whsk_6Xb/dCcHpPea21PS1N9VY==", "whsk_[redacted]"],
    ["/x?token=abc&y=1", "/x?token=[redacted]&y=1"],
    ["/x?a=1&X-Amz-Signature=abc", "/x?a=1&X-Amz-Signature=[redacted]"],
    ["postgres://user:pass@host/db", "postgres://[redacted]@host/db"],
    ["nothing of that kind", "nothing of that kind"],
  ];
  for (const [text, masked] of TEXTS) {
    test(`${text} becomes ${masked}`, () => {
      expect(maskText(text)).toBe(masked);
    });
  }

  test("is cut when it is long, and says so", () => {
    expect(maskText("x".repeat(5_000))).toBe(`${"x".repeat(2_000)}… (5000 characters)`);
  });

  test("is masked also where it was cut", () => {
    const text = `${"x".repeat(1_985)}/hooks/${TOKEN}`;

    expect(maskText(text)).not.toContain(TOKEN.slice(0, 4));
  });
});

describe("a value", () => {
  test("loses what is named like a secret, at any depth and in any spelling", () => {
    const value = {
      token: "a1",
      hookToken: "a2",
      client_secret: "a3",
      Authorization: "a4",
      "set-cookie": ["a5"],
      "X-API-Key": { inner: "a6" },
      api_key: "a7",
      password: 8,
      nested: [{ deep: { SECRET: "a9" } }],
      kept: "visible",
      secret: null,
    };

    const text = JSON.stringify(redact(value));

    expect(text).not.toMatch(/a\d|8/);
    expect(redact(value)).toMatchObject({ token: "[redacted]", kept: "visible", secret: null });
  });

  test("loses the values of secret headers, in pairs and in objects", () => {
    expect(
      redact([
        ["content-type", "text/plain"],
        ["Cookie", "a=1"],
        ["x-hub-secret", "b"],
      ]),
    ).toEqual([
      ["content-type", "text/plain"],
      ["Cookie", "[redacted]"],
      ["x-hub-secret", "[redacted]"],
    ]);
    expect(redact({ name: "Authorization", value: "x" })).toEqual({
      name: "Authorization",
      value: "[redacted]",
    });
  });

  test("shows an error with its cause, masked, without its other fields", () => {
    const cause = new TypeError(`fetch /hooks/${TOKEN}`);
    const error = Object.assign(new Error("outer", { cause }), { code: "EIO", body: "private" });

    const copy = redact(error);

    expect(copy).toMatchObject({
      name: "Error",
      message: "outer",
      code: "EIO",
      cause: { name: "TypeError", message: "fetch /hooks/[redacted]" },
    });
    expect(JSON.stringify(copy)).not.toContain("private");
    expect(JSON.stringify(copy)).not.toContain(TOKEN);
  });

  test("shows of bytes only how many there are", () => {
    expect(redact({ a: new Uint8Array(3), b: new ArrayBuffer(4), c: Buffer.from("hi") })).toEqual({
      a: "[3 bytes]",
      b: "[4 bytes]",
      c: "[2 bytes]",
    });
  });

  test("ends, though it is a cycle, deep, or huge", () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    const huge = Array.from({ length: 100_000 }, (_, at) => ({ at, again: cycle }));

    expect(JSON.stringify(redact(cycle)).length).toBeLessThan(200);
    expect(JSON.stringify(redact(huge)).length).toBeLessThan(20_000);
  });

  test("of any other kind is JSON, too", () => {
    expect(redact([undefined, Number.NaN, new Map([[1, 2]]), new Date(0), 1n])).toEqual([
      null,
      "NaN",
      "[1 items]",
      "1970-01-01T00:00:00.000Z",
      "1",
    ]);
  });
});

// Goal: a canary under a secret name, or in a hook's URL, is never in the copy.
test("never shows a canary", () => {
  const canary = "canary0canary0canary0canary0canary0canary0x";
  const leaf = fc.constantFrom<unknown>(
    { token: canary },
    { headers: [["cookie", canary]] },
    `see https://h/hooks/${canary}/x`,
    new Error(`/hooks/${canary}`),
    { [`/hooks/${canary}`]: 1 },
    new URL(`https://h.example/hooks/${canary}?a=1`),
    Buffer.from(canary),
    new Map([["x", canary]]),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie("tree"), { maxLength: 3 }),
      fc.dictionary(fc.string(), tie("tree"), { maxKeys: 3 }),
    ),
  }));

  fc.assert(
    fc.property(tree, (value) => {
      expect(JSON.stringify(redact(value))).not.toContain("canary");
    }),
  );
});

test("never throws", () => {
  const proxy = Proxy.revocable({}, {});
  proxy.revoke();

  expect(redact(proxy.proxy)).toBe("[unreadable]");
  fc.assert(fc.property(fc.anything({ withNullPrototype: true }), (value) => void redact(value)));
});
