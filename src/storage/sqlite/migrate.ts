import type { Database } from "bun:sqlite";
import init from "./migrations/0001-init.sql" with { type: "text" };
import tokens from "./migrations/0002-tokens.sql" with { type: "text" };
import schedules from "./migrations/0003-schedules.sql" with { type: "text" };
import flow from "./migrations/0004-flow.sql" with { type: "text" };
import { readPragma } from "./pragmas.ts";

/** "HOOK" in ASCII: tells our databases from those of other programs. */
export const APPLICATION_ID = 0x48_4f_4f_4b;

/** Migration n leads from schema n - 1 to schema n. A released one is never changed. */
const MIGRATIONS: readonly string[] = [init, tokens, schedules, flow];

/** The schema this program reads and writes. */
export const SCHEMA_VERSION = MIGRATIONS.length;

/** Brings the schema up to date, each step in a transaction together with its number. */
export function migrate(database: Database): void {
  for (let version = Number(readPragma(database, "user_version")); version < SCHEMA_VERSION; ) {
    const script = MIGRATIONS[version] ?? "";
    version += 1;
    database
      .transaction(() => {
        database.run(script);
        database.run(`PRAGMA user_version = ${version}`);
        database.run(`PRAGMA application_id = ${APPLICATION_ID}`);
      })
      .immediate();
  }
}
