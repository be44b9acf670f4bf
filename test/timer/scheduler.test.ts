import { expect, test } from "bun:test";
import { systemScheduler } from "../../src/timer/scheduler.ts";

test("the runtime's scheduler calls back in order, but not what was taken back", async () => {
  const calls: string[] = [];
  const done = new Promise<void>((resolve) => {
    systemScheduler.after(30, () => {
      calls.push("later");
      resolve();
    });
  });
  const unscheduleAfter = systemScheduler.after(1, () => calls.push("taken back"));
  const unscheduleSoon = systemScheduler.soon(() => calls.push("taken back"));
  const unscheduleDone = systemScheduler.soon(() => calls.push("soon"));

  unscheduleAfter();
  unscheduleSoon();
  await done;
  unscheduleDone();

  expect(calls).toEqual(["soon", "later"]);
});
