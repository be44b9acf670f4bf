import { Value, type ValueError } from "@sinclair/typebox/value";
import {
  complainAboutAllowedHost,
  complainAboutCidr,
  complainAboutConcurrency,
  complainAboutHost,
  complainAboutPublicUrl,
  FETCH_LIMIT_VARIABLE,
  isLoopback,
} from "./rules.ts";
import {
  CONFIG_SCHEMA,
  type Config,
  environmentVariableOf,
  flagOf,
  SETTING_KEYS,
  type SettingKey,
  type Settings,
} from "./schema.ts";
import { readSettingsFile } from "./settings-file.ts";
import { StartupError } from "./startup-error.ts";

/** Where settings come from; the earlier one wins: flags, environment, config file, defaults. */
export interface ConfigSources {
  /** Raw texts of the command line, by setting. */
  readonly flags: Readonly<Partial<Record<SettingKey, string>>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Path of the config file, or null. */
  readonly configFile: string | null;
}

export interface LoadedConfig {
  readonly config: Config;
  /** What the operator should know although it is not an error. One sentence each. */
  readonly notices: readonly string[];
}

/** Variables of our prefix that are not settings of the server. */
const FOREIGN_VARIABLES = new Set(["HOOKLINE_CONFIG", "HOOKLINE_URL", "HOOKLINE_PUBLIC_KEY"]);

/** A value and where it was found. `source` completes the sentence "port (…) must be …". */
interface Found {
  readonly value: unknown;
  readonly source: string;
  readonly kind: "flag" | "environment" | "file";
}

type FoundSettings = Map<SettingKey, Found>;

/**
 * The configuration of one server out of its sources.
 *
 * @throws StartupError; the message names setting and source and never the value.
 */
export function loadConfig(sources: ConfigSources): LoadedConfig {
  const notices: string[] = [];
  const found = collect(sources, notices);
  const settings = check(found);
  checkRules(settings, found, sources.environment);
  noticeUnknownVariables(sources.environment, notices);

  const loopback = isLoopback(settings.host);
  const publicUrl = settings.publicUrl === undefined ? null : new URL(settings.publicUrl).origin;
  if (publicUrl !== null && isUnprotected(new URL(publicUrl))) {
    notices.push("publicUrl is plain http: webhook bodies and URLs travel unprotected.");
  }
  const config: Config = {
    ...settings,
    publicUrl,
    token: settings.token ?? null,
    addressPolicy: settings.addressPolicy ?? (loopback ? "private" : "public"),
    allowCidrs: Object.freeze(settings.allowCidrs),
    allowedHosts: Object.freeze(settings.allowedHosts),
  };
  return { config: Object.freeze(config), notices };
}

/** All values given, each by its strongest source. */
function collect(sources: ConfigSources, notices: string[]): FoundSettings {
  const found: FoundSettings = new Map();
  const path = sources.configFile;
  for (const [key, value] of Object.entries(path === null ? {} : readSettingsFile(path))) {
    const source = `config file ${path}`;
    if (!isSettingKey(key)) {
      const name = JSON.stringify(key);
      throw new StartupError("unknown_setting", `${source}: unknown key ${name}.`);
    }
    found.set(key, { value, source, kind: "file" });
  }

  for (const key of SETTING_KEYS) {
    const variable = environmentVariableOf(key);
    const text = sources.environment[variable];
    if (text !== undefined) {
      if (found.has(key)) notices.push(`${variable} overrides ${key} of the config file.`);
      found.set(key, { value: parseText(key, text), source: variable, kind: "environment" });
    }
    const flag = sources.flags[key];
    if (flag !== undefined) {
      const source = flagOf(key) ?? key;
      found.set(key, { value: parseText(key, flag), source, kind: "flag" });
    }
  }
  return found;
}

function isSettingKey(key: string): key is SettingKey {
  return Object.hasOwn(CONFIG_SCHEMA.properties, key);
}

/** Plain http to somewhere outside this machine. */
function isUnprotected(url: URL): boolean {
  return url.protocol === "http:" && !isLoopback(url.hostname.replace(/^\[|\]$/g, ""));
}

