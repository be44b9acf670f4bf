import { expect, test } from "bun:test";
import fc from "fast-check";
import { parseHookAddress } from "../../src/ingress/hook-address.ts";
import { keepHeaders } from "../../src/ingress/received-headers.ts";

const POLICY = { keepCredentials: true, keepProxyHeaders: true };

test.each([
  ["http://h/hooks/t", { token: "t", path: "", query: "" }],
  ["http://h/hooks/t/", { token: "t", path: "/", query: "" }],
  ["http://h/hooks/t?", { token: "t", path: "", query: "?" }],
  ["http://h/hooks/t?a/b", { token: "t", path: "", query: "?a/b" }],
  ["http://h/hooks/t/a?b?c#d", { token: "t", path: "/a", query: "?b?c" }],
  ["http://h/hooks/t#a/b?c", { token: "t", path: "", query: "" }],
  ["http://h:1/hooks/", { token: "", path: "", query: "" }],
  ["http://h/hook/t", null],
  ["http://h/x/hooks/t", null],
  ["http://h/", null],
])("%p is taken apart", (url, expected) => {
  expect(parseHookAddress(url)).toEqual(expected);
});

// Goal: whatever a stranger calls a hook with, the workflow can make a Request of it.
// Method: random URLs and fields; what the ingress keeps of them must make a Request.
test("what is kept of any call makes a Request", () => {
  const text = fc.string({ unit: "binary", maxLength: 40 });
  const fields = fc.array(fc.tuple(text, text), { maxLength: 8 });
  const call = fc.tuple(fc.webPath(), fc.webQueryParameters(), text, fields);
  fc.assert(
    fc.property(call, ([path, query, raw, pairs]) => {
      for (const tail of [`${path}?${query}`, `/${raw}`, `?${raw}`]) {
        const address = parseHookAddress(`http://h:4665/hooks/token${tail}`);
        if (address === null) continue;
        const fake = { get: () => null, [Symbol.iterator]: () => pairs[Symbol.iterator]() };
        const kept = keepHeaders(fake as unknown as Headers, POLICY) ?? [];
        const headers = kept.map(([name, value]): [string, string] => [name, value]);
        const url = `https://public.test/hooks/token${address.path}${address.query}`;
        const request = new Request(url, { method: "POST", headers, body: "" });
        expect(new URL(request.url).host).toBe("public.test");
      }
    }),
  );
});
