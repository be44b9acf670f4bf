import { describe, expect, test } from "bun:test";
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StartupError } from "../../src/config/startup-error.ts";
import { publicKeyText } from "../../src/dispatch/signature.ts";
import { tokenDigest } from "../../src/http/auth.ts";
import { checkKeys, loadKeys } from "../../src/server/keys.ts";

function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), "hookline-keys-"));
}

function codeOf(load: () => unknown): string {
  try {
    load();
  } catch (error) {
    if (error instanceof StartupError) return error.code;
    throw error;
  }
  return "none";
}

interface KeysFile {
  version: number;
  signing: { state?: string; current?: boolean; privateKey: string }[];
}

function read(folder: string): KeysFile {
  return JSON.parse(readFileSync(join(folder, "keys.json"), "utf8"));
}

function editKeys(folder: string, edit: (file: KeysFile) => KeysFile): void {
  writeFileSync(join(folder, "keys.json"), JSON.stringify(edit(read(folder))));
}

describe("the first start", () => {
  test("makes keys and a token, readable by their owner only", () => {
    const folder = emptyFolder();

    const { isFirstStart, newToken, keys } = loadKeys(folder, true);

    expect(isFirstStart).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(["admin.token", "keys.json"]);
    for (const name of readdirSync(folder)) {
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    }
    expect(readFileSync(join(folder, "admin.token"), "utf8")).toBe(`${newToken}\n`);
    expect(keys.adminTokenHash).toBe(tokenDigest(newToken ?? ""));
    expect(keys.capabilitySecret).toHaveLength(32);
  });

  test("makes a token that the Upstash SDK can decode and a header can carry", () => {
    const { newToken } = loadKeys(emptyFolder(), true);

    const envelope = JSON.parse(Buffer.from(newToken ?? "", "base64").toString("utf8"));

    expect(envelope.UserID).toBe("default");
    expect(envelope.Password).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(newToken).toMatch(/^[A-Za-z0-9._~+/-]+=*$/);
  });

  test("stores the hash of the token, not the token", () => {
    const folder = emptyFolder();

    const { newToken } = loadKeys(folder, true);

    expect(readFileSync(join(folder, "keys.json"), "utf8")).not.toContain(newToken ?? "?");
  });

  test("makes a signing key, and the next one, which signs nothing yet", () => {
    const { signing } = loadKeys(emptyFolder(), true).keys;

    expect(signing.list().map(({ state }) => state)).toEqual(["current", "next"]);
    expect(signing.active().map(publicKeyText)).toEqual([signing.list()[0]?.publicKey ?? "none"]);
    expect(signing.list()[0]?.publicKey).toMatch(/^whpk_[A-Za-z0-9+/]{43}=$/);
  });

  test("makes no token when the operator has chosen one", () => {
    const folder = emptyFolder();

    const { newToken, keys } = loadKeys(folder, false);

    expect(newToken).toBeNull();
    expect(keys.adminTokenHash).toBeNull();
    expect(readdirSync(folder)).toEqual(["keys.json"]);
  });
});

describe("a later start", () => {
  test("finds the same keys and shows nothing", () => {
    const folder = emptyFolder();
    const first = loadKeys(folder, true);

    const second = loadKeys(folder, true);

    expect(second).toMatchObject({ newToken: null, isFirstStart: false });
    expect(second.keys.signing.list()).toEqual(first.keys.signing.list());
    expect(second.keys.capabilitySecret).toEqual(first.keys.capabilitySecret);
    expect(second.keys.adminTokenHash).toBe(first.keys.adminTokenHash);
  });

  test("makes a token when the operator's own is gone", () => {
    const folder = emptyFolder();
    const first = loadKeys(folder, false);

    const second = loadKeys(folder, true);

    expect(second.newToken).not.toBeNull();
    expect(second.keys.signing.list()).toEqual(first.keys.signing.list());
    expect(loadKeys(folder, true).keys.adminTokenHash).toBe(tokenDigest(second.newToken ?? ""));
  });

  test.each([0o644, 0o640, 0o604, 0o660])("refuses keys of mode %o", (mode) => {
    const folder = emptyFolder();
    loadKeys(folder, true);
    chmodSync(join(folder, "keys.json"), mode);

    expect(codeOf(() => loadKeys(folder, true))).toBe("keys_file_open_to_others");
    expect(codeOf(() => checkKeys(folder))).toBe("keys_file_open_to_others");
  });

  test.each([
    "",
    "{",
    "[]",
    '{"version":2}',
    '{"version":1,"signing":[],"capabilitySecret":"x","adminTokenHash":null}',
  ])("refuses damaged keys without quoting or replacing them: %p", (text) => {
    const folder = emptyFolder();
    writeFileSync(join(folder, "keys.json"), text, { mode: 0o600 });

    expect(codeOf(() => loadKeys(folder, true))).toBe("keys_file_damaged");
    expect(readFileSync(join(folder, "keys.json"), "utf8")).toBe(text);
  });

  test("takes over a file of the first version, and makes the next key once", () => {
    const folder = emptyFolder();
    const [current, older] = [loadKeys(folder, true), loadKeys(emptyFolder(), true)].map(
      ({ keys }) => keys.signing.list()[0],
    );
    const other = emptyFolder();
    const { keys } = loadKeys(other, true);
    editKeys(folder, (file) => ({
      ...file,
      version: 1,
      signing: [
        ...read(other).signing.filter(({ state }) => state === "current"),
        ...file.signing.filter(({ state }) => state === "current"),
      ].map(({ state: _, ...key }, index) => ({ ...key, current: index === 1 })),
    }));
    expect(() => checkKeys(folder)).not.toThrow();

    const first = loadKeys(folder, true).keys.signing;
    const second = loadKeys(folder, true).keys.signing;

    expect(first.list()).toMatchObject([
      { id: current?.id, state: "current" },
      { state: "next" },
      { id: keys.signing.list()[0]?.id, state: "previous" },
    ]);
    expect(first.active().map(({ id }) => id)).toEqual([
      current?.id ?? "",
      keys.signing.list()[0]?.id ?? "",
    ]);
    expect(older?.id).not.toBe(current?.id);
    expect(second.list()).toEqual(first.list());
  });

  test.each(["current", "next", "previous"])("refuses keys that are all %s", (state) => {
    const folder = emptyFolder();
    loadKeys(folder, true);
    editKeys(folder, (file) => ({
      ...file,
      signing: file.signing.map((key) => ({ ...key, state })),
    }));

    expect(codeOf(() => loadKeys(folder, true))).toBe("keys_file_damaged");
  });

  test("refuses a signing key whose text is damaged", () => {
    const folder = emptyFolder();
    loadKeys(folder, true);
    editKeys(folder, (file) => ({
      ...file,
      signing: file.signing.map((key) => ({ ...key, privateKey: key.privateKey.slice(0, -8) })),
    }));

    expect(codeOf(() => loadKeys(folder, true))).toBe("keys_file_damaged");
  });
});

test("a check of a folder without keys changes nothing", () => {
  const folder = emptyFolder();

  checkKeys(folder);

  expect(readdirSync(folder)).toEqual([]);
});
