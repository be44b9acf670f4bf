import { describe, expect, test } from "bun:test";
import { existsSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environmentVariableOf, flagOf, SETTING_KEYS } from "../../src/config/schema.ts";
import { VERSION } from "../../src/server/version.ts";
import { runOn } from "../support/fake-terminal.ts";

async function run(args: readonly string[], environment: Record<string, string> = {}) {
  const { exitCode, out, err } = await runOn(args, { environment });
  return { exitCode, out, err };
}

function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), "hookline-cli-"));
}

describe("hookline", () => {
  test("alone prints help", async () => {
    const { exitCode, out } = await run([]);

    expect(exitCode).toBe(0);
    for (const command of ["serve", "openapi", "version"]) expect(out).toContain(`  ${command} `);
  });

  test.each([["--version"], ["-V"]])("%s prints the version", async (flag) => {
    expect(await run([flag])).toEqual({ exitCode: 0, out: `${VERSION}\n`, err: "" });
  });

  test("version prints the runtime's as well", async () => {
    const { out } = await run(["version"]);

    expect(out).toBe(`hookline ${VERSION} (bun ${Bun.version})\n`);
  });

  test.each([
    [["start"]],
    [["--port", "1"]],
    [["serve", "--prot", "1"]],
    [["serve", "--port"]],
    [["serve", "extra"]],
    [["version", "--data", "x"]],
  ])("refuses %p with a hint and exit code 64", async (args) => {
    const { exitCode, out, err } = await run(args);

    expect(exitCode).toBe(64);
    expect(out).toBe("");
    expect(err).toContain("--help");
  });
});

/** Every command for a server, and the groups that hold some. */
const REMOTE = [
  ...["trigger", "cancel", "check", "notify", "waiters", "runs list", "runs get", "runs journal"],
  ...["runs watch", "hooks list", "hooks get", "hooks calls", "hooks call", "dead-letters list"],
  ...["dead-letters get", "dead-letters resume", "dead-letters restart", "dead-letters discard"],
  ...["dead-letters retry-callback", "schedules list", "schedules get", "schedules create"],
  ...["schedules pause", "schedules resume", "schedules run", "schedules delete"],
  ...["flow-control list", "flow-control get", "flow-control pause", "flow-control resume"],
  ...["flow-control pin", "flow-control unpin", "flow-control reset", "flow-control global"],
  ...["tokens list", "tokens create", "tokens revoke", "keys list", "keys rotate"],
];
const GROUPS = ["runs", "hooks", "dead-letters", "schedules", "flow-control", "tokens", "keys"];

describe("the commands for a server", () => {
  test.each(REMOTE)("%s --help says what it does, within 100 columns", async (name) => {
    const { exitCode, out } = await run([...name.split(" "), "--help"]);

    const lines = out.split("\n");
    expect(exitCode).toBe(0);
    expect(lines[0]).toStartWith(`Usage: hookline ${name}`);
    expect(lines[2]).toMatch(/^[A-Z].*[^,]$/);
    for (const flag of ["--json", "--server", "--token", "--data-folder"]) {
      expect(out).toContain(`  ${flag} `);
    }
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
  });

  test.each(GROUPS)("%s --help lists its commands", async (name) => {
    const { exitCode, out } = await run([name, "--help"]);

    const own = REMOTE.filter((full) => full.startsWith(`${name} `));
    const listed = [...out.matchAll(/^ {2}([a-z-]+) (?:\[|<| )/gm)].map(([, found]) => found);
    expect(exitCode).toBe(0);
    expect(listed.filter((found) => found !== "-h")).toEqual(
      expect.arrayContaining(own.map((full) => full.split(" ")[1])),
    );
  });

  test.each([
    [["runs"]],
    [["runs", "lsit"]],
    [["runs", "list", "--status", "odd"]],
    [["runs", "get"]],
    [["trigger"]],
    [["tokens", "create", "a", "b"]],
    [["runs", "list", "--all", "--cursor", "x"]],
  ])("refuse %p with exit code 2", async (args) => {
    const { exitCode, out, err } = await run(args);

    expect({ exitCode, out }).toEqual({ exitCode: 2, out: "" });
    expect(err).toContain("--help");
  });
});

describe("hookline serve --help", () => {
  test("names every setting with its flag and its variable", async () => {
    const { exitCode, out } = await run(["serve", "--help"]);
    const words = out.split(/[\s(),]+/);

    expect(exitCode).toBe(0);
    for (const key of SETTING_KEYS) {
      expect(words).toContain(environmentVariableOf(key));
      const flag = flagOf(key);
      if (flag !== null) expect(words).toContain(flag);
    }
    expect(out).toContain("Examples:");
  });

  test("has no flag for the token", async () => {
    const { out } = await run(["serve", "--help"]);

    expect(out).not.toContain("--token");
  });

  test("fits a terminal of 100 columns", async () => {
    const { out } = await run(["serve", "--help"]);

    expect(out.split("\n").filter((line) => line.length > 100)).toEqual([]);
  });
});

describe("hookline serve --check-config", () => {
  test("accepts a good configuration without creating anything", async () => {
    const folder = emptyFolder();
    const data = join(folder, "data");

    const { exitCode, out } = await run(["serve", "--check-config", "--data", data]);

    expect(exitCode).toBe(0);
    expect(out).toContain("in order");
    expect(readdirSync(folder)).toEqual([]);
  });

  test("reads the config file that HOOKLINE_CONFIG names", async () => {
    const path = join(emptyFolder(), "config.json");
    writeFileSync(path, '{"port": 70000}');

    const { exitCode, err } = await run(["serve", "--check-config"], { HOOKLINE_CONFIG: path });

    expect(exitCode).toBe(78);
    expect(err).toContain(path);
  });

  test("tells what the environment hides", async () => {
    const path = join(emptyFolder(), "config.json");
    writeFileSync(path, '{"port": 1}');

    const { out } = await run(["serve", "--check-config", "--config", path], {
      HOOKLINE_PORT: "2",
    });

    expect(out).toContain("HOOKLINE_PORT overrides port");
  });

  test("refuses keys that others can read", async () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, "keys.json"), "{}", { mode: 0o644 });

    const { exitCode, err } = await run(["serve", "--check-config", "--data", folder]);

    expect(exitCode).toBe(78);
    expect(err).toMatch(/^hookline: keys_file_open_to_others: [^\n]+\n$/);
  });

  test("puts no secret into its answer", async () => {
    const secret = "canary-canary";

    const { exitCode, out, err } = await run(["serve", "--check-config"], {
      HOOKLINE_TOKEN: secret,
    });

    expect(exitCode).toBe(78);
    expect(out + err).not.toContain(secret);
  });
});

describe("hookline openapi", () => {
  test("prints the document", async () => {
    const { exitCode, out } = await run(["openapi"]);

    expect(exitCode).toBe(0);
    expect(JSON.parse(out).openapi).toStartWith("3.1");
  });

  test("--check compares it with a file", async () => {
    const path = join(emptyFolder(), "openapi.json");
    writeFileSync(path, (await run(["openapi"])).out);

    const same = await run(["openapi", "--check", path]);
    writeFileSync(path, "{}");
    const different = await run(["openapi", "--check", path]);
    const missing = await run(["openapi", "--check", `${path}.missing`]);

    expect(same.exitCode).toBe(0);
    expect(different).toMatchObject({ exitCode: 1, out: "" });
    expect(missing.exitCode).toBe(64);
    expect(existsSync(`${path}.missing`)).toBe(false);
  });
});
