import { expect, test } from "bun:test";
import { StorageError } from "../../src/storage/storage.ts";
import { FakeKeyRing } from "../support/fake-ports.ts";
import { expectRefused, HttpApp, READ_TOKEN } from "../support/http-app.ts";

const rotate = (http: HttpApp, body?: unknown) =>
  http.request("/v1/signing-keys/rotate", { method: "POST", body });

const idsOf = (answer: { json: { keys: { id: string; state: string }[] } }) =>
  answer.json.keys.map(({ id, state }) => `${state} ${id}`);

test("signing keys are listed by their public halves", async () => {
  const { json } = await new HttpApp().request("/v1/signing-keys");

  expect(json).toEqual({
    keys: [
      { id: "key_1", publicKey: "whpk_AAAA", state: "current" },
      { id: "key_2", publicKey: "whpk_AAAA", state: "next" },
      { id: "key_0", publicKey: "whpk_AAAA", state: "previous" },
    ],
  });
});

test("a rotation answers with the keys as they are now", async () => {
  const http = new HttpApp();

  const rotated = await rotate(http);

  expect(rotated.status).toBe(200);
  expect(idsOf(rotated)).toEqual(["current key_2", "next key_3", "previous key_1"]);
  expect((await http.request("/v1/signing-keys")).json).toEqual(rotated.json);
});

test("a repeated request that says which key is current rotates once", async () => {
  const http = new HttpApp();

  const first = await rotate(http, { current: "key_1" });
  const second = await rotate(http, { current: "key_1" });

  expect(idsOf(first)[0]).toBe("current key_2");
  expect(second.json).toEqual(first.json);
});

test("a read-only token does not rotate", async () => {
  const http = new HttpApp();
  const request = { method: "POST", token: READ_TOKEN };

  const send = () => http.request("/v1/signing-keys/rotate", request);

  await expectRefused(http, send, [403, "forbidden"]);
});

test("a rotation that cannot be stored says so", async () => {
  class FullRing extends FakeKeyRing {
    override rotate(): void {
      throw new StorageError("full", "secret detail");
    }
  }
  const http = new HttpApp({ signingKeys: new FullRing() });

  const answer = await expectRefused(http, () => rotate(http), [507, "storage_full"]);

  expect(answer.text).not.toContain("secret");
});
