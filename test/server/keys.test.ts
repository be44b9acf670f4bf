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
import { checkKeys, hashToken, loadKeys } from "../../src/server/keys.ts";

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
  signing: { current: boolean; privateKey: string }[];
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
    expect(keys.adminTokenHash).toBe(hashToken(newToken ?? ""));
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

  test("makes one signing key", () => {
    const { signing } = loadKeys(emptyFolder(), true).keys;

    expect(signing).toHaveLength(1);
    expect(signing.map(publicKeyText)[0]).toMatch(/^whpk_[A-Za-z0-9+/]{43}=$/);
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
    expect(second.keys.signing.map(publicKeyText)).toEqual(first.keys.signing.map(publicKeyText));
    expect(second.keys.capabilitySecret).toEqual(first.keys.capabilitySecret);
    expect(second.keys.adminTokenHash).toBe(first.keys.adminTokenHash);
  });

  test("makes a token when the operator's own is gone", () => {
    const folder = emptyFolder();
    const first = loadKeys(folder, false);

    const second = loadKeys(folder, true);

    expect(second.newToken).not.toBeNull();
    expect(second.keys.signing.map(publicKeyText)).toEqual(first.keys.signing.map(publicKeyText));
    expect(loadKeys(folder, true).keys.adminTokenHash).toBe(hashToken(second.newToken ?? ""));
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

  test("puts the current one of several signing keys first", () => {
    const [older, newer] = [emptyFolder(), emptyFolder()];
    const { keys } = loadKeys(newer, true);
    loadKeys(older, true);
    editKeys(older, (file) => ({
      ...file,
      signing: [...file.signing.map((key) => ({ ...key, current: false })), ...read(newer).signing],
    }));

    const { signing } = loadKeys(older, true).keys;

    expect(signing.map(({ id }) => id)[0]).toBe(keys.signing[0]?.id ?? "");
    expect(signing).toHaveLength(2);
  });

  test.each([0, 2])("refuses signing keys of which %d are current", (count) => {
    const folder = emptyFolder();
    loadKeys(folder, true);
    editKeys(folder, (file) => ({
      ...file,
      signing: [...file.signing, ...file.signing].map((key) => ({ ...key, current: count === 2 })),
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
