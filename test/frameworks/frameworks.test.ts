import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createSigner } from "../../clients/typescript/test/support/signer.ts";
import { HooklineProcess } from "../support/hookline-process.ts";
import { buildApp, type RunningApp, startApp, startQuickStart } from "./support/app-process.ts";
import { APPS, MANY, ONE } from "./support/apps.ts";
import { startThirdParty } from "./support/third-party.ts";

/** A build and a start, on a busy machine. */
const START_MS_MAX = 240_000;

/** Text that a parser or another encoding would change, or measure differently. */
const ORDER_ID = "Nº 7  – “Zoë’s 🦊\u0000\u2028\\u00fc” ";

const signer = await createSigner();
const thirdParty = startThirdParty();
let server: HooklineProcess;
let publicKeys: string;

beforeAll(async () => {
  server = await HooklineProcess.start({ env: { HOOKLINE_RETRY_BASE_MS: "100" } });
  const answer = await server.api("/v1/signing-keys");
  const { keys } = (await answer.json()) as { keys: { publicKey: string }[] };
  publicKeys = [...keys.map(({ publicKey }) => publicKey), signer.publicKey].join(",");
});

afterAll(async () => {
  thirdParty.stop();
  await server.dispose();
});

/** An invocation that asks for no steps, written as our server does not: with line breaks. */
function invocation(echo: unknown): string {
  return JSON.stringify(
    {
      protocol: 1,
      run: {
        id: "run_echo",
        url: "http://127.0.0.1/",
        createdAt: 0,
        attempt: 1,
        retries: 0,
        headers: [],
        labels: [],
        input: JSON.stringify({ echo }),
      },
      lease: { invocationId: 1, epoch: 1, token: "hlc_none", expiresAt: 0 },
      server: { url: "http://127.0.0.1:9" },
      waiting: [],
      journal: [],
    },
    null,
    2,
  );
}

/**
 * Posts a body with the signature of `signed`, which is the same unless a test says otherwise. On a
 * connection of its own: one whose request was refused unread is closed by some servers.
 */
async function post(url: string, body: string, signed = body) {
  const headers = {
    "content-type": "application/json",
    "hookline-protocol": "1",
    ...(await signer.sign("run_echo.1", signed)),
  };
  const response = await fetch(url, { method: "POST", headers, body, keepalive: false });
  return { status: response.status, text: await response.text() };
}

describe.each([...APPS])("$name", (app) => {
  let running: RunningApp;

  beforeAll(async () => {
    await buildApp(app, thirdParty.url);
    running = await startApp(app, { HOOKLINE_PUBLIC_KEY: publicKeys });
  }, START_MS_MAX);

  afterAll(() => running?.stop());

  const routes = [ONE, `${MANY}/order`];

  test.each(routes)("runs a workflow that waits for a webhook, at %s", async (route) => {
    const input = { orderId: ORDER_ID, thirdPartyUrl: thirdParty.url };

    const runId = await server.startRun(`${running.url}${route}`, input);

    expect(await server.finished(runId)).toMatchObject({
      status: "succeeded",
      output: { orderId: ORDER_ID, outcome: { orderId: ORDER_ID, result: "done ✓" } },
    });
  });

  test("runs its quick start as it is written", async () => {
    const own = await startQuickStart(app, { HOOKLINE_PUBLIC_KEY: publicKeys });
    const url = `${(own ?? running).url}${app.quickStart.route}`;

    const runId = await server.startRun(url, { orderId: ORDER_ID });
    const run = await server.finished(runId).finally(() => own?.stop());

    expect(run).toMatchObject({
      status: "succeeded",
      output: { orderId: ORDER_ID, result: "done ✓" },
    });
  });

  test.each(routes)("verifies the body as it was sent, at %s", async (route) => {
    const body = invocation(ORDER_ID);

    const answer = await post(`${running.url}${route}`, body);

    expect(answer).toMatchObject({ status: 200 });
    const { status, output } = JSON.parse(answer.text) as Record<string, string>;
    expect({ status, echo: JSON.parse(output ?? "null") }).toEqual({
      status: "completed",
      echo: ORDER_ID,
    });
  });

  test.each(routes)("refuses a body that differs by one space, at %s", async (route) => {
    const body = invocation(ORDER_ID);

    const answer = await post(`${running.url}${route}`, body.replace("  ", " "), body);

    expect(answer).toMatchObject({ status: 401 });
    expect(answer.text).toContain("invalid_signature");
  });

  test("takes an invocation of 3 MB", async () => {
    const echo = "0123456789".repeat(300_000);

    const { status, text } = await post(`${running.url}${ONE}`, invocation(echo));

    expect({ status, start: text.slice(0, 100) }).toMatchObject({ status: 200 });
    expect(text.length).toBeGreaterThan(echo.length);
  });

  test("does not know workflows that are not served", async () => {
    const answer = await post(`${running.url}${MANY}/nothing`, invocation(1));

    expect(answer).toMatchObject({ status: 404 });
    expect(answer.text).toContain("workflow_not_found");
  });

  test("refuses a request that is not signed", async () => {
    const headers = { "content-type": "application/json" };
    const init = { method: "POST", headers, body: invocation(1), keepalive: false };

    const response = await fetch(`${running.url}${ONE}`, init);

    expect(response.status).toBe(401);
  });

  if (app.folder === "next-pages") {
    test("runs a workflow where Next.js parses the body", async () => {
      const input = { orderId: ORDER_ID, thirdPartyUrl: thirdParty.url };

      const runId = await server.startRun(`${running.url}/api/parsed`, input);

      expect(await server.finished(runId)).toMatchObject({ status: "succeeded" });
    });
  }

  if (app.folder === "fastify") {
    test("leaves the JSON parser of other routes alone", async () => {
      const init = { method: "POST", headers: { "content-type": "application/json" } };

      const response = await fetch(`${running.url}/api/echo`, { ...init, body: '{ "a": 1 }' });

      expect(await response.json()).toEqual({ parsed: { a: 1 } });
    });
  }
});
