import { CliError, usageError } from "./cli-error.ts";
import type { Session } from "./session.ts";

/**
 * Makes sure that a person means it. Where there is nobody to ask, `--yes` must say so.
 *
 * @throws CliError when it was not meant.
 */
export async function confirm(
  { terminal }: Session,
  question: string,
  yes: boolean | undefined,
): Promise<void> {
  if (yes === true) return;
  if (!terminal.canAsk) {
    throw usageError(`${question} Nobody can be asked here: add --yes if you mean it.`);
  }
  const answer = await terminal.ask(`${question} [y/N] `);
  if (!/^y(es)?$/i.test(answer.trim())) throw new CliError("Nothing was done.");
}
