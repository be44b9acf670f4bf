import { openSqliteStorage } from "../../src/storage/sqlite/open.ts";
import { OpenError } from "../../src/storage/sqlite/open-error.ts";
import { bytes, stepEntry } from "./entry-fixtures.ts";
import { activeRun, change, creation, next } from "./fixtures.ts";

/** A second process for the tests: `open-child.ts <file> open|hold|die`. Answers one JSON line. */
const [file = "", mode = "open"] = process.argv.slice(2);

try {
  const storage = openSqliteStorage({ file });
  if (mode === "die") {
    await storage.commit([creation(activeRun())]);
    const entries = [stepEntry(0, bytes("kept"))];
    await storage.commit([change(next(activeRun(), 1), { entries })]);
  }
  process.stdout.write(`${JSON.stringify({ opened: true })}\n`);
  if (mode === "die") process.kill(process.pid, "SIGKILL");
  if (mode === "hold") for await (const _ of process.stdin);
  await storage.close();
} catch (error) {
  if (!(error instanceof OpenError)) throw error;
  const { code, holderPid } = error;
  process.stdout.write(`${JSON.stringify({ code, holderPid })}\n`);
}
