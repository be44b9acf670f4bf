import { describe, expect, test } from "bun:test";
import type { RunId } from "../../src/core/ids.ts";
import { expectRefused, HttpApp, TOKEN } from "../support/http-app.ts";

const URL_OK = "https://app.test/w";

const OPTIONS = {
  delayMs: 60_000,
  retryDelay: "pow(2, retried) * 1000",
  flowControl: { key: "shop", parallelism: 2, rate: 10, periodMs: 5_000 },
  failureUrl: "https://app.test/failed",
  redact: { headers: ["x-secret"] },
  project: "shop",
};

async function put(http: HttpApp, body: object, runId = "r") {
  return http.request(`/v1/runs/${runId}`, { method: "PUT", body: { url: URL_OK, ...body } });
}

describe("options of a start", () => {
  test("are kept with the run, and shown again", async () => {
    const http = new HttpApp();
    await put(http, OPTIONS);

    const { json } = await http.request("/v1/runs/r");

    expect(json).toMatchObject({
      notBefore: http.clock.now() + 60_000,
      retryDelay: "pow(2, retried) * 1000",
      flowControl: { key: "shop", parallelism: 2, rate: 10, periodMs: 5_000 },
      flowControlKey: "shop",
      failureUrl: "https://app.test/failed",
      redact: { body: false, headers: ["x-secret"] },
      project: "shop",
      callerIp: null,
      parent: null,
      deadLetter: false,
      invocation: { number: 1, phase: "due", attempt: 1, at: http.clock.now() + 60_000 },
    });
  });

  test("a delayed run is not invoked before its time", async () => {
    const http = new HttpApp();
    const notBefore = http.clock.now() + 1;

    await put(http, { delayMs: 1 }, "delayed");
    await put(http, { notBefore }, "later");
    await put(http, { delayMs: 0 }, "at-once");

    expect(http.dispatch.sent.map(({ runId }) => runId as string)).toEqual(["at-once"]);
    expect((await http.storage.loadRun("later" as RunId))?.status).toBe("running");
  });

  test("a start with a delay can be repeated later", async () => {
    const http = new HttpApp();
    await put(http, OPTIONS);
    http.clock.advance(30_000);

    const again = await put(http, OPTIONS);

    expect(again.status).toBe(200);
    expect(again.json.deduplicated).toBe(true);
  });

  test.each([
    ["delay", { delayMs: 61_000 }],
    ["retry delay", { retryDelay: "1000" }],
    ["flow control", { flowControl: { key: "shop" } }],
    ["failure URL", { failureUrl: "https://app.test/other" }],
    ["redaction", { redact: { body: true } }],
    ["project", { project: "other" }],
  ])("the same id with another %s is a mismatch", async (_, change) => {
    const http = new HttpApp();
    await put(http, OPTIONS);

    const send = () => put(http, { ...OPTIONS, ...change });

    await expectRefused(http, send, [409, "idempotency_mismatch"]);
  });

  test.each([
    ["delayMs", { delayMs: -1 }, "validation_failed"],
    ["delayMs", { delayMs: 367 * 24 * 3_600_000 }, "validation_failed"],
    ["notBefore", { delayMs: 1, notBefore: 1 }, "validation_failed"],
    ["retryDelay", { retryDelay: "steal(1)" }, "validation_failed"],
    ["retryDelay", { retryDelay: "" }, "validation_failed"],
    ["flowControl.key", { flowControl: {} }, "validation_failed"],
    ["flowControl.key", { flowControl: { key: "a b" } }, "validation_failed"],
    ["flowControl.rate", { flowControl: { key: "k", rate: 0 } }, "validation_failed"],
    ["flowControl.periodMs", { flowControl: { key: "k", periodMs: 999 } }, "validation_failed"],
    ["flowControl.burst", { flowControl: { key: "k", burst: 1 } }, "validation_failed"],
    ["failureUrl", { failureUrl: "ftp://app.test/" }, "url_not_allowed"],
    ["project", { project: "a b" }, "validation_failed"],
  ])("%s that is wrong is named: %p", async (field, change, code) => {
    const http = new HttpApp();

    const answer = await expectRefused(http, () => put(http, change), [422, code]);

    expect(answer.json.field).toBe(field);
  });

  test("an instant more than a year ahead is over the limit", async () => {
    const http = new HttpApp();
    const notBefore = http.clock.now() + 367 * 24 * 3_600_000;

    await expectRefused(http, () => put(http, { notBefore }), [422, "limit_exceeded"]);
  });
});

describe("who has started a run", () => {
  test("is the address of the socket", async () => {
    const http = new HttpApp();
    http.app.listen({ hostname: "127.0.0.1", port: 0 });
    const address = `http://127.0.0.1:${http.app.server?.port}`;
    const headers = {
      authorization: `Bearer ${TOKEN}`,
      "content-type": "application/json",
      "x-forwarded-for": "203.0.113.7",
    };

    const body = JSON.stringify({ url: URL_OK, runId: "r" });
    await fetch(`${address}/v1/runs`, { method: "POST", headers, body });
    await http.app.stop(true);

    expect((await http.storage.getRun("r" as RunId))?.callerIp).toBe("127.0.0.1");
  });
});
