import { Database } from "bun:sqlite";
import { afterAll, expect, test } from "bun:test";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { explainError } from "../../src/storage/sqlite/errors.ts";
import { migrate } from "../../src/storage/sqlite/migrate.ts";
import { openSqliteStorage } from "../../src/storage/sqlite/open.ts";
import { configure } from "../../src/storage/sqlite/pragmas.ts";
import { SqliteStorage } from "../../src/storage/sqlite/storage.ts";
import { bytes, stepEntry } from "./entry-fixtures.ts";
import { activeRun, change, creation, next, RUN, runId } from "./fixtures.ts";
import { HOOK, newCall, newHook } from "./hook-fixtures.ts";
import { temporaryDirectory } from "./temporary.ts";

const directory = temporaryDirectory();
afterAll(directory.remove);

/** A storage together with its connection, to do what the storage itself never does. */
function openWithDatabase(): { storage: SqliteStorage; database: Database } {
  const file = directory.path();
  mkdirSync(dirname(file), { recursive: true });
  const database = new Database(file, { create: true, strict: true });
  configure(database);
  migrate(database);
  return { storage: new SqliteStorage(database, () => {}), database };
}

const SHA = "x'00112233445566778899aabbccddeeff'";
const RUN_ROW =
  "INSERT INTO run VALUES (9, 'r9', 'running', 1, 0, 0, NULL, 1, NULL, 'u', 'p', NULL, 0, '{}')";
const ENTRY = "INSERT INTO journal VALUES (NULL, 1, 5, 'step_completed', 1";
const CALL = "INSERT INTO hook_call VALUES (";

test.each([
  ["a status of no run", RUN_ROW.replace("'running'", "'paused'")],
  ["a run id twice", RUN_ROW.replace("r9", RUN)],
  ["a version of zero", RUN_ROW.replace("1, 0, 0", "0, 0, 0")],
  ["a running run with an end", RUN_ROW.replace("1, NULL, 'u'", "1, 2, 'u'")],
  ["an ended run without one", RUN_ROW.replace("running", "succeeded")],
  ["an ended run that wakes", "UPDATE run SET status = 'canceled', finished_at = 1, wake_at = 1"],
  ["a number that is text", RUN_ROW.replace("1, 0, 0", "1, 'x', 0")],
  ["an entry of no known type", `${ENTRY.replace("completed", "done")}, 's', NULL, '{}', NULL)`],
  ["an entry of no run", `${ENTRY.replace("1, 5", "7, 5")}, 's', NULL, '{}', NULL)`],
  ["a seq twice", `${ENTRY.replace("1, 5", "1, 0")}, 's', NULL, '{}', NULL)`],
  ["a step closed twice", `${ENTRY}, 'step#1', 'closed', '{}', NULL)`],
  ["a closing entry without a step", `${ENTRY}, NULL, 'closed', '{}', NULL)`],
  ["an entry whose body is missing", `${ENTRY}, 's', NULL, '{}', 99)`],
  ["a body without a checksum", "INSERT INTO body VALUES (NULL, NULL, x'00')"],
  ["a body as text", `INSERT INTO body VALUES (NULL, ${SHA}, 'text')`],
  ["a change of the journal", "UPDATE journal SET data = '{}'"],
  ["a short token hash", "INSERT INTO hook VALUES (NULL, 'h', 1, 's', x'00', 1)"],
  ["a call seq twice", `${CALL}1, 0, 1, 1, NULL, 0, NULL, '{}', 1)`],
  ["a delivery id twice", `${CALL}1, 5, 1, 1, NULL, 0, 'evt', '{}', 1)`],
  ["a call that an entry consumes second", `${CALL}1, 5, 1, 1, 0, 0, NULL, '{}', 1)`],
  ["a call of no hook", `${CALL}7, 5, 1, 1, NULL, 0, NULL, '{}', 1)`],
  ["a second consumption", "UPDATE hook_call SET consumed_by = 9 WHERE seq = 0"],
  ["an attempt of another kind", "INSERT INTO attempt VALUES (1, 1, 'guess', '1', 1, '{}')"],
])("the schema itself refuses %s", async (_name, sql) => {
  const { storage, database } = openWithDatabase();
  const request = { ...newCall(0).request, deliveryId: "evt" };
  const calls = [newCall(0, { consumedBy: 0 }), newCall(1, { request })];
  const details = { entries: [stepEntry(0)], hooks: [newHook()], calls };
  await storage.commit([creation(activeRun({ journalLength: 1 }), details)]);

  // Either a constraint, or the same by the type check of a STRICT table.
  expect(() => database.run(sql)).toThrow(
    /constraint failed|cannot store|at most once|append-only/,
  );
  await storage.close();
});

