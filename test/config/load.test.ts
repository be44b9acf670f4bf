import { describe, expect, test } from "bun:test";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ConfigSources, loadConfig } from "../../src/config/load.ts";
import { CONFIG_SCHEMA, SETTING_KEYS } from "../../src/config/schema.ts";
import { StartupError } from "../../src/config/startup-error.ts";

const TOKEN = "0123456789abcdef0123456789abcdef";

function load(sources: Partial<ConfigSources> = {}) {
  return loadConfig({ flags: {}, environment: {}, configFile: null, ...sources });
}

function configFile(content: unknown): string {
  const path = join(mkdtempSync(join(tmpdir(), "hookline-config-")), "config.json");
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

/** What `loadConfig` refuses with, or fails the test. */
function refusalOf(sources: Partial<ConfigSources>): StartupError {
  try {
    load(sources);
  } catch (error) {
    if (error instanceof StartupError) return error;
    throw error;
  }
  throw new Error("loadConfig accepted it");
}

describe("without any setting", () => {
  test("listens on loopback only, calls local endpoints, and has no public URL of its own", () => {
    const { config, notices } = load();

    expect(config).toMatchObject({
      dataDir: "./hookline-data",
      host: "127.0.0.1",
      port: 4665,
      publicUrl: null,
      token: null,
      addressPolicy: "private",
      allowedHosts: [],
      ingressBodyMax: 1_048_576,
    });
    expect(notices).toEqual([]);
  });

  test("returns a frozen configuration", () => {
    const { config } = load();

    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config.allowCidrs)).toBe(true);
  });

  test("leaves the defaults of the schema alone", () => {
    load({ environment: { HOOKLINE_ALLOW_CIDRS: "10.0.0.0/8" } });

    expect(CONFIG_SCHEMA.properties.allowCidrs.default).toEqual([]);
    expect(load().config.allowCidrs).toEqual([]);
  });
});

describe("the stronger source wins", () => {
  const file = () => configFile({ port: 1000, logLevel: "debug", dataDir: "/from/file" });
  const environment = { HOOKLINE_PORT: "2000", HOOKLINE_LOG_LEVEL: "warn" };

  test("a flag over the environment over the config file over the default", () => {
    const { config } = load({ flags: { port: "3000" }, environment, configFile: file() });

    expect(config).toMatchObject({ port: 3000, logLevel: "warn", dataDir: "/from/file" });
    expect(config.host).toBe("127.0.0.1");
  });

  test("and the operator is told that the environment hides the config file", () => {
    const { notices } = load({ environment, configFile: file() });

    expect(notices).toContain("HOOKLINE_PORT overrides port of the config file.");
  });
});

test("texts become what the schema asks for", () => {
  const { config } = load({
    flags: { callConcurrency: "7" },
    environment: {
      HOOKLINE_ALLOWED_HOSTS: "a.example.com, [::1]",
      HOOKLINE_KEEP_PROXY_HEADERS: "true",
    },
  });

  expect(config.callConcurrency).toBe(7);
  expect(config.keepProxyHeaders).toBe(true);
  expect(config.allowedHosts).toEqual(["a.example.com", "[::1]"]);
});

test("the public URL is kept as an origin", () => {
  const { config } = load({ flags: { publicUrl: "https://Hooks.Example.com:443/" } });

  expect(config.publicUrl).toBe("https://hooks.example.com");
});

describe("a wrong value is refused, by setting and source, without being quoted", () => {
  const cases: [string, string][] = [
    ["HOOKLINE_PORT", "70000"],
    ["HOOKLINE_PORT", "-1"],
    ["HOOKLINE_PORT", "abc"],
    ["HOOKLINE_PORT", "80.5"],
    ["HOOKLINE_PORT", ""],
    ["HOOKLINE_PORT", "tcp://10.0.0.1:4665"],
    ["HOOKLINE_HOST", "http://x"],
    ["HOOKLINE_HOST", "127.0.0.1:80"],
    ["HOOKLINE_HOST", "[::1]"],
    ["HOOKLINE_TOKEN", "tooshort-secret"],
    ["HOOKLINE_TOKEN", ""],
    ["HOOKLINE_TOKEN", `${TOKEN} with space`],
    ["HOOKLINE_PUBLIC_URL", "hooks.example.com"],
    ["HOOKLINE_PUBLIC_URL", "ftp://hooks.example.com"],
    ["HOOKLINE_PUBLIC_URL", "https://hooks.example.com/path"],
    ["HOOKLINE_PUBLIC_URL", "https://hooks.example.com?query"],
    ["HOOKLINE_PUBLIC_URL", "https://hooks.example.com/#fragment"],
    ["HOOKLINE_PUBLIC_URL", "https://user:secret@hooks.example.com"],
    ["HOOKLINE_ADDRESS_POLICY", "everything"],
    ["HOOKLINE_ALLOW_CIDRS", "10.0.0.0"],
    ["HOOKLINE_ALLOW_CIDRS", "10.0.0.0/33"],
    ["HOOKLINE_ALLOW_CIDRS", "10.0.0.0/8/8"],
    ["HOOKLINE_ALLOWED_HOSTS", "https://hooks.example.com"],
    ["HOOKLINE_ALLOWED_HOSTS", "hooks.example.com:80"],
    ["HOOKLINE_ALLOWED_HOSTS", ""],
    ["HOOKLINE_INGRESS_BODY_MAX", "1023"],
    ["HOOKLINE_LOG_LEVEL", "loud"],
    ["HOOKLINE_KEEP_PROXY_HEADERS", "maybe"],
  ];

  for (const [variable, value] of cases) {
    test(`${variable}=${value}`, () => {
      const refusal = refusalOf({ environment: { [variable]: value } });

      expect(refusal.exitCode).toBe(78);
      expect(refusal.message).toContain(`(${variable})`);
      if (value.length > 3) expect(refusal.message).not.toContain(value);
      expect(refusal.message).not.toContain("\n");
    });
  }

  test("a wrong flag is a usage error", () => {
    const refusal = refusalOf({ flags: { port: "70000" } });

    expect(refusal).toMatchObject({ exitCode: 64, code: "invalid_flag" });
    expect(refusal.message).toBe("port (--port) must be a whole number from 0 to 65535.");
  });

  test("a port that Kubernetes has set is explained", () => {
    const refusal = refusalOf({ environment: { HOOKLINE_PORT: "tcp://10.0.0.1:4665" } });

    expect(refusal.message).toContain("enableServiceLinks: false");
  });

  test("the limits themselves are accepted", () => {
    const environment = { HOOKLINE_PORT: "65535", HOOKLINE_TOKEN: TOKEN };

    const { config } = load({ environment });

    expect(config).toMatchObject({ port: 65_535, token: TOKEN });
  });
});

