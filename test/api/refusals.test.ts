import { describe, expect, test } from "bun:test";
import { StorageError } from "../../src/storage/storage.ts";
import { expectRefused, HttpApp, type TestRequest, TOKEN } from "../support/http-app.ts";

const URL_OK = "https://app.test/w";

const post = (body: unknown, rest: TestRequest = {}): TestRequest => ({
  method: "POST",
  body,
  ...rest,
});

/** Sends and checks one bad request to a fresh server. */
async function refused(path: string, request: TestRequest, expected: readonly [number, string]) {
  const http = new HttpApp();
  const answer = await expectRefused(http, () => http.request(path, request), expected);
  expect(http.internalErrors).toEqual([]);
  return answer;
}

describe("bodies", () => {
  test.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/cloudevents+json",
    "application/json; charset=latin1",
  ])("a body of type %p is refused", async (type) => {
    const request = post(`{"url":"${URL_OK}"}`, { headers: { "content-type": type } });

    await refused("/v1/runs", request, [415, "unsupported_media_type"]);
  });

  test.each(["application/json", "application/JSON", "application/json; charset=UTF-8"])(
    "a body of type %p is read",
    async (type) => {
      const request = post(`{"url":"${URL_OK}"}`, { headers: { "content-type": type } });

      expect((await new HttpApp().request("/v1/runs", request)).status).toBe(201);
    },
  );

  test("a compressed body is refused", async () => {
    const request = post({ url: URL_OK }, { headers: { "content-encoding": "gzip" } });

    await refused("/v1/runs", request, [415, "unsupported_media_type"]);
  });

  const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
  const wide = (keys: number) =>
    JSON.stringify(Object.fromEntries(Array.from({ length: keys }, (_, index) => [index, 0])));
  const start = (input: string) => `{"url":"${URL_OK}","input":${input}}`;

  test.each([
    ["cut off", `{"url":"${URL_OK}"`],
    ["with a comma too many", `{"url":"${URL_OK}",}`],
    ["single quotes", `{'url':'${URL_OK}'}`],
    ["NaN", start("NaN")],
    ["a comment", `{"url":"${URL_OK}"} // x`],
    ["a control character", '{"url":"a\u0000"}'],
    ["a number beyond a double", start("1e999")],
    ["a number beyond a double below zero", start('[{"a":-1e999}]')],
    ["nested 65 deep", start(nested(64))],
    ["nested 10,000 deep", start(nested(10_000))],
    ["10,001 keys", start(wide(9_999))],
  ])("JSON that is %s is invalid", async (_, body) => {
    const http = new HttpApp({ controlBodyMax: 1_000_000 });
    await expectRefused(http, () => http.request("/v1/runs", post(body)), [400, "invalid_json"]);
  });

  test.each([
    ["nested 64 deep", start(nested(63))],
    ["10,000 keys", start(wide(9_998))],
    ["a byte order mark", `\ufeff{"url":"${URL_OK}"}`],
    ["a repeated key", `{"url":"x","url":"${URL_OK}"}`],
  ])("JSON with %s is read", async (_, body) => {
    const http = new HttpApp({ controlBodyMax: 1_000_000 });

    expect((await http.request("/v1/runs", post(body))).status).toBe(201);
  });

  test.each([
    ["an overlong slash", [0xc0, 0xaf]],
    ["a lone continuation", [0x80]],
    ["a surrogate", [0xed, 0xa0, 0x80]],
    ["a cut sequence", [0xe2, 0x82]],
  ])("UTF-8 with %s is invalid", async (_, bytes) => {
    const body = Buffer.concat([Buffer.from('{"url":"'), Buffer.from(bytes), Buffer.from('"}')]);

    await refused("/v1/runs", post(new Uint8Array(body)), [400, "invalid_json"]);
  });

  test("the limit of a body is inclusive", async () => {
    const prefix = `{"url":"${URL_OK}","input":"`;
    const fits = `${prefix}${"a".repeat(64 * 1024 - prefix.length - 2)}"}`;
    const http = new HttpApp();

    const accepted = await http.request("/v1/runs", post(fits));

    expect(accepted.status).toBe(201);
    await refused("/v1/runs", post(`${fits} `), [413, "payload_too_large"]);
  });

  test("a body that says it is too large is not read", async () => {
    let isRead = false;
    const source = {
      pull() {
        isRead = true;
        throw new Error("read");
      },
    };
    const body = new ReadableStream(source, { highWaterMark: 0 });
    const http = new HttpApp();
    const request = new Request("http://localhost:80/v1/runs", {
      method: "POST",
      body,
      headers: {
        authorization: `Bearer ${TOKEN}`,
        "content-type": "application/json",
        "content-length": String(64 * 1024 + 1),
      },
    });

    expect((await http.app.handle(request)).status).toBe(413);
    expect(isRead).toBe(false);
  });

  test("no part of a rejected body comes back", async () => {
    const canary = "c4n4ry-5ecret";
    const bodies: unknown[] = [
      { url: URL_OK, retries: canary },
      { url: { [canary]: canary } },
      { url: URL_OK, [`${canary} x`]: 1 },
      { url: URL_OK, labels: [`${canary} space`] },
      { url: URL_OK, runId: `${canary}/${canary}` },
      { url: `ftp://${canary}` },
      { url: URL_OK, headers: { [`${canary} x`]: canary } },
      `{"url":"${canary}`,
      [canary],
      canary,
    ];
    const http = new HttpApp();

    for (const body of bodies) {
      const answer = await http.request("/v1/runs", post(body));
      expect(answer.status).toBeWithin(400, 500);
      expect(answer.text).not.toContain(canary);
      expect([...answer.headers.values()].join()).not.toContain(canary);
    }
  });
});

