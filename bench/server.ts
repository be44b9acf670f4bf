import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const BINARY = resolve(import.meta.dirname, "../dist/hookline");

/** The compiled server under measurement, on a fresh data folder. */
export interface MeasuredServer {
  readonly url: string;
  readonly token: string;
  readonly pid: number;
  /** From spawn to the first good answer, in ms. */
  readonly startMs: number;
  stop(): Promise<void>;
}

/** Starts the compiled binary with its default settings: fsync on every commit. */
export async function startBinary(): Promise<MeasuredServer> {
  if (!existsSync(BINARY)) throw new Error("dist/hookline is missing: npm run build");
  const data = mkdtempSync(join(tmpdir(), "hookline-bench-"));
  const port = freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = { ...process.env, HOOKLINE_LOG_LEVEL: "warn" };
  const begun = performance.now();
  const child = Bun.spawn([BINARY, "serve", "--data", data, "--port", String(port)], {
    env,
    stdin: "ignore",
    stdout: "ignore",
    stderr: "inherit",
  });
  await untilReady(url);
  const startMs = performance.now() - begun;
  const token = readFileSync(join(data, "admin.token"), "utf8").trim();
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await child.exited;
    rmSync(data, { recursive: true, force: true });
  };
  return { url, token, pid: child.pid, startMs, stop };
}

function freePort(): number {
  const probe = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response() });
  const { port } = probe;
  probe.stop(true);
  if (port === undefined) throw new Error("no free port");
  return port;
}

async function untilReady(url: string): Promise<void> {
  const giveUpAt = performance.now() + 10_000;
  while (performance.now() < giveUpAt) {
    const ready = await fetch(`${url}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return;
    await Bun.sleep(1);
  }
  throw new Error("the server did not become ready");
}

/** Resident memory of a process in MB: proportional share of shared pages. */
export function rssMb(pid: number): number {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? Number.NaN) / 1024;
}
