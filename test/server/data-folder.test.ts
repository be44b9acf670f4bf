import { describe, expect, test } from "bun:test";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  realpathSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StartupError } from "../../src/config/startup-error.ts";
import { checkDataFolder, prepareDataFolder } from "../../src/server/data-folder.ts";

function workshop(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), "hookline-folder-")));
}

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof StartupError) return error.code;
    throw error;
  }
  return "none";
}

describe("prepareDataFolder", () => {
  test("creates a missing folder, closed to others", () => {
    const path = join(workshop(), "a", "b");

    expect(prepareDataFolder(path)).toBe(path);
    expect(statSync(path).mode & 0o777).toBe(0o700);
  });

  test("accepts an existing folder that others may read", () => {
    const path = workshop();
    chmodSync(path, 0o755);

    expect(prepareDataFolder(path)).toBe(path);
  });

  test("returns one path for a folder and a link to it", () => {
    const path = workshop();
    const link = join(workshop(), "link");
    symlinkSync(path, link);

    expect(prepareDataFolder(link)).toBe(path);
  });

  test("refuses a folder that others may write to", () => {
    const path = workshop();
    chmodSync(path, 0o777);

    expect(codeOf(() => prepareDataFolder(path))).toBe("data_folder_open_to_others");
    expect(codeOf(() => checkDataFolder(path))).toBe("data_folder_open_to_others");
  });

  test("refuses a file, a folder below a file, and a link to nothing", () => {
    const path = join(workshop(), "file");
    writeFileSync(path, "");
    const link = join(workshop(), "link");
    symlinkSync("/nonexistent/folder", link);

    expect(codeOf(() => prepareDataFolder(path))).toBe("data_folder_not_a_folder");
    expect(codeOf(() => prepareDataFolder(join(path, "below")))).toStartWith("data_folder_not_");
    expect(codeOf(() => prepareDataFolder(link))).toStartWith("data_folder_not_");
  });

  test("refuses a place where nothing can be made", () => {
    expect(codeOf(() => prepareDataFolder("/proc/hookline"))).toBe("data_folder_not_created");
  });
});

test("checkDataFolder accepts a missing folder and does not make it", () => {
  const path = join(workshop(), "missing");

  checkDataFolder(path);

  expect(existsSync(path)).toBe(false);
});
