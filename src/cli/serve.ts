import { Command, Option } from "commander";
import { loadConfig } from "../config/load.ts";
import {
  CONFIG_SCHEMA,
  environmentVariableOf,
  flagOf,
  SETTING_KEYS,
  type SettingKey,
} from "../config/schema.ts";
import { checkDataFolder } from "../server/data-folder.ts";
import { greeting } from "./greeting.ts";
import { createProcessLog } from "./process-log.ts";
import { firstSignal } from "./signals.ts";
import type { Terminal } from "./terminal.ts";

const HELP = `
A setting comes from its flag, else its environment variable, else the config file, else its
default. Lists are separated by commas.

Environment:
  HOOKLINE_TOKEN                     admin token of your choice; it has no flag, because every user
                                     of a machine can read the flags of its processes
  HOOKLINE_CONFIG                    the config file, like --config
  BUN_CONFIG_MAX_HTTP_REQUESTS       must be raised for more than 250 requests under way at once
  NO_COLOR                           no colours in the log

Config file (JSON; the keys are the flags' names in camelCase, and dataDir for --data):
  { "dataDir": "/var/lib/hookline", "publicUrl": "https://hooks.example.com" }

Exit codes:
  0 stopped by SIGTERM or SIGINT    64 wrong flag          65 damaged or foreign data
  69 port in use                    73 cannot create       74 the disk failed
  75 data folder in use             77 no permission       78 wrong setting

Examples:
  hookline serve
  hookline serve --port 8080 --data /var/lib/hookline
  hookline serve --host 0.0.0.0 --public-url https://hooks.example.com
  hookline serve --config /etc/hookline.json --check-config
`;

type ServeOptions = Partial<Record<SettingKey, string>> & {
  readonly config?: string;
  readonly checkConfig?: boolean;
};

/** `hookline serve` */
export function serveCommand(terminal: Terminal): Command {
  const command = new Command("serve").description(
    "Start the server, and print how to reach it. It runs until SIGTERM or SIGINT, then finishes " +
      "what is under way.",
  );
  for (const key of SETTING_KEYS) {
    const option = optionOf(key);
    if (option !== null) command.addOption(option);
  }
  return command
    .option("--config <file>", "JSON file with settings (HOOKLINE_CONFIG)")
    .option("--check-config", "check settings, data folder and keys without starting")
    .addHelpText("after", HELP)
    .action((options: ServeOptions) => serve(options, terminal));
}

const VALUE_NAMES: Record<string, string> = {
  array: "list",
  boolean: "true|false",
  integer: "number",
};

function optionOf(key: SettingKey): Option | null {
  const flag = flagOf(key);
  if (flag === null) return null;
  const schema = CONFIG_SCHEMA.properties[key] as {
    anyOf?: { const: string }[];
    type?: string;
    description?: string;
    default?: unknown;
  };
  const choices = schema.anyOf?.map((choice) => choice.const).join("|");
  const value = choices ?? VALUE_NAMES[schema.type ?? ""] ?? "text";
  const hasDefault = schema.default !== undefined && schema.type !== "array";
  const notes = [environmentVariableOf(key), ...(hasDefault ? [`default ${schema.default}`] : [])];
  const option = new Option(`${flag} <${value}>`, `${schema.description} (${notes.join(", ")})`);
  // Commander names options after their flags; we name them after their settings.
  option.attributeName = () => key;
  return option;
}

async function serve(options: ServeOptions, terminal: Terminal): Promise<void> {
  const { config, notices } = load(options, terminal);
  if (options.checkConfig === true) {
    const { checkKeys } = await import("../server/keys.ts");
    checkDataFolder(config.dataDir);
    checkKeys(config.dataDir);
    for (const notice of notices) terminal.out(`${notice}\n`);
    return terminal.out("The configuration is in order.\n");
  }

  // Whatever we create holds the users' payloads: for its owner only.
  process.umask(0o077);
  const log = createProcessLog(config, terminal);
  for (const notice of notices) log.warn(notice);
  // Before the start: whoever reads the greeting may stop us at once.
  const signal = firstSignal(log);
  // Only now: the server is large, and all other commands do without it.
  const { startServer } = await import("../server/server.ts");
  const server = await startServer(config, log);
  terminal.out(greeting(server, config));

  await Promise.race([signal, server.failed]);
  await server.stop();
}

function load({ config, checkConfig: _, ...flags }: ServeOptions, terminal: Terminal) {
  const { environment } = terminal;
  const configFile = config ?? environment.HOOKLINE_CONFIG ?? null;
  return loadConfig({ flags, environment, configFile });
}
