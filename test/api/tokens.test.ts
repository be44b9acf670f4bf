import { describe, expect, test } from "bun:test";
import { TOKENS_MAX, type TokenDesk, USES_WRITE_MS } from "../../src/api/token-desk.ts";
import { tokenDigest } from "../../src/http/auth.ts";
import { redact } from "../../src/observe/redact.ts";
import { openTokenDesk } from "../../src/server/tokens.ts";
import { StorageError } from "../../src/storage/storage.ts";
import { ManualClock } from "../support/fake-ports.ts";
import { expectRefused, HttpApp, READ_TOKEN, TOKEN } from "../support/http-app.ts";

const DEPLOY = { name: "Deploy", access: "full" };

const create = (http: HttpApp, body: unknown = DEPLOY, token = TOKEN) =>
  http.request("/v1/tokens", { method: "POST", body, token });

const revoke = (http: HttpApp, tokenId: string) =>
  http.request(`/v1/tokens/${tokenId}`, { method: "DELETE" });

/** A server with one more token. */
async function withToken(body: unknown = DEPLOY) {
  const http = new HttpApp();
  const { json } = await create(http, body);
  const ask = () => http.request("/v1/runs", { token: json.token });
  return { http, token: json.token as string, tokenId: json.tokenId as string, ask };
}

describe("making a token", () => {
  test("shows its text once, and what it is from then on", async () => {
    const http = new HttpApp();

    const made = await create(http, { name: "CI", access: "read", project: "shop" });
    const listed = await http.request("/v1/tokens");

    expect(made.status).toBe(201);
    const { token, ...view } = made.json;
    expect(token).toMatch(/^hlt_[A-Za-z0-9_-]{43}$/);
    expect(view).toEqual({
      tokenId: expect.stringMatching(/^token_/),
      name: "CI",
      access: "read",
      project: "shop",
      createdAt: http.clock.now(),
      lastUsedAt: null,
      revokedAt: null,
    });
    expect(listed.json).toEqual({ tokens: [view] });
    expect(listed.text).not.toContain(token);
    expect(listed.text).not.toContain(tokenDigest(token));
  });

  test("is for all projects unless it says otherwise, and works at once", async () => {
    const { http, ask, tokenId } = await withToken();

    expect((await ask()).status).toBe(200);
    expect((await http.request("/v1/tokens")).json.tokens).toMatchObject([
      { tokenId, project: null },
    ]);
  });

  test("stores the digest only", async () => {
    const { http, token } = await withToken();

    const stored = await http.storage.tokens.listTokens();

    expect(stored).toMatchObject([{ digest: tokenDigest(token) }]);
    expect(JSON.stringify(stored)).not.toContain(token);
    expect(JSON.stringify(stored)).not.toContain(token.slice("hlt_".length));
  });

  test.each([
    ["no access", { name: "x" }],
    ["no name", { access: "full" }],
    ["an empty name", { name: "", access: "full" }],
    ["a name with a line break", { name: "a\nb", access: "full" }],
    ["a name that is too long", { name: "a".repeat(101), access: "full" }],
    ["an access that is none", { name: "x", access: "admin" }],
    ["a project that is none", { name: "x", access: "full", project: "a b" }],
    ["an empty project", { name: "x", access: "full", project: "" }],
    ["a text of its own", { name: "x", access: "full", token: "hlt_mine" }],
  ])("with %s is refused", async (_, body) => {
    const http = new HttpApp();

    await expectRefused(http, () => create(http, body), [422, "validation_failed"]);

    expect(await http.storage.tokens.listTokens()).toEqual([]);
  });

  test("is refused when there are too many, until one is revoked", async () => {
    const http = new HttpApp();
    const { json: first } = await create(http);
    for (let n = 1; n < TOKENS_MAX; n += 1) {
      await http.tokens.create({ name: "x", access: "read", project: null });
    }

    await expectRefused(http, () => create(http), [422, "limit_exceeded"]);
    await revoke(http, first.tokenId);

    expect((await create(http)).status).toBe(201);
  });

  test("that could not be stored leaves no token behind", async () => {
    const http = new HttpApp();
    http.storage.tokens.createToken = async () => {
      throw new StorageError("full", "no space");
    };

    await expectRefused(http, () => create(http), [507, "storage_full"]);

    const guess = `hlt_${"secret-1".padStart(43, "s")}`;
    expect((await http.request("/v1/runs", { token: guess })).status).toBe(401);
  });
});

