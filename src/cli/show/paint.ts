/** Colours of a terminal, or none. */
export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly blue: (text: string) => string;
}

/** Codes of ECMA-48 that every terminal with colours knows. */
const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34 } as const;

/** Colours for a terminal, unless its owner has asked for none (no-color.org). */
export function paintFor(
  isTerminal: boolean,
  environment: Readonly<Record<string, string | undefined>>,
): Paint {
  const isPlain = (environment.NO_COLOR ?? "") !== "" || environment.TERM === "dumb";
  const brush = (name: keyof Paint) => (text: string) =>
    isTerminal && !isPlain && text !== "" ? `\u001b[${CODES[name]}m${text}\u001b[0m` : text;
  return {
    bold: brush("bold"),
    dim: brush("dim"),
    red: brush("red"),
    green: brush("green"),
    yellow: brush("yellow"),
    blue: brush("blue"),
  };
}

const STATUS_COLOURS: Readonly<Record<string, keyof Paint>> = {
  running: "blue",
  pending: "blue",
  retrying: "yellow",
  succeeded: "green",
  matches: "green",
  failed: "red",
  differs: "red",
  unreachable: "red",
  canceled: "dim",
  timed_out: "yellow",
  paused: "yellow",
  revoked: "dim",
};

/** A status in its colour. */
export function paintStatus(paint: Paint, status: string): string {
  const colour = STATUS_COLOURS[status.trim()];
  return colour === undefined ? status : paint[colour](status);
}
