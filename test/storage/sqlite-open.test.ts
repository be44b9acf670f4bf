import { Database } from "bun:sqlite";
import { afterAll, expect, test } from "bun:test";
import {
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { APPLICATION_ID, SCHEMA_VERSION } from "../../src/storage/sqlite/migrate.ts";
import { openSqliteStorage } from "../../src/storage/sqlite/open.ts";
import { configure, readPragma } from "../../src/storage/sqlite/pragmas.ts";
import { PLAIN_CREATION } from "../support/start-command.ts";
import { bytes, stepEntry } from "./entry-fixtures.ts";
import { activeRun, change, creation, next, RUN, snapshot } from "./fixtures.ts";
import { newAttempt, newCall, newHook } from "./hook-fixtures.ts";
import { temporaryDirectory } from "./temporary.ts";

const directory = temporaryDirectory();
afterAll(directory.remove);

const CHILD = join(import.meta.dir, "open-child.ts");

function spawnChild(file: string, mode: string) {
  return Bun.spawn([process.execPath, CHILD, file, mode], { stdin: "pipe", stdout: "pipe" });
}

/** What a second process gets when it opens `file`. */
async function openElsewhere(file: string, mode = "open"): Promise<unknown> {
  const child = spawnChild(file, mode);
  const answer = await new Response(child.stdout).text();
  await child.exited;
  return JSON.parse(answer);
}

/** A database file made by raw SQL, closed again. */
function makeDatabase(sql: string): string {
  const file = directory.path();
  mkdirSync(dirname(file), { recursive: true });
  const database = new Database(file, { create: true });
  database.run(sql);
  database.close();
  return file;
}

function expectRefusal(file: string, code: string): void {
  const before = readFileSync(file);
  expect(() => openSqliteStorage({ file })).toThrow(expect.objectContaining({ code }));
  expect(readFileSync(file).equals(before)).toBeTrue();
}

test("keeps everything over a close and a new open", async () => {
  const file = directory.path();
  const state = activeRun({ journalLength: 1 });
  const labels = ["a", "b"];
  const first = openSqliteStorage({ file });
  const headers = [["a", "b"]] as const;
  const created = { ...PLAIN_CREATION, url: "https://a.example", headers, labels, retries: 1 };
  const details = { hooks: [newHook()], calls: [newCall(0)], attempts: [newAttempt(1)] };
  await first.commit([creation(state, { created, entries: [stepEntry(0)], ...details })]);
  const before = await snapshot(first, RUN);
  await first.close();

  const second = openSqliteStorage({ file });

  expect(await snapshot(second, RUN)).toEqual(before);
  expect(before.journal).toHaveLength(1);
  expect(await second.countRuns()).toMatchObject({ running: 1 });
  await second.commit([change(next(state, 1), { entries: [stepEntry(1)] })]);
  await second.close();
});

test("leaves one database file, its lock and its marker, for its owner only", async () => {
  const file = directory.path();

  const storage = openSqliteStorage({ file });
  await storage.commit([creation(activeRun())]);

  for (const name of [file, `${file}-wal`, `${file}-shm`, `${file}.lock`, `${file}.meta`]) {
    expect(statSync(name).mode & 0o777).toBe(0o600);
  }
  expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
  await storage.close();
  expect(statSync(`${file}-wal`, { throwIfNoEntry: false })).toBeUndefined();
  expect(JSON.parse(readFileSync(`${file}.meta`, "utf8"))).toEqual({ state: "clean", pid: null });
});

test("confirms the settings that durability rests on, and refuses without them", () => {
  const file = makeDatabase("CREATE TABLE t (a)");
  const database = new Database(file);

  configure(database);

  expect(readPragma(database, "synchronous")).toBe(2);
  expect(readPragma(database, "journal_mode")).toBe("wal");
  expect(readPragma(database, "busy_timeout")).toBe(5_000);
  expect(readPragma(database, "foreign_keys")).toBe(1);
  expect(readPragma(database, "trusted_schema")).toBe(0);
  database.close();
  const refusal = expect.objectContaining({ code: "cannot_open" });
  expect(() => configure(new Database(":memory:"))).toThrow(refusal);
});

test("marks a new database as ours and with its schema", async () => {
  const file = directory.path();
  await openSqliteStorage({ file }).close();

  const database = new Database(file, { readonly: true });
  expect(readPragma(database, "application_id")).toBe(APPLICATION_ID);
  expect(readPragma(database, "user_version")).toBe(SCHEMA_VERSION);
  expect(readPragma(database, "integrity_check")).toBe("ok");
  database.close();
});

test("lets no second process in, also after a garbage collection, until it is closed", async () => {
  const file = directory.path();
  const storage = openSqliteStorage({ file });
  const inUse = { code: "database_in_use", holderPid: process.pid };

  expect(await openElsewhere(file)).toEqual(inUse);
  Bun.gc(true);
  await new Promise((resolve) => setImmediate(resolve));
  Bun.gc(true);
  expect(await openElsewhere(file)).toEqual(inUse);
  await storage.commit([creation(activeRun())]);

  await storage.close();
  expect(await openElsewhere(file)).toEqual({ opened: true });
});

test("keeps the lock when the storage itself is forgotten and collected", async () => {
  const file = directory.path();
  (() => void openSqliteStorage({ file }))();

  for (let round = 0; round < 3; round += 1) {
    Bun.gc(true);
    await new Promise((resolve) => setImmediate(resolve));
  }

  expect(await openElsewhere(file)).toMatchObject({ code: "database_in_use" });
});

test("is refused by another process that has it, also through a symbolic link", async () => {
  const file = directory.path();
  const child = spawnChild(file, "hold");
  const reader = child.stdout.getReader();
  await reader.read();
  const link = join(dirname(file), "link.db");
  symlinkSync(file, link);

  const refusal = { code: "database_in_use", holderPid: child.pid };
  expect(() => openSqliteStorage({ file })).toThrow(expect.objectContaining(refusal));
  expect(() => openSqliteStorage({ file: link })).toThrow(expect.objectContaining(refusal));

  child.stdin.end();
  await child.exited;
  await openSqliteStorage({ file: link }).close();
});

test("recovers what a killed process had committed", async () => {
  const file = directory.path();

  expect(await openElsewhere(file, "die")).toEqual({ opened: true });

  expect(statSync(`${file}-wal`).size).toBeGreaterThan(0);
  const storage = openSqliteStorage({ file });
  expect((await storage.loadJournal(RUN, 0, 9)).map((entry) => entry.body)).toEqual([
    bytes("kept"),
  ]);
  await storage.close();
});

test("refuses a database of a newer schema and leaves it as it is", async () => {
  const file = directory.path();
  await openSqliteStorage({ file }).close();
  const database = new Database(file);
  database.run(`PRAGMA user_version = ${SCHEMA_VERSION + 1}`);
  database.run("PRAGMA wal_checkpoint(TRUNCATE)");
  database.close();

  expectRefusal(file, "schema_too_new");
});

test("refuses a database of before the first release and leaves it as it is", async () => {
  const file = directory.path();
  mkdirSync(dirname(file), { recursive: true });
  const database = new Database(file, { create: true });
  database.run("CREATE TABLE run (run_key INTEGER PRIMARY KEY)");
  database.run(`PRAGMA application_id = ${APPLICATION_ID}`);
  database.run("PRAGMA user_version = 1");
  database.close();

  expectRefusal(file, "schema_unreleased");
});

test("refuses a file that is no database and leaves it as it is", () => {
  const file = directory.path();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, "this is text, not a database. ".repeat(500));

  expectRefusal(file, "not_a_database");
});

