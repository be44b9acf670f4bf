/** Latency summary and rate of a closed loop. */
export interface LoadResult {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Runs `inFlight` copies of `once` in a loop for `seconds`, after an uncounted warm-up. */
export async function closedLoop(
  once: () => Promise<void>,
  options: { inFlight: number; seconds: number; warmSeconds: number },
): Promise<LoadResult> {
  const { inFlight, seconds, warmSeconds } = options;
  const latencies: number[] = [];
  const countFrom = performance.now() + warmSeconds * 1_000;
  const stopAt = countFrom + seconds * 1_000;
  const loop = async (): Promise<void> => {
    for (;;) {
      const begun = performance.now();
      if (begun >= stopAt) return;
      await once();
      const ended = performance.now();
      if (ended >= countFrom && ended <= stopAt) latencies.push(ended - begun);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, loop));
  return { perSecond: latencies.length / seconds, ...quantiles(latencies) };
}

/** Median and 99th percentile. */
export function quantiles(latencies: number[]): { p50Ms: number; p99Ms: number } {
  const sorted = Float64Array.from(latencies).sort();
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
  return { p50Ms: at(0.5), p99Ms: at(0.99) };
}

/**
 * What this machine's loopback and runtime allow at the same concurrency: a bare server that echoes
 * a body of the same size, driven by the same client. Exchanges per second.
 */
export async function echoRate(inFlight: number): Promise<number> {
  const child = Bun.spawn([process.execPath, new URL("./echo.ts", import.meta.url).pathname], {
    stdin: "ignore",
    stdout: "pipe",
    stderr: "inherit",
  });
  const reader = child.stdout.getReader();
  const { value } = await reader.read();
  const url = new TextDecoder().decode(value).trim();
  const body = JSON.stringify({ ok: true, step: 1 });
  const once = async () => {
    await (await fetch(url, { method: "POST", body })).text();
  };
  const { perSecond } = await closedLoop(once, { inFlight, seconds: 2, warmSeconds: 0.5 });
  child.kill();
  return perSecond;
}
