/** The first thing that is wrong with a JSON value that somebody sent. Never holds the value. */
export interface FieldProblem {
  readonly ok: false;
  readonly code: "validation_failed" | "url_not_allowed" | "limit_exceeded";
  /** Path to the field: `step`, `failure.name`, `operations[3].url`. */
  readonly field: string;
  /** What is wrong, to be read after the field's name. */
  readonly detail: string;
}

/** Whether a JSON value is an object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const encoder = new TextEncoder();

/** Half of a surrogate pair: it has no UTF-8 form, and encoders replace it silently. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Reads the fields of one JSON object and remembers the first problem.
 *
 * A read never throws: where a field is wrong it returns an empty value, and the caller looks at
 * `problem` once, at the end. So a decoder reads like the object it makes.
 */
export class FieldReader {
  /** The first problem met, or null. */
  problem: FieldProblem | null = null;
  readonly #object: Record<string, unknown>;
  readonly #read = new Set<string>();

  constructor(object: Record<string, unknown>) {
    this.#object = object;
  }

  /** The raw value of a field; undefined when it is absent. */
  take(field: string): unknown {
    this.#read.add(field);
    return Object.hasOwn(this.#object, field) ? this.#object[field] : undefined;
  }

  /** Notes a problem, unless there is one already. */
  fail(field: string, detail: string, code: FieldProblem["code"] = "validation_failed"): void {
    this.problem ??= { ok: false, code, field, detail };
  }

  text(field: string): string {
    return this.optionalText(field) ?? this.#missing(field, "must be a string", "");
  }

  /** Null and absence are the same. The text is well-formed Unicode: it can be stored as UTF-8. */
  optionalText(field: string): string | null {
    const value = this.take(field);
    if (value === undefined || value === null) return null;
    if (typeof value !== "string") return this.#missing(field, "must be a string", "");
    if (LONE_SURROGATE.test(value)) this.fail(field, "is not well-formed Unicode");
    return value;
  }

  flag(field: string): boolean {
    const value = this.take(field);
    return typeof value === "boolean"
      ? value
      : this.#missing(field, "must be true or false", false);
  }

  integer(field: string, min: number, max: number): number {
    const value = this.optionalInteger(field, min, max);
    return value ?? this.#missing(field, "is required", 0);
  }

  /** Null and absence are the same. */
  optionalInteger(field: string, min: number, max: number): number | null {
    const value = this.take(field);
    if (value === undefined || value === null) return null;
    if (typeof value === "number" && Number.isInteger(value) && value >= min && value <= max) {
      return value;
    }
    return this.#missing(field, `must be an integer from ${min} to ${max}`, 0);
  }

  /** A string that holds a JSON document, as its UTF-8 bytes. */
  jsonBytes(field: string, bytesMax: number): Uint8Array {
    return this.optionalJsonBytes(field, bytesMax) ?? this.#missing(field, "is required", EMPTY);
  }

  /** Null and absence are the same. */
  optionalJsonBytes(field: string, bytesMax: number): Uint8Array | null {
    const text = this.optionalText(field);
    if (text === null) return null;
    const bytes = encoder.encode(text);
    if (bytes.byteLength > bytesMax) {
      this.fail(field, `is larger than ${bytesMax} bytes`, "limit_exceeded");
    } else if (!isJson(text)) {
      this.fail(field, "does not hold a JSON document");
    }
    return bytes;
  }

  /** Standard base64, padded. Null and absence are the same. */
  optionalBase64(field: string): Uint8Array | null {
    const text = this.optionalText(field);
    if (text === null) return null;
    const bytes = Buffer.from(text, "base64");
    // Buffer skips what it does not know; only a text that comes back unchanged was base64.
    if (bytes.toString("base64") !== text) this.fail(field, "is not base64");
    return bytes;
  }

  /** Notes a problem if the object has a field that nobody has read: probably a misspelling. */
  rejectUnread(): void {
    if (this.problem !== null) return;
    for (const field of Object.keys(this.#object)) {
      if (!this.#read.has(field)) this.fail(field.slice(0, 64), "is not a known field");
    }
  }

  #missing<Value>(field: string, detail: string, empty: Value): Value {
    this.fail(field, detail);
    return empty;
  }
}

const EMPTY = new Uint8Array(0);

/** A replay parses the text; one that is broken would fail the workflow for ever. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
