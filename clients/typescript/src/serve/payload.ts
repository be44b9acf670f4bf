import { WorkflowNonRetryableError } from "../errors.ts";
import { failureOf } from "./failure.ts";
import { fromJsonText } from "./json-text.ts";
import type { ReadPayload } from "./run-context.ts";

/**
 * Something that checks a payload, and may change it: anything with `parse` (Zod 3), or with the
 * `~standard` of Standard Schema (Zod, Valibot, ArkType, TypeBox, …), which is preferred.
 */
export type PayloadSchema<Payload> = ParsingSchema<Payload> | StandardSchema<Payload>;

interface ParsingSchema<Payload> {
  parse(value: unknown): Payload;
}

interface StandardSchema<Payload> {
  readonly "~standard": {
    validate(value: unknown): StandardResult<Payload> | Promise<StandardResult<Payload>>;
    readonly types?: { readonly output: Payload } | undefined;
  };
}

type StandardResult<Payload> =
  | { readonly value: Payload; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] };

interface StandardIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** How the payload of a run is read; at most one of the two is given. */
export interface PayloadOptions<Payload> {
  /** Checks the payload before any code of a run. A run whose payload it refuses fails at once. */
  readonly schema?: PayloadSchema<Payload>;
  /** Makes the payload from its JSON text, which is empty for a run that was started without. */
  initialPayloadParser?(initialPayload: string): Payload;
}

/** The payload of this run is not what the workflow takes: no repetition will change that. */
export class PayloadError extends WorkflowNonRetryableError {
  override name = "WorkflowPayloadError";
  readonly code = "invalid_payload";
}

/**
 * Reads the payload as the options say; null when they say nothing.
 *
 * @throws PayloadError when it is refused.
 */
export async function readPayload(
  input: string | null,
  { schema, initialPayloadParser }: PayloadOptions<unknown>,
): Promise<ReadPayload | null> {
  if (schema === undefined && initialPayloadParser === undefined) return null;
  try {
    if (initialPayloadParser !== undefined) return { value: initialPayloadParser(input ?? "") };
    return { value: await validate(schema as PayloadSchema<unknown>, fromJsonText(input)) };
  } catch (error) {
    if (error instanceof PayloadError) throw error;
    throw new PayloadError(`invalid payload: ${failureOf(error).message}`, { cause: error });
  }
}

async function validate(schema: PayloadSchema<unknown>, value: unknown): Promise<unknown> {
  if (!("~standard" in schema)) return schema.parse(value);
  const result = await schema["~standard"].validate(value);
  if (result.issues === undefined) return result.value;
  throw new PayloadError(`invalid payload: ${result.issues.map(describe).join("; ")}`);
}

function describe({ message, path = [] }: StandardIssue): string {
  const keys = path.map((part) => String(typeof part === "object" ? part.key : part));
  return keys.length === 0 ? message : `${keys.join(".")}: ${message}`;
}
