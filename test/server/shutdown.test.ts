import { expect, test } from "bun:test";
import { createLogger } from "../../src/observe/log.ts";
import { Shutdown } from "../../src/server/shutdown.ts";

function recordingShutdown() {
  const lines: string[] = [];
  const sink = (line: string) => void lines.push(line);
  const log = createLogger({ level: "info", style: "json", now: () => 0, sink });
  return { shutdown: new Shutdown(log), lines };
}

test("parts end in reverse, each after the one before", async () => {
  const { shutdown } = recordingShutdown();
  const ended: string[] = [];
  shutdown.push("storage", () => void ended.push("storage"));
  shutdown.push("http", async () => {
    await Promise.resolve();
    ended.push("http");
  });

  await shutdown.end();

  expect(ended).toEqual(["http", "storage"]);
});

test("a part that fails is reported and keeps no other from ending", async () => {
  const { shutdown, lines } = recordingShutdown();
  let isStorageClosed = false;
  shutdown.push("storage", () => {
    isStorageClosed = true;
  });
  shutdown.push("http", () => Promise.reject(new Error("stuck")));

  await shutdown.end();

  expect(isStorageClosed).toBe(true);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('"part":"http"');
});

test("ending twice ends each part once", async () => {
  const { shutdown } = recordingShutdown();
  let count = 0;
  shutdown.push("storage", () => {
    count += 1;
  });

  await Promise.all([shutdown.end(), shutdown.end()]);
  await shutdown.end();

  expect(count).toBe(1);
});