test("notices altered bytes of a body, in the journal and at a hook", async () => {
  const { storage, database } = openWithDatabase();
  const entries = [stepEntry(0, bytes("one")), stepEntry(1, bytes("two"))];
  const details = { hooks: [newHook()], calls: [newCall(0), newCall(1)] };
  const state = activeRun({ journalLength: 2 });
  await storage.commit([creation(state, { entries, ...details })]);

  const bodyOf = (table: string, seq: number) =>
    `(SELECT body_key FROM ${table} WHERE seq = ${seq})`;
  database.run(`UPDATE body SET bytes = x'6f6e66' WHERE body_key = ${bodyOf("journal", 0)}`);
  database.run(`UPDATE body SET bytes = x'' WHERE body_key = ${bodyOf("hook_call", 1)}`);

  const corrupt = { name: "StorageError", kind: "corrupt" };
  await expect(storage.loadJournal(RUN, 0, 9)).rejects.toMatchObject(corrupt);
  await expect(storage.loadHookCall(HOOK, 1)).rejects.toMatchObject(corrupt);
  expect(await storage.loadJournal(RUN, 1, 9)).toEqual(entries.slice(1));
  expect(await storage.loadHookCall(HOOK, 0)).toMatchObject({ body: bytes("call 0") });
  // One damaged body stops nobody else.
  await storage.commit([creation(activeRun({ runId: runId("run_2") }))]);
  await storage.close();
});

test("stores nothing when the disk is full, goes on reading, and heals", async () => {
  const { storage, database } = openWithDatabase();
  await storage.commit([creation(activeRun())]);
  const limit = database.query("PRAGMA max_page_count = 1").get();
  expect(limit).not.toBeNull();
  const other = activeRun({ runId: runId("run_2") });
  const large = { entries: [stepEntry(0, new Uint8Array(1_000_000))] };
  const batch = [creation(other), change(next(activeRun(), 1), large)];

  await expect(storage.commit(batch)).rejects.toMatchObject({ kind: "full" });
  expect(await storage.loadRun(RUN)).toEqual(activeRun());
  expect(await storage.loadRun(other.runId)).toBeNull();
  expect(database.inTransaction).toBeFalse();

  database.run("PRAGMA max_page_count = 1000000");
  await storage.commit(batch);
  expect(await storage.loadRun(other.runId)).toEqual(other);
  await storage.close();
});

test("writes no more after a failed write", async () => {
  const { storage, database } = openWithDatabase();
  await storage.commit([creation(activeRun())]);
  database.run("ALTER TABLE run RENAME TO gone");

  const second = change(next(activeRun(), 0));
  await expect(storage.commit([second])).rejects.toMatchObject({ kind: "failed" });
  database.run("ALTER TABLE gone RENAME TO run");
  await expect(storage.commit([second])).rejects.toMatchObject({ kind: "failed" });

  expect(await storage.loadRun(RUN)).toEqual(activeRun());
  await storage.close();
});

test("says busy when another program holds the database, and works again afterwards", async () => {
  const { storage, database } = openWithDatabase();
  database.run("PRAGMA busy_timeout = 0");
  const other = new Database(database.filename);
  other.run("BEGIN IMMEDIATE");

  const busy = storage.commit([creation(activeRun())]);

  await expect(busy).rejects.toMatchObject({ kind: "busy" });
  other.run("ROLLBACK");
  other.close();
  await storage.commit([creation(activeRun())]);
  await storage.close();
});

test("leaves errors alone that are not of SQLite", () => {
  const error = new TypeError("mine");

  expect(explainError(error)).toBe(error);
});

test("refuses stored text that is damaged, and names none of it", async () => {
  const { storage, database } = openWithDatabase();
  await storage.commit([creation(activeRun())]);

  database.run("UPDATE run SET state = '{secret'");

  const refused = storage.loadRun(RUN);
  await expect(refused).rejects.toMatchObject({ kind: "corrupt" });
  await expect(refused).rejects.not.toThrow(/secret/);
  await storage.close();
});

test("uses an index for every list, whatever the filter", () => {
  const file = directory.path();
  const storage = openSqliteStorage({ file });
  const database = new Database(file, { readonly: true });
  const plan = (sql: string) =>
    database.query<{ detail: string }, []>(`EXPLAIN QUERY PLAN ${sql}`).all();
  const list = "SELECT * FROM run WHERE";
  const order = "ORDER BY created_at DESC, run_id DESC LIMIT 9";

  for (const sql of [
    `${list} true ${order}`,
    `${list} status = 'failed' ${order}`,
    `${list} url = 'u' AND +status = 'failed' ${order}`,
    `${list} in_flight > 0 AND run_id > 'a' ORDER BY run_id LIMIT 9`,
    `${list} wake_at IS NOT NULL AND wake_at >= 1 AND wake_at < 2 AND (wake_at, run_id) > (1, 'a')
     ORDER BY wake_at, run_id LIMIT 9`,
  ]) {
    const details = plan(sql).map((row) => row.detail);
    expect(details.join()).toContain("USING INDEX run_");
    expect(details.join()).not.toContain("TEMP B-TREE");
  }
  database.close();
  return storage.close();
});
