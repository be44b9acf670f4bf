import { expect, test } from "bun:test";
import type { Storage } from "../../src/storage/storage.ts";
import { type NewToken, REVOKED_TOKENS_KEPT_MAX } from "../../src/storage/token-storage.ts";
import { at } from "./fixtures.ts";

const digest = (letter: string) => letter.repeat(64);

function newToken(overrides: Partial<NewToken> = {}): NewToken {
  const fixed = { tokenId: "token_a", digest: digest("a"), name: "Deploy", createdAt: at(1) };
  return { ...fixed, access: "full", project: null, ...overrides };
}

/** API tokens. */
export function describeTokens(current: () => Storage): void {
  test("keeps what a token is, and lists tokens in the order of their making", async () => {
    const { tokens } = current();
    const first = newToken({ tokenId: "token_z" });
    const second = newToken({ digest: digest("b"), name: "é 😀", access: "read", project: "shop" });

    await tokens.createToken(first);
    await tokens.createToken(second);

    expect(await tokens.listTokens()).toEqual(
      [first, second].map((token) => ({ ...token, lastUsedAt: null, revokedAt: null })),
    );
  });

  test.each([
    ["an id", newToken({ digest: digest("b") })],
    ["a digest", newToken({ tokenId: "token_b" })],
  ])("refuses %s twice, and stores nothing of it", async (_name, token) => {
    const { tokens } = current();
    await tokens.createToken(newToken());

    await expect(tokens.createToken(token)).rejects.toThrow();

    expect(await tokens.listTokens()).toHaveLength(1);
  });

  test("revokes a token once, for good", async () => {
    const { tokens } = current();
    await tokens.createToken(newToken());

    const revoked = await tokens.revokeToken("token_a", at(5));
    const again = await tokens.revokeToken("token_a", at(9));

    expect(revoked).toMatchObject({ tokenId: "token_a", revokedAt: at(5) });
    expect(again).toEqual(revoked);
    expect(await tokens.listTokens()).toMatchObject([{ revokedAt: at(5) }]);
    expect(await tokens.revokeToken("token_none", at(5))).toBeNull();
  });

  test("notes the last use, and never an earlier one", async () => {
    const { tokens } = current();
    await tokens.createToken(newToken());
    await tokens.createToken(newToken({ tokenId: "token_b", digest: digest("b") }));

    await tokens.recordTokenUses([
      { tokenId: "token_a", at: at(7) },
      { tokenId: "token_none", at: at(7) },
    ]);
    await tokens.recordTokenUses([{ tokenId: "token_a", at: at(3) }]);
    await tokens.recordTokenUses([]);

    expect(await tokens.listTokens()).toMatchObject([{ lastUsedAt: at(7) }, { lastUsedAt: null }]);
  });

  test("forgets the tokens revoked first when there are too many, and no live one", async () => {
    const { tokens } = current();
    const ids = Array.from({ length: REVOKED_TOKENS_KEPT_MAX + 2 }, (_, n) => `token_${n}`);
    for (const [n, tokenId] of ids.entries()) {
      await tokens.createToken(newToken({ tokenId, digest: n.toString(16).padStart(64, "0") }));
    }
    await tokens.createToken(newToken());

    // The last one is revoked first.
    for (const tokenId of ids.toReversed()) {
      const revoked = await tokens.revokeToken(tokenId, at(ids.length - ids.indexOf(tokenId)));
      expect(revoked?.tokenId).toBe(tokenId);
    }

    const kept = (await tokens.listTokens()).map(({ tokenId }) => tokenId);
    expect(kept).toEqual([...ids.slice(0, REVOKED_TOKENS_KEPT_MAX), "token_a"]);
  });

  test("does nothing with tokens after the storage was closed", async () => {
    const storage = current();
    await storage.close();

    await expect(storage.tokens.listTokens()).rejects.toMatchObject({ kind: "failed" });
    await expect(storage.tokens.createToken(newToken())).rejects.toMatchObject({ kind: "failed" });
  });
}
