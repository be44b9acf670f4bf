/**
 * Exit codes of the program, after sysexits.h: a supervisor can tell "fix the configuration"
 * (never restart) from "try again" (restart).
 */
export const EXIT_CODES = {
  ok: 0,
  /** A defect of Hookline itself, or a comparison that did not hold. */
  failed: 1,
  /** An unknown command, or a wrong flag. */
  usage: 64,
  /** A file of the data folder is damaged or is not ours. */
  data: 65,
  /** The port is in use. */
  unavailable: 69,
  /** A file or folder cannot be created. */
  cantCreate: 73,
  /** The disk failed. What is on disk is intact up to the last answer; starting again recovers. */
  io: 74,
  /** Another process holds the data folder. */
  temporary: 75,
  /** The file system refuses us. */
  noPermission: 77,
  /** A setting is missing or wrong. */
  config: 78,
} as const;

/** Every reason not to start or not to go on, and the exit code it ends with. */
export const STARTUP_CODES = {
  invalid_flag: "usage",
  invalid_setting: "config",
  unknown_setting: "config",
  invalid_config_file: "config",
  unreadable_file: "usage",
  openapi_differs: "failed",
  data_folder_not_created: "cantCreate",
  data_folder_not_a_folder: "cantCreate",
  data_folder_not_writable: "noPermission",
  data_folder_open_to_others: "config",
  keys_file_unreadable: "noPermission",
  keys_file_open_to_others: "config",
  keys_file_damaged: "data",
  database_in_use: "temporary",
  not_a_database: "data",
  foreign_database: "data",
  database_emptied: "data",
  storage_corrupt: "data",
  schema_too_new: "config",
  schema_unreleased: "config",
  cannot_open: "cantCreate",
  clock_before_data: "data",
  storage_failed: "io",
  internal_error: "failed",
  port_in_use: "unavailable",
  port_not_permitted: "noPermission",
  address_not_available: "config",
} as const satisfies Record<string, keyof typeof EXIT_CODES>;

export type StartupCode = keyof typeof STARTUP_CODES;

/**
 * Why the server does not start or go on, told to the operator in one line, without a stack.
 *
 * The message never contains the value of a setting: it may be a secret in the wrong place.
 */
export class StartupError extends Error {
  override readonly name = "StartupError";
  /** Printed before the message. */
  readonly code: StartupCode;

  constructor(code: StartupCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  get exitCode(): number {
    return EXIT_CODES[STARTUP_CODES[this.code]];
  }
}