describe("a server that other machines can reach", () => {
  test("needs to know its public URL", () => {
    for (const host of ["0.0.0.0", "::", "10.0.0.5", "hooks.internal"]) {
      expect(refusalOf({ flags: { host } }).message).toContain("HOOKLINE_PUBLIC_URL");
    }
  });

  test("calls the internet only, unless told otherwise", () => {
    const flags = { host: "0.0.0.0", publicUrl: "https://hooks.example.com" };

    expect(load({ flags }).config.addressPolicy).toBe("public");
    expect(load({ flags: { ...flags, addressPolicy: "private" } }).config.addressPolicy).toBe(
      "private",
    );
  });

  test("is warned of a public URL without TLS, except on loopback", () => {
    expect(load({ flags: { publicUrl: "http://hooks.example.com" } }).notices).toHaveLength(1);
    expect(load({ flags: { publicUrl: "http://[::1]:4665" } }).notices).toEqual([]);
  });
});

describe("requests under way at once", () => {
  const flags = { invocationConcurrency: "200", callConcurrency: "51" };

  test("are refused above what Bun sends at once, with the cure", () => {
    const refusal = refusalOf({ flags });

    expect(refusal.message).toContain("set BUN_CONFIG_MAX_HTTP_REQUESTS=251 or more");
  });

  test("are accepted at the limit, and above it when Bun's own limit is raised", () => {
    const raised = { BUN_CONFIG_MAX_HTTP_REQUESTS: "251" };

    expect(load({ flags: { ...flags, callConcurrency: "50" } }).config.callConcurrency).toBe(50);
    expect(load({ flags, environment: raised }).config.callConcurrency).toBe(51);
    expect(
      refusalOf({ flags, environment: { BUN_CONFIG_MAX_HTTP_REQUESTS: "250" } }),
    ).toBeDefined();
  });
});

describe("a config file", () => {
  test("may begin with a byte order mark", () => {
    expect(load({ configFile: configFile('\uFEFF{"port": 99}') }).config.port).toBe(99);
  });

  const wrong: Record<string, string> = {
    "with an unknown key": '{"prot": 1}',
    "with a key twice": '{"port": 1, "host": "::1", "port": 2}',
    "with an escaped key twice": '{"port": 1, "\\u0070ort": 2}',
    "with the wrong type": '{"port": "4665"}',
    "that is not JSON": `{"token": "${TOKEN}",}`,
    "that is a list": "[]",
    "that is empty": "",
    "that is huge": `{"host": "${"x".repeat(70_000)}"}`,
  };
  for (const [name, text] of Object.entries(wrong)) {
    test(`${name} is refused and named`, () => {
      const path = configFile(text);

      const refusal = refusalOf({ configFile: path });

      expect(refusal.exitCode).toBe(78);
      expect(refusal.message).toContain(path);
      expect(refusal.message).not.toContain(TOKEN);
    });
  }

  test("that is missing is refused", () => {
    expect(refusalOf({ configFile: "/nonexistent/config.json" }).message).toContain("ENOENT");
  });

  test("may use the same words inside of values", () => {
    const path = configFile({ allowedHosts: ["host", "port"], host: "localhost" });

    expect(load({ configFile: path }).config.host).toBe("localhost");
  });
});

test("a variable that is no setting is named, except the client's own", () => {
  const environment = { HOOKLINE_PROT: "1", HOOKLINE_URL: "http://x", HOOKLINE_PUBLIC_KEY: "k" };

  const { notices } = load({ environment });

  expect(notices).toEqual(["HOOKLINE_PROT is not a setting of Hookline and was ignored."]);
});

test("every setting has a description", () => {
  for (const key of SETTING_KEYS) {
    expect(CONFIG_SCHEMA.properties[key].description ?? "").toEndWith(".");
  }
});
