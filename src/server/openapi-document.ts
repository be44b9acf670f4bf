type Json = Record<string, unknown>;

/** Keywords that carry hints from our schemas to our own code. */
const INTERNAL = new Set(["$id", "x-code", "x-optional", "additionalItems"]);

const METHODS = ["get", "put", "post", "delete", "patch"] as const;

/**
 * Makes a valid OpenAPI 3.1 document of what @elysiajs/swagger makes (3.0.3 by its own word, but
 * with keywords of later drafts, three media types for every body, and no named schemas).
 *
 * Schemas with `$id` become components; keys are sorted, so that the text changes only when the
 * API does. The routes' answers are already right: `http/route-docs.ts` writes them in full.
 */
export function finishDocument(raw: Json): Json {
  const schemas: Json = {};
  const paths: Json = {};
  for (const [path, item] of Object.entries(record(raw.paths))) {
    const operations = record(item);
    for (const method of METHODS) {
      if (operations[method] !== undefined) finishOperation(record(operations[method]));
    }
    paths[path] = rewrite(item, schemas);
  }
  const { securitySchemes } = record(raw.components);
  const sorted = sortKeys({
    ...raw,
    openapi: "3.1.0",
    jsonSchemaDialect: "https://json-schema.org/draft/2020-12/schema",
    paths,
    components: { schemas },
  }) as Json;
  // What a reader, or Swagger UI's dialog, shall show first stays first.
  const { openapi, info, components, ...rest } = sorted;
  return { openapi, info, components: { ...record(components), securitySchemes }, ...rest };
}

/** Mends what the plugin gets wrong about parameters and bodies. */
function finishOperation(operation: Json): void {
  for (const parameter of list(operation.parameters)) finishParameter(parameter);
  if (list(operation.parameters).length === 0) delete operation.parameters;

  const body = operation.requestBody;
  if (body === undefined) return;
  const content = record(record(body).content);
  const json = content["application/json"];
  if (json === undefined) return;
  const isOptional = record(record(json).schema)["x-optional"] === true;
  operation.requestBody = { required: !isOptional, content: { "application/json": json } };
}

/** `examples` and, of a query, what its texts stand for, belong into the schema. */
function finishParameter(parameter: Json): void {
  const schema = record(parameter.schema);
  const { examples, ...rest } = parameter;
  for (const key of Object.keys(parameter)) delete parameter[key];
  const shown = schema["x-shown"] ?? (examples === undefined ? schema : { ...schema, examples });
  Object.assign(parameter, rest, { schema: shown });
}

/** A copy without internal keywords, in which every schema with `$id` is a reference. */
function rewrite(value: unknown, schemas: Json): unknown {
  if (Array.isArray(value)) return value.map((element) => rewrite(element, schemas));
  if (typeof value !== "object" || value === null) return value;
  const source = modernize(value as Json);
  const copy: Json = {};
  for (const [key, member] of Object.entries(source)) {
    if (!INTERNAL.has(key)) copy[key] = rewrite(member, schemas);
  }
  const id = source.$id;
  if (typeof id !== "string") return copy;
  schemas[id] = copy;
  return { $ref: `#/components/schemas/${id}` };
}

/** TypeBox speaks JSON Schema draft 7 in three places. */
function modernize(schema: Json): Json {
  const { items, anyOf, patternProperties, ...rest } = schema;
  if (Array.isArray(items)) return { ...rest, prefixItems: items, items: false };
  if (Array.isArray(anyOf) && anyOf.length > 0 && anyOf.every(isLiteral)) {
    return { ...rest, type: "string", enum: anyOf.map((one) => record(one).const) };
  }
  const anyKey = record(patternProperties)["^(.*)$"];
  if (anyKey !== undefined) return { ...rest, additionalProperties: anyKey };
  return schema;
}

function isLiteral(schema: unknown): boolean {
  return typeof record(schema).const === "string";
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, sortKeys(member)]));
}

function record(value: unknown): Json {
  return typeof value === "object" && value !== null ? (value as Json) : {};
}

function list(value: unknown): Json[] {
  return Array.isArray(value) ? (value as Json[]) : [];
}