test("refuses the database of another program and leaves it as it is", () => {
  expectRefusal(makeDatabase("CREATE TABLE theirs (a)"), "foreign_database");
  expectRefusal(makeDatabase("PRAGMA application_id = 1"), "foreign_database");
});

test("refuses a database that lost its contents, and starts anew when told to", async () => {
  const file = directory.path();
  await openSqliteStorage({ file }).close();

  truncateSync(file);
  expectRefusal(file, "database_emptied");
  rmSync(file);
  const refusal = expect.objectContaining({ code: "database_emptied" });
  expect(() => openSqliteStorage({ file })).toThrow(refusal);

  rmSync(`${file}.meta`);
  await openSqliteStorage({ file }).close();
});

test("refuses a database damaged by the crash before", async () => {
  const file = directory.path();
  const storage = openSqliteStorage({ file });
  const body = new Uint8Array(200_000).fill(7);
  const entries = [stepEntry(0, body)];
  await storage.commit([creation(activeRun({ journalLength: 1 }), { entries })]);
  await storage.close();
  const contents = readFileSync(file);
  contents.fill(0xaa, 4_096, 40_960);
  writeFileSync(file, contents);

  for (const marker of ["torn", '{"state":"open","pid":1}']) {
    writeFileSync(`${file}.meta`, marker);
    expectRefusal(file, "storage_corrupt");
  }
});

test("refuses a truncated database", async () => {
  const file = directory.path();
  await openSqliteStorage({ file }).close();
  truncateSync(file, 5_000);

  writeFileSync(`${file}.meta`, '{"state":"open","pid":1}');
  expectRefusal(file, "storage_corrupt");
});

test("refuses a directory and a file with a second name", async () => {
  const file = directory.path();
  await openSqliteStorage({ file }).close();
  linkSync(file, `${file}.second`);

  expectRefusal(file, "cannot_open");
  const refusal = expect.objectContaining({ code: "cannot_open" });
  expect(() => openSqliteStorage({ file: dirname(file) })).toThrow(refusal);
});

test("releases the lock when it cannot open", async () => {
  const file = makeDatabase("CREATE TABLE theirs (a)");
  expectRefusal(file, "foreign_database");

  rmSync(file);
  expect(await openElsewhere(file)).toEqual({ opened: true });
});
