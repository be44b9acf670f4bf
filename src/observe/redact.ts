/** Characters of one text in a log record: enough for a stack, too few to drown the rest. */
const TEXT_LENGTH_MAX = 2_000;

/** Values of one record, however nested: a cycle or a huge object must not hold up the server. */
const VALUES_MAX = 200;

const DEPTH_MAX = 5;

const REDACTED = "[redacted]";

const SECRET_NAME = /token|secret|authorization|cookie|password|passphrase|credential|api-?_?key/i;

/** A slash, also as JSON of other languages escapes it, or percent-encoded, even twice. */
const SLASH = String.raw`(?:\\*/|%(?:25)*2f)`;
/** The ids of hooks, unlike their tokens, are no secrets. */
const HOOK_ID = String.raw`hook_[0-9a-z]{26}(?![\w-])`;
const HOOK_URL = new RegExp(
  String.raw`(${SLASH}hooks${SLASH})(?!${HOOK_ID})[^\s/?#&"'<>\\%]+`,
  "gi",
);
const CREDENTIALS = /\b(bearer|basic)\s+[^\s"',;]{8,}/gi;
/** Our own capability tokens and keys, wherever they turn up. */
const PREFIXED = /\b(hl[a-z]_|whsk_|whsec_)[\w.+/=-]+/g;
const QUERY_SECRET =
  /([?&][\w.-]*(?:token|secret|signature|api-?_?key|password)[\w.-]*=)[^&\s"'#]+/gi;
/** `user:password@` of a URL. */
const USER_INFO = /(:\/\/)[^\s/@"'?#]+@/g;

/** What a log record may hold: JSON, safe to show. */
export type Loggable = string | number | boolean | null | Loggable[] | { [name: string]: Loggable };

/** The text without what looks like a secret, cut to a length that fits a log. */
export function maskText(text: string): string {
  const isLong = text.length > TEXT_LENGTH_MAX;
  const head = isLong ? text.slice(0, TEXT_LENGTH_MAX) : text;
  const masked = head
    .replace(HOOK_URL, `$1${REDACTED}`)
    .replace(CREDENTIALS, `$1 ${REDACTED}`)
    .replace(PREFIXED, `$1${REDACTED}`)
    .replace(QUERY_SECRET, `$1${REDACTED}`)
    .replace(USER_INFO, `$1${REDACTED}@`);
  return isLong ? `${masked}… (${text.length} characters)` : masked;
}

/**
 * A copy that is safe to log: fields named like a secret are replaced, also as header pairs
 * (`["cookie", …]`, `{ name: "cookie", value: … }`); texts are masked; of bytes only the number is
 * left.
 *
 * Bounded in depth and size. Never throws, whatever the value is.
 */
export function redact(value: unknown): Loggable {
  return copy(value, { depth: 0, left: { values: VALUES_MAX } });
}

interface Bounds {
  readonly depth: number;
  readonly left: { values: number };
}

function copy(value: unknown, bounds: Bounds): Loggable {
  bounds.left.values -= 1;
  switch (typeof value) {
    case "string":
      return maskText(value);
    case "number":
      return Number.isFinite(value) ? value : String(value);
    case "boolean":
      return value;
    case "object":
      return value === null ? null : copyObject(value, bounds);
    case "undefined":
      return null;
    case "bigint":
      return String(value);
    default:
      return `[${typeof value}]`;
  }
}

function copyObject(value: object, bounds: Bounds): Loggable {
  if (bounds.depth >= DEPTH_MAX) return "[…]";
  const inner = { depth: bounds.depth + 1, left: bounds.left };
  try {
    if (Array.isArray(value)) return copyArray(value, inner);
    if (value instanceof Error) return copyError(value, inner);
    if (value instanceof Date || value instanceof URL) return maskText(value.toJSON() ?? "[date]");
    if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
    if (value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
    if (value instanceof Map || value instanceof Set) return `[${value.size} items]`;
    return copyFields(value, inner);
  } catch {
    return "[unreadable]";
  }
}

function copyArray(values: readonly unknown[], bounds: Bounds): Loggable {
  const [name] = values;
  if (values.length === 2 && typeof name === "string" && isSecretName(name)) {
    return [maskText(name), REDACTED];
  }
  const copies: Loggable[] = [];
  for (const value of values) {
    if (bounds.left.values <= 0) return [...copies, `[${values.length - copies.length} more]`];
    copies.push(copy(value, bounds));
  }
  return copies;
}

function copyError(error: Error, bounds: Bounds): Loggable {
  const fields: { [name: string]: Loggable } = {
    name: maskText(String(error.name)),
    message: maskText(String(error.message)),
  };
  const code = "code" in error ? error.code : undefined;
  if (typeof code === "string" || typeof code === "number") fields.code = copy(code, bounds);
  if (typeof error.stack === "string") fields.stack = maskText(error.stack);
  if (error.cause !== undefined) fields.cause = copy(error.cause, bounds);
  return fields;
}

function copyFields(value: object, bounds: Bounds): Loggable {
  const fields: { [name: string]: Loggable } = {};
  const isSecretPair =
    "name" in value && typeof value.name === "string" && isSecretName(value.name);
  for (const [name, field] of Object.entries(value)) {
    if (field === undefined) continue;
    if (bounds.left.values <= 0) {
      fields["…"] = "more";
      break;
    }
    const isSecret = isSecretName(name) || (isSecretPair && name === "value");
    fields[maskText(name)] = isSecret && field !== null ? REDACTED : copy(field, bounds);
  }
  return fields;
}

function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}
