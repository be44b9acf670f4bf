import type { RunId } from "../core/ids.ts";
import type { RunCommand } from "../core/run/command.ts";
import type { Outcome } from "../core/run/outcome.ts";

/** What the routes need of the engine: the one way to change a run. */
export interface RunWriter {
  /** Applies the command durably. @throws when storage cannot take it; then nothing happened. */
  apply(runId: RunId, command: RunCommand): Promise<Outcome>;
}
