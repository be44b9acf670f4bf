import { afterEach, beforeEach, describe, expect, spyOn, test } from "bun:test";
import { type ServeOptions, serve } from "../src/index.ts";
import { verifySignature } from "../src/serve/verify.ts";
import { FakeServer, utf8 } from "./support/fake-server.ts";
import { createSigner } from "./support/signer.ts";

const signer = await createSigner();
const stranger = await createSigner();
let server: FakeServer;

beforeEach(() => {
  server = new FakeServer();
  server.sign = (id, body) => signer.sign(id, body);
});

afterEach(() => server[Symbol.asyncDispose]());

/** Invokes a workflow that is done at once; `change` may tamper with the request. */
async function statusOf(options: ServeOptions, change: (request: Request) => unknown = () => null) {
  const { handler } = serve(() => "done", options);
  const { status, body } = await server.invoke(async (request) => {
    const changed = await change(request);
    return handler(changed instanceof Request ? changed : request);
  });
  return body.code === undefined ? status : `${status} ${body.code}`;
}

const { publicKey, signingSecret } = signer;

describe("signatures", () => {
  test.each<[string, ServeOptions]>([
    ["the public key", { publicKey }],
    ["the secret", { signingSecret }],
    ["both", { publicKey, signingSecret }],
    ["several keys", { publicKey: `${stranger.publicKey}, ${publicKey}` }],
    ["keys separated by spaces", { publicKey: `${publicKey} ${stranger.publicKey}` }],
    ["the environment", { env: { HOOKLINE_PUBLIC_KEY: publicKey } }],
    ["the environment's secret", { env: { HOOKLINE_SIGNING_SECRET: signingSecret } }],
    ["no key at all", {}],
    ["verification off", { publicKey: stranger.publicKey, verify: false }],
  ])("are accepted with %s", async (_what, options) => {
    expect(await statusOf(options)).toBe(200);
  });

  test.each<[string, ServeOptions]>([
    ["another public key", { publicKey: stranger.publicKey }],
    ["another secret", { signingSecret: stranger.signingSecret }],
  ])("are refused with %s", async (_what, options) => {
    expect(await statusOf(options)).toBe("401 invalid_signature");
  });

  test("are not mixed up: a secret is not a public key's signature", async () => {
    server.sign = (id, body) => signer.sign(id, body, { only: "v1," });

    expect(await statusOf({ publicKey })).toBe("401 invalid_signature");
    expect(await statusOf({ signingSecret })).toBe(200);
  });

  test.each([-299, 299])("are accepted %p seconds off", async (offsetS) => {
    server.sign = (id, body) => signer.sign(id, body, { offsetS });

    expect(await statusOf({ publicKey })).toBe(200);
  });

  test.each([-302, 302])("are refused %p seconds off", async (offsetS) => {
    server.sign = (id, body) => signer.sign(id, body, { offsetS });

    expect(await statusOf({ publicKey })).toBe("401 invalid_signature");
  });

  test("are refused when one byte of the body is different", async () => {
    server.input = '"ü😀"';
    const tamper = async (request: Request) => {
      const body = (await request.text()).replace("app.test", "bpp.test");
      return new Request(request.url, { method: "POST", headers: request.headers, body });
    };

    expect(await statusOf({ publicKey })).toBe(200);
    expect(await statusOf({ publicKey }, tamper)).toBe("401 invalid_signature");
  });

  test.each(["webhook-id", "webhook-timestamp", "webhook-signature"])(
    "are refused without %s, and with another",
    async (name) => {
      const remove = (request: Request) => request.headers.delete(name);
      const replace = (request: Request) => request.headers.set(name, "v1a,AAAA");

      expect(await statusOf({ publicKey }, remove)).toBe("401 invalid_signature");
      expect(await statusOf({ publicKey }, replace)).toBe("401 invalid_signature");
    },
  );

  test.each(["", "v1a", "v1a,", "v1a,!!!", ",", "v1a,AAAA v1,AAAA", "x".repeat(5_000)])(
    "such as %p are refused",
    async (text) => {
      const replace = (request: Request) => request.headers.set("webhook-signature", text);

      expect(await statusOf({ publicKey, signingSecret }, replace)).toBe("401 invalid_signature");
    },
  );

  test.each<[string, ServeOptions]>([
    ["a malformed public key", { publicKey: "whpk_AAAA" }],
    ["a public key without its prefix", { publicKey: publicKey.slice(5) }],
    ["a malformed secret", { signingSecret: "whsec_" }],
    ["a secret as public key", { publicKey: signingSecret }],
    ["no key where one is required", { verify: true }],
  ])(
    "are not checked with %s: every request fails, and no key is shown",
    async (_what, options) => {
      const { handler } = serve(() => "done", options);
      const { status, body } = await server.invoke(handler);

      expect(status).toBe(500);
      expect(JSON.stringify(body)).not.toContain(signingSecret.slice(8));
    },
  );

  test("of the published Standard Webhooks vectors are accepted", async () => {
    const message = {
      id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
      timestamp: "1614265330",
      body: utf8('{"test": 2432232314}'),
    };
    const nowMs = 1_614_265_330_000;
    const v1 = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    const v1a = [
      "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5",
      "BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==",
    ].join("");
    const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const key = "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=";

    const check = (signatures: string, keys: object) =>
      verifySignature({ ...message, signatures }, keys, nowMs);

    expect(await check(v1, { signingSecret: secret })).toBeNull();
    expect(await check(v1a, { publicKey: key })).toBeNull();
    expect(await check(`v1,AAAA ${v1a}`, { publicKey: key })).toBeNull();
    expect(await check(v1, { publicKey: key })).toBeString();
  });
});

describe("an endpoint", () => {
  test("warns once when it is open in production", async () => {
    const warn = spyOn(console, "warn").mockImplementation(() => undefined);

    await statusOf({ env: { NODE_ENV: "production" } });
    await statusOf({ env: { NODE_ENV: "production" } });

    expect(warn).toHaveBeenCalledTimes(1);
    warn.mockRestore();
  });

  test("refuses another version of the protocol", async () => {
    const change = (request: Request) => request.headers.set("hookline-protocol", "2");

    expect(await statusOf({ publicKey }, change)).toBe("422 unsupported_protocol");
  });

  test("refuses other methods and other bodies", async () => {
    const { handler } = serve(() => "done");
    const send = async (init: RequestInit) =>
      (await handler(new Request("http://a/", init))).status;

    expect(await send({ method: "GET" })).toBe(405);
    expect(await send({ method: "POST", body: "" })).toBe(400);
    expect(await send({ method: "POST", body: "{}" })).toBe(400);
    expect(await send({ method: "POST", body: "null" })).toBe(400);
    expect(await send({ method: "POST", body: "\ufffd" })).toBe(400);
  });

  test("reaches the server at the configured address before the given one", async () => {
    const step = { op: "create_hook" };
    const used: string[] = [];
    const other = Bun.serve({
      port: 0,
      fetch: (request) => {
        used.push(request.url);
        return new Response("{}", { status: 404 });
      },
    });
    const serverUrl = `http://127.0.0.1:${other.port}/`;

    for (const options of [{ serverUrl }, { env: { HOOKLINE_URL: serverUrl } }]) {
      const { handler } = serve((context) => context.createWebhook(step.op), options);
      expect((await server.invoke(handler)).status).toBe(500);
    }
    await other.stop(true);

    expect(used).toEqual(Array(2).fill(`${serverUrl}v1/runs/run_1/steps`));
  });
});
