import { afterAll, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publicKeyText } from "../../src/dispatch/signature.ts";
import { loadKeys } from "../../src/server/keys.ts";
import { generateKeysFile, type StoredKey } from "../../src/server/keys-file.ts";
import { SigningKeys } from "../../src/server/signing-keys.ts";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "hookline-signing-"));
  folders.push(folder);
  return folder;
}

const idsOf = (keys: SigningKeys, wanted: string) =>
  keys
    .list()
    .filter(({ state }) => state === wanted)
    .map(({ id }) => id);

test("a rotation makes the next key current, a new one next, and keeps the old one signing", () => {
  const { signing } = loadKeys(emptyFolder(), true).keys;
  const [first, second] = signing.list();

  signing.rotate();

  expect(signing.list()).toMatchObject([
    { id: second?.id, publicKey: second?.publicKey, state: "current" },
    { state: "next" },
    { id: first?.id, publicKey: first?.publicKey, state: "previous" },
  ]);
  expect(signing.active().map(publicKeyText)).toEqual([
    second?.publicKey ?? "",
    first?.publicKey ?? "",
  ]);
  expect(new Set(signing.list().map(({ id }) => id)).size).toBe(3);
});

test("whoever knows the current key only is understood until the second rotation", () => {
  const { signing } = loadKeys(emptyFolder(), true).keys;
  const [known] = idsOf(signing, "current");
  const signs = () => signing.active().some(({ id }) => id === known);

  const before = signs();
  signing.rotate();
  const once = signs();
  signing.rotate();

  expect([before, once, signs()]).toEqual([true, true, false]);
  expect(signing.list().map(({ id }) => id)).not.toContain(known ?? "");
  expect(signing.list().map(({ state }) => state)).toEqual(["current", "next", "previous"]);
});

test("whoever knows the next key too is understood over two rotations", () => {
  const { signing } = loadKeys(emptyFolder(), true).keys;
  const [next] = idsOf(signing, "next");

  signing.rotate();
  signing.rotate();

  expect(idsOf(signing, "previous")).toEqual([next ?? ""]);
  expect(signing.active().map(({ id }) => id)).toContain(next ?? "");
});

test("a rotation is on disk when it returns, for its owner only, and outlives a restart", () => {
  const folder = emptyFolder();
  const loaded = loadKeys(folder, true);
  loaded.keys.signing.rotate();
  const rotated = loaded.keys.signing.list();

  const again = loadKeys(folder, true);

  expect(again.keys.signing.list()).toEqual(rotated);
  expect(again.keys.signing.active().map(({ id }) => id)).toEqual(
    loaded.keys.signing.active().map(({ id }) => id),
  );
  expect(again.keys.capabilitySecret).toEqual(loaded.keys.capabilitySecret);
  expect(again.keys.adminTokenHash).toBe(loaded.keys.adminTokenHash);
  expect(again).toMatchObject({ newToken: null, isFirstStart: false });
  expect(statSync(join(folder, "keys.json")).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder).sort()).toEqual(["admin.token", "keys.json"]);
});

test("a rotation that cannot be stored changes nothing", () => {
  const { signing } = generateKeysFile();
  const saved: (readonly StoredKey[])[] = [];
  let failure: (Error & { code?: string }) | null = Object.assign(new Error(), { code: "ENOSPC" });
  const keys = new SigningKeys(signing, (next) => {
    if (failure !== null) throw failure;
    saved.push(next);
  });
  const before = { list: keys.list(), active: keys.active() };

  expect(() => keys.rotate()).toThrow(expect.objectContaining({ kind: "full" }));
  failure = Object.assign(new Error(), { code: "EIO" });
  expect(() => keys.rotate()).toThrow(expect.objectContaining({ kind: "failed" }));

  expect({ list: keys.list(), active: keys.active() }).toEqual(before);
  failure = null;
  keys.rotate();
  expect(saved).toHaveLength(1);
});

test("a file that cannot be written stays as it was", () => {
  const folder = emptyFolder();
  const { signing } = loadKeys(folder, true).keys;
  const before = readFileSync(join(folder, "keys.json"), "utf8");
  // Where the new text would be written first.
  mkdirSync(join(folder, "keys.json.new"));

  expect(() => signing.rotate()).toThrow(expect.objectContaining({ kind: "failed" }));

  expect(readFileSync(join(folder, "keys.json"), "utf8")).toBe(before);
});

test("what is listed holds no secret", () => {
  const { signing: stored } = generateKeysFile();
  const listed = JSON.stringify(new SigningKeys(stored, () => {}).list());

  for (const { privateKey, hmacSecret } of stored) {
    expect(listed).not.toContain(privateKey.slice(5, 45));
    expect(listed).not.toContain(hmacSecret.slice(6));
  }
  expect(listed).not.toMatch(/whsk_|whsec_/);
});
