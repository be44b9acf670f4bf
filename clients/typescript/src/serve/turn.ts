interface MacrotaskHost {
  readonly setImmediate?: (callback: () => void) => unknown;
}

/**
 * Calls back in a later macrotask: by then every microtask has run, so code that is not waiting for
 * something outside has gone as far as it can.
 *
 * `setImmediate` costs about a microsecond (Node, Bun, Deno). Elsewhere a message port does the
 * same; timers, the last resort, are clamped to milliseconds.
 */
export const nextTurn: (callback: () => void) => void = chooseTurn();

function chooseTurn(): (callback: () => void) => void {
  const { setImmediate } = globalThis as MacrotaskHost;
  if (typeof setImmediate === "function") return (callback) => void setImmediate(callback);
  if (typeof MessageChannel === "function") return portTurn;
  return (callback) => void setTimeout(callback, 0);
}

let channel: MessageChannel | null = null;
const queue: (() => void)[] = [];

/** The channel is made at first use: edge runtimes forbid it while a module loads. */
function portTurn(callback: () => void): void {
  if (channel === null) {
    channel = new MessageChannel();
    channel.port1.onmessage = () => queue.shift()?.();
  }
  queue.push(callback);
  channel.port2.postMessage(null);
}
