import { type Static, Type } from "@sinclair/typebox";
import { RETRY_BASE_MS } from "../core/retry.ts";

/**
 * Every setting, its limits and its default. The settings' names, the flags, the environment
 * variables and the texts of `--help` all come from here.
 *
 * Defaults that depend on other settings (`publicUrl`, `addressPolicy`) are computed in `load.ts`.
 */
export const CONFIG_SCHEMA = Type.Object(
  {
    dataDir: Type.String({
      // Beside the program's working folder: a first try needs no rights and no configuration.
      default: "./hookline-data",
      minLength: 1,
      description: "Folder of the database and keys; created with mode 0700.",
    }),
    host: Type.String({
      // Loopback: a server that was never configured must not be reachable from the network.
      default: "127.0.0.1",
      minLength: 1,
      maxLength: 255,
      description: "Address to listen on. Other than loopback needs a public URL.",
    }),
    port: Type.Integer({
      // Unassigned by IANA and not the default of a well-known program.
      default: 4665,
      minimum: 0,
      maximum: 65_535,
      description: "Port to listen on; 0 takes any free one and prints it.",
    }),
    publicUrl: Type.Optional(
      Type.String({
        // Default: http://<host>:<port>, right for loopback only.
        minLength: 1,
        maxLength: 2_048,
        description: "Where outside services reach this server: scheme, host and port, no path.",
      }),
    ),
    allowedHosts: Type.Array(Type.String({ minLength: 1, maxLength: 255 }), {
      // The host of publicUrl and the loopback names are always allowed. Anything else in a Host
      // header may be a page that rebinds its name to us.
      default: [],
      maxItems: 100,
      description: "Further names accepted in the Host header, besides the public URL's.",
    }),
    token: Type.Optional(
      Type.String({
        // Default: one is generated on the first start. 32 characters: below, guessing pays.
        minLength: 32,
        maxLength: 512,
        // What may stand in an Authorization header (RFC 6750).
        pattern: "^[A-Za-z0-9._~+/-]+=*$",
        description: "Admin token, at least 32 characters. Generated on first start when absent.",
      }),
    ),
    addressPolicy: Type.Optional(
      Type.Union([Type.Literal("public"), Type.Literal("private")], {
        // Default: private on loopback (endpoints run on the same machine), else public, so that a
        // workflow's URL cannot reach into the server's own network.
        description:
          "Which addresses are called: public = internet only, private = also local networks.",
      }),
    ),
    allowCidrs: Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
      default: [],
      maxItems: 100,
      description: "Address ranges that are called whatever the policy, such as 10.1.0.0/16.",
    }),
    ingressBodyMax: Type.Integer({
      // Webhooks of the large senders stay below 1 MiB; every stored call costs disk until its
      // run ends.
      default: 1_048_576,
      minimum: 1_024,
      maximum: 67_108_864,
      description: "Largest webhook body accepted, in bytes.",
    }),
    keepCredentialHeaders: Type.Boolean({
      // They are meant for us or a proxy, and the journal would keep and replay them.
      default: false,
      description: "Hand authorization and cookie of webhook calls to the workflow.",
    }),
    keepProxyHeaders: Type.Boolean({
      // They tell about the operator's network, not about the call.
      default: false,
      description: "Hand x-forwarded-for, via and the like to the workflow.",
    }),
    controlBodyMax: Type.Integer({
      // A step's result may be 2 MiB, more as a text in JSON; larger things belong into object
      // storage.
      default: 4_194_304,
      minimum: 65_536,
      maximum: 67_108_864,
      description: "Largest body accepted by the control API, in bytes.",
    }),
    invocationConcurrency: Type.Integer({
      // 128 + 96 leaves room below the 256 requests that Bun sends at once.
      default: 128,
      minimum: 1,
      maximum: 10_000,
      description: "Invocations of endpoints under way at once.",
    }),
    callConcurrency: Type.Integer({
      default: 96,
      minimum: 1,
      maximum: 10_000,
      description: "Calls made for workflows (context.call) under way at once.",
    }),
    invocationTimeoutMs: Type.Integer({
      // Above the request limits of the usual hosts of endpoints (60 s to 300 s), so that the
      // endpoint's platform decides first.
      default: 300_000,
      minimum: 1_000,
      // A lease must end while somebody still waits for it.
      maximum: 3_600_000,
      description: "How long an endpoint may take to answer one invocation.",
    }),
    retryBaseMs: Type.Integer({
      // Later pauses grow by e^2.5: 2 s, 24 s, 5 min.
      default: RETRY_BASE_MS,
      minimum: 1,
      maximum: 3_600_000,
      description: "Pause before the first retry of an invocation, call or step.",
    }),
    logLevel: Type.Union(
      [
        Type.Literal("debug"),
        Type.Literal("info"),
        Type.Literal("warn"),
        Type.Literal("error"),
        Type.Literal("silent"),
      ],
      { default: "info", description: "Least important level written to the log." },
    ),
    logFormat: Type.Union([Type.Literal("auto"), Type.Literal("text"), Type.Literal("json")], {
      // People look at terminals, collectors at everything else.
      default: "auto",
      description: "Lines of text or JSON objects; auto = text on a terminal, json elsewhere.",
    }),
  },
  { additionalProperties: false },
);

/** What a config file, the environment and the flags may set together. */
export type Settings = Static<typeof CONFIG_SCHEMA>;

/** Name of a setting, as written in a config file. */
export type SettingKey = keyof Settings;

/** The configuration of one server: complete, checked and frozen. */
export type Config = Readonly<
  Omit<Settings, "publicUrl" | "token" | "addressPolicy" | "allowCidrs" | "allowedHosts">
> & {
  /** An origin without a trailing slash; null means http://<host>:<port>, known once listening. */
  readonly publicUrl: string | null;
  /** Chosen by the operator; null when the generated one is in use. Secret: never print it. */
  readonly token: string | null;
  readonly addressPolicy: "public" | "private";
  readonly allowCidrs: readonly string[];
  readonly allowedHosts: readonly string[];
};

/** In the order of the schema. */
export const SETTING_KEYS = Object.keys(CONFIG_SCHEMA.properties) as SettingKey[];

/** `dataDir` → `--data`, `publicUrl` → `--public-url`; null when a flag would leak the value. */
export function flagOf(key: SettingKey): string | null {
  // The command line of a process is readable by every user of the machine.
  if (key === "token") return null;
  if (key === "dataDir") return "--data";
  return `--${words(key).join("-")}`;
}

/** `dataDir` → `HOOKLINE_DATA`, `publicUrl` → `HOOKLINE_PUBLIC_URL`. */
export function environmentVariableOf(key: SettingKey): string {
  if (key === "dataDir") return "HOOKLINE_DATA";
  return `HOOKLINE_${words(key).join("_").toUpperCase()}`;
}

function words(key: string): string[] {
  return key.split(/(?=[A-Z])/).map((word) => word.toLowerCase());
}