describe("revoking a token", () => {
  test("takes effect with the answer, and for good", async () => {
    const { http, tokenId, token, ask } = await withToken();
    const before = await ask();
    http.clock.advance(5);

    const revoked = await revoke(http, tokenId);

    const after = await expectRefused(http, ask, [401, "unauthorized"]);
    expect([before.status, revoked.status]).toEqual([200, 200]);
    expect(revoked.json).toMatchObject({ tokenId, revokedAt: http.clock.now() });
    expect(after.text + revoked.text).not.toContain(token);
    const again = await revoke(http, tokenId);
    expect(again.json).toEqual(revoked.json);
  });

  test("leaves the others alone", async () => {
    const { http, ask } = await withToken();
    const other = await create(http, { name: "b", access: "read" });

    await revoke(http, other.json.tokenId);

    expect((await ask()).status).toBe(200);
    expect((await http.request("/v1/runs", { token: READ_TOKEN })).status).toBe(200);
  });

  test("that could not be stored leaves the token valid", async () => {
    const { http, tokenId, ask } = await withToken();
    http.storage.tokens.revokeToken = async () => {
      throw new StorageError("full", "no space");
    };

    await expectRefused(http, () => revoke(http, tokenId), [507, "storage_full"]);

    expect((await ask()).status).toBe(200);
  });

  test.each([
    ["token_none", 404, "token_not_found"],
    [TOKEN, 422, "invalid_id"],
  ])("%p is refused", async (tokenId, status, code) => {
    const http = new HttpApp();

    const answer = await expectRefused(http, () => revoke(http, tokenId), [status, code]);

    expect(answer.text).not.toContain(tokenId);
  });
});

describe("who may look after tokens", () => {
  test.each([
    ["a read-only token", { name: "x", access: "read" }],
    ["a project's token", { name: "x", access: "full", project: "shop" }],
    ["a project's read-only token", { name: "x", access: "read", project: "shop" }],
  ])("%s may not", async (_, body) => {
    const { http, token, tokenId } = await withToken(body);
    const requests = [
      ["/v1/tokens", { method: "GET", token }],
      ["/v1/tokens", { method: "POST", token, body: DEPLOY }],
      [`/v1/tokens/${tokenId}`, { method: "DELETE", token }],
    ] as const;

    for (const [path, request] of requests) {
      await expectRefused(http, () => http.request(path, request), [403, "forbidden"]);
    }

    expect(await http.storage.tokens.listTokens()).toMatchObject([{ tokenId, revokedAt: null }]);
  });
});