describe("fields", () => {
  const INVALID = "validation_failed";

  test.each([
    ["no body", undefined, undefined],
    ["null", null, undefined],
    ["a list", [], undefined],
    ["no url", {}, "url"],
    ["a url that is no text", { url: 1 }, "url"],
    ["an unknown property", { url: URL_OK, retires: 1 }, "retires"],
    ["__proto__", `{"url":"${URL_OK}","__proto__":{}}`, "__proto__"],
    ["constructor", { url: URL_OK, constructor: 1 }, "constructor"],
    ["retries as text", { url: URL_OK, retries: "1" }, "retries"],
    ["retries with a fraction", { url: URL_OK, retries: 1.5 }, "retries"],
    ["retries below 0", { url: URL_OK, retries: -1 }, "retries"],
    ["retries over 100", { url: URL_OK, retries: 101 }, "retries"],
    ["retries over 2^53", { url: URL_OK, retries: 2 ** 53 + 2 }, "retries"],
    ["a label with a space", { url: URL_OK, labels: ["a", "a b"] }, "labels[1]"],
    ["an empty label", { url: URL_OK, labels: [""] }, "labels[0]"],
    ["a label of 65", { url: URL_OK, labels: ["a".repeat(65)] }, "labels[0]"],
    ["21 labels", { url: URL_OK, labels: Array(21).fill("a") }, "labels"],
    ["a header that is no text", { url: URL_OK, headers: { a: 1 } }, "headers.a"],
  ])("%s fails validation, and the field is named", async (_, body, field) => {
    const answer = await refused("/v1/runs", post(body), [422, INVALID]);

    expect(answer.json.field).toBe(field);
  });

  test.each([
    "/v1/runs/a%2Fb",
    "/v1/runs/%2e%2e%2f",
    "/v1/runs/a%00b",
    "/v1/runs/a%0ab",
    "/v1/runs/%e2%80%aeb",
    "/v1/runs/%d0%b0",
    "/v1/runs/%E0%A4%A",
    `/v1/runs/${"a".repeat(129)}`,
    "/v1/runs/a%20b/journal",
    "/v1/runs/a%20b/hooks",
    "/v1/hooks/a.b",
    "/v1/hooks/a%2Fb/calls",
    "/v1/calls/nodot",
    "/v1/calls/h.01",
    "/v1/calls/h.-1/body",
  ])("%p has an invalid id", async (path) => {
    await refused(path, {}, [422, "invalid_id"]);
  });

  test.each(["", "a/b", "a b", "a\u0000", "é", ".", "..", "a".repeat(129)])(
    "%p is no id for a run",
    async (runId) => {
      const answer = await refused("/v1/runs", post({ url: URL_OK, runId }), [422, "invalid_id"]);

      expect(answer.json.field).toBe("runId");
    },
  );

  test.each([
    "",
    "nothing",
    "/relative",
    "ftp://app.test/",
    "file:///etc/passwd",
    "https://user:secret@app.test/",
    "https://",
    "https://app.test:0/",
    "https://app.test:70000/",
    "https://app test/",
    "https://app.test/\n",
    `https://app.test/${"a".repeat(2_048)}`,
  ])("the URL %p is not allowed", async (url) => {
    const answer = await refused("/v1/runs", post({ url }), [422, "url_not_allowed"]);

    expect(answer.json.field).toBe("url");
  });

  test.each([
    ["a\r\nb", "x"],
    ["a", "x\r\ny: z"],
    ["a", "x\u0000"],
    ["a", "\u20ac"],
    ["", "x"],
    ["a b", "x"],
    ["Host", "x"],
    ["content-length", "0"],
    ["Transfer-Encoding", "chunked"],
    ["connection", "close"],
    ["te", "trailers"],
    ["webhook-signature", "x"],
    ["hookline-protocol", "1"],
  ])("the header %p: %p is refused", async (name, value) => {
    const headers = { [name]: value };

    await refused("/v1/runs", post({ url: URL_OK, headers }), [422, "invalid_header"]);
  });

  test.each(["0", "-1", "101", "1000000000", "1e1", "0x10", "5.0", "", "abc", "%205"])(
    "a limit of %p fails validation",
    async (limit) => {
      const answer = await refused(`/v1/runs?limit=${limit}`, {}, [422, INVALID]);

      expect(answer.json.field).toBe("limit");
    },
  );

  test.each(["status=done", "unknown=1"])("the query %p fails validation", async (query) => {
    await refused(`/v1/runs?${query}`, {}, [422, INVALID]);
  });

  test.each(["x", "", "AAAA", "MTIzNDU2Nzguhello"])("%p is no cursor", async (cursor) => {
    await refused(`/v1/runs?cursor=${cursor}`, {}, [400, "invalid_cursor"]);
  });

  test("a cursor with one character changed is no cursor", async () => {
    const http = new HttpApp();
    for (const runId of ["r1", "r2", "r3"]) await http.startRun(runId);
    const { cursor } = (await http.request("/v1/runs?limit=1")).json;

    for (let at = 0; at < cursor.length; at += 1) {
      const other = cursor[at] === "A" ? "B" : "A";
      const changed = `${cursor.slice(0, at)}${other}${cursor.slice(at + 1)}`;
      const send = () => http.request(`/v1/runs?cursor=${changed}`);
      await expectRefused(http, send, [400, "invalid_cursor"]);
    }
  });
});

