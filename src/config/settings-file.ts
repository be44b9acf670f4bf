import { readFileSync, statSync } from "node:fs";
import { StartupError } from "./startup-error.ts";

/** A config file is a page of settings; something larger is another file. */
const FILE_SIZE_MAX = 65_536;

/**
 * The settings of a JSON config file, unchecked. A byte order mark is accepted.
 *
 * @throws StartupError when the file cannot be read, is not one JSON object, or names a key twice
 * (JSON would silently keep the last).
 */
export function readSettingsFile(path: string): Record<string, unknown> {
  const text = readText(path);
  const settings = parseObject(path, text);
  const twice = findDuplicateKey(text);
  if (twice !== null) throw refuse(path, `has the key ${JSON.stringify(twice)} twice.`);
  return settings;
}

function readText(path: string): string {
  try {
    const { size } = statSync(path);
    if (size > FILE_SIZE_MAX) throw refuse(path, `is larger than ${FILE_SIZE_MAX} bytes.`);
    return readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    if (error instanceof StartupError) throw error;
    throw refuse(path, `cannot be read (${(error as NodeJS.ErrnoException).code ?? "error"}).`);
  }
}

function parseObject(path: string, text: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, which may hold the token.
    throw refuse(path, "is not valid JSON.");
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    throw refuse(path, "must hold one JSON object.");
  }
  return parsed as Record<string, unknown>;
}

/** The first key that occurs twice. `text` is valid JSON, and settings are never nested. */
function findDuplicateKey(text: string): string | null {
  const seen = new Set<string>();
  for (const [, literal = "", colon] of text.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?/g)) {
    if (colon === undefined) continue;
    const key = JSON.parse(literal) as string;
    if (seen.has(key)) return key;
    seen.add(key);
  }
  return null;
}

function refuse(path: string, complaint: string): StartupError {
  return new StartupError("invalid_config_file", `The config file ${path} ${complaint}`);
}
