import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { HooklineProcess } from "../support/hookline-process.ts";
import { workflowApp } from "../support/workflow-app.ts";

setDefaultTimeout(30_000);

let server: HooklineProcess;

beforeAll(async () => {
  server = await HooklineProcess.start();
});
afterAll(() => server.dispose());

interface Created {
  readonly token: string;
  readonly tokenId: string;
}

async function createToken(): Promise<Created> {
  const body = JSON.stringify({ name: "e2e", access: "full", project: "shop" });
  return (await (await server.api("/v1/tokens", { method: "POST", body })).json()) as Created;
}

const statusWith = async (token: string) => {
  const headers = { authorization: `Bearer ${token}` };
  return (await fetch(`${server.url}/v1/runs`, { headers })).status;
};

test("promises about tokens hold after kill -9, and their texts are nowhere", async () => {
  const [kept, gone] = [await createToken(), await createToken()];
  const before = [await statusWith(kept.token), await statusWith(gone.token)];
  await server.api(`/v1/tokens/${gone.tokenId}`, { method: "DELETE" });
  const revoked = await statusWith(gone.token);

  await server.crash();

  expect([...before, revoked]).toEqual([200, 200, 401]);
  expect([await statusWith(kept.token), await statusWith(gone.token)]).toEqual([200, 401]);
  for (const file of readdirSync(server.data)) {
    const bytes = readFileSync(join(server.data, file));
    for (const { token } of [kept, gone]) expect(bytes.includes(token), file).toBeFalse();
  }
  expect(server.output).not.toContain(kept.token);
});

test("when a token was last used is on disk after the server was stopped", async () => {
  const { token, tokenId } = await createToken();
  await statusWith(token);

  await server.stop();
  await server.start();

  const { tokens } = (await (await server.api("/v1/tokens")).json()) as {
    tokens: { tokenId: string; lastUsedAt: number | null }[];
  };
  expect(tokens.find((one) => one.tokenId === tokenId)?.lastUsedAt).toBeNumber();
});

interface Keys {
  readonly keys: { readonly id: string; readonly publicKey: string; readonly state: string }[];
}

const keysOf = async (answer: Promise<Response>) => ((await (await answer).json()) as Keys).keys;

test("an endpoint with the old key works on through a rotation and a crash", async () => {
  const [old] = await keysOf(server.api("/v1/signing-keys"));
  const app = await workflowApp(async () => "done", { publicKey: old?.publicKey ?? "" });
  const outcome = async () => (await server.finished(await server.startRun(app.url))).status;
  const first = await outcome();

  const rotated = await keysOf(server.api("/v1/signing-keys/rotate", { method: "POST" }));
  await server.crash();

  expect([first, await outcome()]).toEqual(["succeeded", "succeeded"]);
  expect(app.requests()).toBe(2);
  expect(await keysOf(server.api("/v1/signing-keys"))).toEqual(rotated);
  expect(rotated.map(({ state }) => state)).toEqual(["current", "next", "previous"]);
  expect(rotated.at(-1)?.id).toBe(old?.id ?? "");
});