describe("what is not there", () => {
  test.each([
    ["/v1/runs/none", "GET", "run_not_found"],
    ["/v1/runs/none/journal", "GET", "run_not_found"],
    ["/v1/runs/none/hooks", "GET", "run_not_found"],
    ["/v1/runs/none/cancel", "POST", "run_not_found"],
    ["/v1/hooks/none", "GET", "hook_not_found"],
    ["/v1/hooks/none/calls", "GET", "hook_not_found"],
    ["/v1/calls/none.0", "GET", "call_not_found"],
    ["/v1/calls/none.0/body", "GET", "call_not_found"],
  ])("%s", async (path, method, code) => {
    await refused(path, { method }, [404, code]);
  });
});

describe("when storage fails", () => {
  test.each([
    ["full", [507, "storage_full"], "30"],
    ["busy", [503, "unavailable"], "1"],
  ] as const)("%s: the caller may come back", async (kind, expected, retryAfter) => {
    const http = new HttpApp();
    http.storage.failure = new StorageError(kind, "secret detail");

    const send = () => http.request("/v1/runs", post({ url: URL_OK }));
    const answer = await expectRefused(http, send, expected);

    expect(answer.headers.get("retry-after")).toBe(retryAfter);
    expect(answer.text).not.toContain("secret detail");
  });

  test("a surprise is an internal error: the caller gets an id, we get the error", async () => {
    const surprise = new Error("secret detail");
    const http = new HttpApp({
      signingKeys: {
        list: () => {
          throw surprise;
        },
        rotate: () => {},
      },
    });

    const send = () => http.request("/v1/signing-keys");
    const answer = await expectRefused(http, send, [500, "internal"]);

    expect(answer.text).not.toContain("secret");
    expect(http.internalErrors).toEqual([surprise]);
  });
});
