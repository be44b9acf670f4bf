import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { freePort, waitFor } from "../../support/hookline-process.ts";
import type { FrameworkApp } from "./apps.ts";
import { shownFile, withThirdParty } from "./quick-start.ts";

const FOLDER = resolve(import.meta.dirname, "..");
const APPS = join(FOLDER, "apps");

/** Copies of the apps, where builds may write what they like. */
const WORK = join(FOLDER, "work");

/** The frameworks' programs come first; a Node that all of them accept is among them. */
const PATH = `${join(FOLDER, "node_modules/.bin")}:${process.env.PATH}`;

/** None of them may report anything to anybody, or look for updates. */
const QUIET = {
  ASTRO_TELEMETRY_DISABLED: "1",
  DENO_NO_UPDATE_CHECK: "1",
  DO_NOT_TRACK: "1",
  NEXT_TELEMETRY_DISABLED: "1",
  NUXT_TELEMETRY_DISABLED: "1",
};

const START_MS_MAX = 60_000;
const STOP_MS_MAX = 5_000;

/** An app of a framework, or the program of its quick start, as a process of its own. */
export interface RunningApp {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Copies an app, adds the file of its quick start, which calls this third party, and builds it.
 *
 * @throws Error with all that the build printed.
 */
export async function buildApp(app: FrameworkApp, thirdPartyUrl: string): Promise<void> {
  if (!existsSync(join(FOLDER, "node_modules/@hookline/workflow"))) {
    throw new Error("the frameworks are not installed: npm run test:frameworks");
  }
  const folder = join(WORK, app.folder);
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(APPS, app.folder), folder, { recursive: true });
  cpSync(join(APPS, "workflows.js"), join(WORK, "workflows.js"));
  const shown = withThirdParty(shownFile(app.quickStart.page), thirdPartyUrl);
  mkdirSync(dirname(join(folder, shown.path)), { recursive: true });
  writeFileSync(join(folder, shown.path), shown.text);

  if (app.build === undefined) return;
  const child = spawn(app, app.build, {});
  const texts = await Promise.all([child.stdout, child.stderr].map((stream) => stream.text()));
  if ((await child.exited) !== 0) throw new Error(`${app.name}: ${texts.join("")}`);
}

/** Starts the app. It must have been built. */
export function startApp(app: FrameworkApp, env: Record<string, string>): Promise<RunningApp> {
  return start(app, app.start, { ...app.env, ...env });
}

/** Starts what the quick start shows, where this is a program of its own; null where it is not. */
export async function startQuickStart(
  app: FrameworkApp,
  env: Record<string, string>,
): Promise<RunningApp | null> {
  const { quickStart } = app;
  if (quickStart.start === undefined) return null;
  return start(app, quickStart.start, { ...app.env, ...quickStart.env, ...env });
}

async function start(
  app: FrameworkApp,
  command: readonly string[],
  env: Record<string, string>,
): Promise<RunningApp> {
  const port = freePort();
  const url = `http://127.0.0.1:${port}`;
  const host = "127.0.0.1";
  const address = { PORT: String(port), HOST: host, HOSTNAME: host, NITRO_HOST: host };
  const child = spawn(app, command, { ...env, ...address });
  let output = "";
  const read = async (stream: ReadableStream<Uint8Array>) => {
    const decoder = new TextDecoder();
    for await (const chunk of stream) output += decoder.decode(chunk, { stream: true });
  };
  void read(child.stdout);
  void read(child.stderr);
  const stop = async () => {
    child.kill("SIGTERM");
    const hard = setTimeout(() => child.kill("SIGKILL"), STOP_MS_MAX);
    await child.exited;
    clearTimeout(hard);
  };
  const isUp = async () => {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
    return (await fetch(url).catch(() => null)) !== null;
  };
  await waitFor("it to listen", isUp, START_MS_MAX).catch(async (error) => {
    await stop();
    throw new Error(`${app.name}, ${command.join(" ")}: ${error.message}\n${output}`);
  });
  return { url, stop };
}

function spawn(app: FrameworkApp, command: readonly string[], env: Record<string, string>) {
  const outside = Object.entries(process.env).filter(([name]) => !name.startsWith("HOOKLINE_"));
  return Bun.spawn([...command], {
    cwd: join(WORK, app.folder),
    env: { ...Object.fromEntries(outside), NODE_ENV: "production", PATH, ...QUIET, ...env },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
}