describe("the last use", () => {
  test("is shown at once and written at most once a minute, all together", async () => {
    const { http, ask, tokenId } = await withToken();
    const writes: unknown[] = [];
    const record = http.storage.tokens.recordTokenUses.bind(http.storage.tokens);
    http.storage.tokens.recordTokenUses = (uses) => {
      writes.push(uses);
      return record(uses);
    };
    const usedAt = async () =>
      (await http.request("/v1/tokens")).json.tokens.map(
        (token: { lastUsedAt: number | null }) => token.lastUsedAt,
      );
    const before = await usedAt();

    for (let n = 0; n < 50; n += 1) await ask();
    const at = http.clock.advance(3);
    await ask();

    expect(before).toEqual([null]);
    expect(await usedAt()).toEqual([at]);
    expect(writes).toEqual([]);
    expect(http.scheduler.pending.map(({ delayMs }) => delayMs)).toEqual([USES_WRITE_MS]);
    http.scheduler.runAll();
    expect(writes).toEqual([[{ tokenId, at }]]);
    expect(await http.storage.tokens.listTokens()).toMatchObject([{ lastUsedAt: at }]);
    await ask();
    expect(http.scheduler.pending).toHaveLength(1);
  });

  test("is written when the server stops", async () => {
    const { http, ask } = await withToken();
    await ask();

    await http.tokens.stop();

    expect(http.scheduler.pending).toEqual([]);
    expect(await http.storage.tokens.listTokens()).toMatchObject([{ lastUsedAt: 1_000_000 }]);
  });

  test("that could not be written is written with the next one", async () => {
    const { http, ask } = await withToken();
    const surprise = new StorageError("full", "no space");
    const { recordTokenUses } = http.storage.tokens;
    http.storage.tokens.recordTokenUses = async () => {
      throw surprise;
    };
    await ask();
    http.scheduler.runAll();
    await Promise.resolve();
    http.storage.tokens.recordTokenUses = recordTokenUses;

    await http.tokens.stop();

    expect(http.tokenErrors).toEqual([surprise]);
    expect(await http.storage.tokens.listTokens()).toMatchObject([{ lastUsedAt: 1_000_000 }]);
  });
});

describe("after a restart", () => {
  const options = (http: HttpApp, token: string | null) => {
    const config = { token } as Parameters<typeof openTokenDesk>[0]["config"];
    const keys = { adminTokenHash: tokenDigest("generated") };
    const log = { warn: () => {} };
    const rest = { keys, log } as unknown as Parameters<typeof openTokenDesk>[0];
    return { ...rest, config, storage: http.storage, clock: new ManualClock() };
  };

  test("valid tokens are valid and revoked ones are not, without reading again", async () => {
    const { http, token } = await withToken({ name: "x", access: "read", project: "shop" });
    const gone = await create(http);
    await revoke(http, gone.json.tokenId);

    const desk: TokenDesk = await openTokenDesk(options(http, null));

    http.storage.tokens.listTokens = () => {
      throw new Error("a request must not read the disk");
    };
    expect(desk.verify(token)).toMatchObject({ access: "read", project: "shop" });
    expect(desk.verify(gone.json.token)).toBeNull();
    await desk.stop();
  });

  test("the operator's token is the generated one, or in its place the chosen one", async () => {
    const http = new HttpApp();
    const own = { access: "full", project: null };

    const generated = await openTokenDesk(options(http, null));
    const chosen = await openTokenDesk(options(http, "chosen"));

    expect(generated.verify("generated")).toMatchObject(own);
    expect(generated.verify("chosen")).toBeNull();
    expect(chosen.verify("chosen")).toMatchObject(own);
    expect(chosen.verify("generated")).toBeNull();
    expect(await generated.list()).toEqual([]);
  });

  test("new tokens are 256 random bits each", async () => {
    const desk = await openTokenDesk(options(new HttpApp(), null));
    const made = await Promise.all(
      Array.from({ length: 20 }, () => desk.create({ ...DEPLOY, project: null, access: "full" })),
    );

    const texts = made.map((one) => one?.token ?? "");

    expect(new Set(texts).size).toBe(20);
    for (const text of texts) {
      expect(text).toMatch(/^hlt_[A-Za-z0-9_-]{43}$/);
      expect(Buffer.from(text.slice(4), "base64url")).toHaveLength(32);
    }
    expect(new Set(made.map((one) => one?.record.tokenId)).size).toBe(20);
  });
});

test("a log that gets hold of a token does not show it", async () => {
  const { token } = await withToken();

  const shown = JSON.stringify([
    redact({ error: new Error(`refused: ${token}`) }),
    redact({ url: `https://a.example/?x=${token}`, headers: [["authorization", token]] }),
  ]);

  expect(shown).not.toContain(token.slice(4));
});
