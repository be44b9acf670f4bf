import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isLoopback } from "../../config/rules.ts";
import { CONFIG_SCHEMA, environmentVariableOf } from "../../config/schema.ts";
import { TOKEN_FILE } from "../../server/data-folder.ts";
import type { Terminal } from "../terminal.ts";
import { usageError } from "./cli-error.ts";

/** Where a server listens that was started without options. */
const { host, port, dataDir } = CONFIG_SCHEMA.properties;
const URL_DEFAULT = `http://${host.default}:${port.default}`;

/** What may stand in an Authorization header (RFC 6750). */
const TOKEN_PATTERN = /^[A-Za-z0-9._~+/-]+=*$/;

/** How to reach a server, and as whom. */
export interface Connection {
  /** Without a slash at the end. */
  readonly url: string;
  /** Secret: never print it. Null when none was found. */
  readonly token: string | null;
  /** Where the token is from, or where it was looked for. To be printed. */
  readonly tokenNote: string;
}

/** What the flags say about the connection. */
export interface ConnectionOptions {
  readonly server?: string;
  readonly token?: string;
  readonly dataFolder?: string;
}

/**
 * Finds the server and the token: flags come first, then the environment, then what `hookline
 * serve` has left in its data folder. That last one is for a server on this machine only: elsewhere
 * it would tell a stranger the secret of another server.
 */
export function findConnection(
  options: ConnectionOptions,
  { environment }: Pick<Terminal, "environment">,
): Connection {
  const url = serverUrl(options.server, environment.HOOKLINE_URL);
  return { url: url.href.replace(/\/+$/, ""), ...findToken(options, environment, url) };
}

function serverUrl(flag: string | undefined, variable: string | undefined): URL {
  const source = flag === undefined ? "HOOKLINE_URL" : "--server";
  const url = URL.parse(flag ?? (variable || URL_DEFAULT));
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw usageError(`${source} must be a URL, such as ${URL_DEFAULT}.`);
  }
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw usageError(`${source} must be a plain URL, without user, password, query and fragment.`);
  }
  return url;
}

type FoundToken = Pick<Connection, "token" | "tokenNote">;

function findToken(
  { token: flag, dataFolder }: ConnectionOptions,
  environment: Terminal["environment"],
  url: URL,
): FoundToken {
  if (flag !== undefined) return checked(flag, "--token");
  const variable = environment.HOOKLINE_TOKEN;
  if (variable !== undefined && variable !== "") return checked(variable, "HOOKLINE_TOKEN");

  const folder = dataFolder ?? environment[environmentVariableOf("dataDir")] ?? dataDir.default;
  const path = join(folder, TOKEN_FILE);
  if (!isLoopback(url.hostname.replace(/^\[|\]$/g, ""))) {
    return { token: null, tokenNote: "neither --token nor HOOKLINE_TOKEN was given" };
  }
  try {
    return checked(readFileSync(path, "utf8").trim(), path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const reason = code === "ENOENT" ? "does not exist" : `cannot be read (${code})`;
    return { token: null, tokenNote: `--token and HOOKLINE_TOKEN are not set, ${path} ${reason}` };
  }
}

function checked(token: string, source: string): FoundToken {
  // `fetch` would refuse it too, and quote it.
  if (TOKEN_PATTERN.test(token)) return { token, tokenNote: source };
  throw usageError(`The token of ${source} holds characters that no token has.`);
}