/** Text that does not parse is returned as it is, for the schema to refuse. */
function parseText(key: SettingKey, text: string): unknown {
  if (text === "") return text;
  const { type } = CONFIG_SCHEMA.properties[key] as { type?: string };
  if (type === "integer" && /^-?\d{1,15}$/.test(text)) return Number(text);
  if (type === "boolean") return { true: true, false: false }[text] ?? text;
  if (type === "array") return text.split(",").map((item) => item.trim());
  return text;
}

function check(found: FoundSettings): Settings {
  const given = Object.fromEntries([...found].map(([key, { value }]) => [key, value]));
  const settings = Value.Default(CONFIG_SCHEMA, given);
  const error = Value.Errors(CONFIG_SCHEMA, settings).First();
  if (error === undefined) return settings as Settings;
  const key = error.path.split("/")[1] as SettingKey;
  throw refuse(key, found, complaintOf(error, key, found));
}

function complaintOf(error: ValueError, key: SettingKey, found: FoundSettings): string {
  const { value, source } = found.get(key) ?? {};
  if (value === "") return "is empty: remove it to use the default.";
  if (source === "HOOKLINE_PORT" && String(value).startsWith("tcp://")) {
    return "was set by Kubernetes for a service called hookline: use enableServiceLinks: false.";
  }
  const schema = error.schema as { anyOf?: { const: string }[]; type?: string };
  if (schema.anyOf !== undefined) {
    return `must be one of ${schema.anyOf.map((choice) => choice.const).join(", ")}.`;
  }
  if (key === "token") {
    return "must be 32 to 512 letters, digits or -._~+/ (remove it to have one generated).";
  }
  if (schema.type === "boolean") return "must be true or false.";
  const { minimum, maximum } = CONFIG_SCHEMA.properties[key] as Record<string, unknown>;
  if (minimum !== undefined) return `must be a whole number from ${minimum} to ${maximum}.`;
  return `is wrong: ${error.message.toLowerCase()}.`;
}

function checkRules(
  settings: Settings,
  found: FoundSettings,
  environment: ConfigSources["environment"],
): void {
  const { host, publicUrl, allowedHosts, allowCidrs } = settings;
  const sum = settings.invocationConcurrency + settings.callConcurrency;
  const complaints: [SettingKey, string | null][] = [
    ["host", complainAboutHost(host)],
    ["publicUrl", publicUrl === undefined ? null : complainAboutPublicUrl(publicUrl)],
    ["allowedHosts", first(allowedHosts, complainAboutAllowedHost)],
    ["allowCidrs", first(allowCidrs, complainAboutCidr)],
    ["invocationConcurrency", complainAboutConcurrency(sum, environment[FETCH_LIMIT_VARIABLE])],
    ["host", complainAboutExposure(settings)],
  ];
  for (const [key, complaint] of complaints) {
    if (complaint !== null) throw refuse(key, found, complaint);
  }
}

function complainAboutExposure({ host, publicUrl }: Settings): string | null {
  if (isLoopback(host) || publicUrl !== undefined) return null;
  return (
    "is reachable from other machines, so Hookline must know its address there: set " +
    "HOOKLINE_PUBLIC_URL or --public-url, for example to https://hooks.example.com."
  );
}

function first<Item>(items: readonly Item[], complain: (item: Item) => string | null) {
  for (const item of items) {
    const complaint = complain(item);
    if (complaint !== null) return complaint;
  }
  return null;
}

function refuse(key: SettingKey, found: FoundSettings, complaint: string): StartupError {
  const { source = "default", kind } = found.get(key) ?? {};
  const code = kind === "flag" ? "invalid_flag" : "invalid_setting";
  return new StartupError(code, `${key} (${source}) ${complaint}`);
}

/** A typing mistake must not pass in silence; other programs may share the prefix, so no error. */
function noticeUnknownVariables(
  environment: ConfigSources["environment"],
  notices: string[],
): void {
  const known = new Set([...SETTING_KEYS.map(environmentVariableOf), ...FOREIGN_VARIABLES]);
  for (const name of Object.keys(environment).sort()) {
    if (!name.startsWith("HOOKLINE_") || known.has(name)) continue;
    notices.push(`${name} is not a setting of Hookline and was ignored.`);
  }
}
