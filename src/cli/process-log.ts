import type { Config } from "../config/schema.ts";
import { createLogger, type Logger, type LogStyle, logStyle } from "../observe/log.ts";
import { streamSink } from "../observe/log-stream.ts";
import type { Terminal } from "./terminal.ts";

/** The server's log, on standard error: standard output holds what was asked for. */
export function createProcessLog(config: Config, terminal: Terminal): Logger {
  const style = styleOf(config, terminal);
  const sink = streamSink(process.stderr, (lines) => log.warn("log lines were lost", { lines }));
  const log = createLogger({ level: config.logLevel, style, now: Date.now, sink });
  return log;
}

function styleOf({ logFormat }: Config, { environment }: Terminal): LogStyle {
  if (logFormat === "json") return "json";
  const automatic = logStyle(process.stderr.isTTY === true, environment);
  return logFormat === "text" && automatic === "json" ? "plain" : automatic;
}
