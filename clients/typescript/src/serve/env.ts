/** Environment variables, or the bindings of an edge runtime. */
export type Env = Readonly<Record<string, string | undefined>>;

interface EnvHost {
  readonly process?: { readonly env?: Env };
  readonly Deno?: { readonly env: { toObject(): Env } };
}

/** The settings of this package that can come from the environment. */
export type SettingName =
  | "HOOKLINE_URL"
  | "HOOKLINE_TOKEN"
  | "HOOKLINE_PUBLIC_KEY"
  | "HOOKLINE_SIGNING_SECRET"
  | "NODE_ENV";

/** One setting: from the first of the given environments that has it, else from the process. */
export function readSetting(name: SettingName, ...envs: readonly (Env | undefined)[]) {
  for (const env of [...envs, processEnv()]) {
    const value = env?.[name];
    if (typeof value === "string" && value.trim() !== "") return value.trim();
  }
  return undefined;
}

let denoEnv: Env | undefined;

/** The environment of the process; empty where there is none, or where it may not be read. */
export function processEnv(): Env {
  const { process, Deno } = globalThis as EnvHost;
  if (process?.env !== undefined) return process.env;
  if (denoEnv !== undefined) return denoEnv;
  try {
    denoEnv = Deno?.env.toObject() ?? {};
  } catch {
    denoEnv = {}; // Deno without --allow-env
  }
  return denoEnv;
}

/** What `context.env` shows: the process has nothing on some edge runtimes, the request has. */
export function environment(given: Env | undefined, ofRequest: Env | undefined): Env {
  if (given !== undefined) return given;
  const env = processEnv();
  if (ofRequest === undefined) return env;
  for (const _name in env) return env;
  return ofRequest;
}
