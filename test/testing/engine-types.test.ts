import { expect, test } from "bun:test";
import type { openWorkbench as described } from "../../clients/typescript/src/testing/engine.js";
import { openWorkbench } from "../../src/testing/open-workbench.ts";

// The compiler does the work: the client's description of the engine must fit the engine.
const fits: typeof described = openWorkbench;

test("the engine is what the client's description says", () => {
  const workbench = fits({ now: 0, send: () => Promise.reject(new Error("nothing is sent")) });

  expect(workbench.now()).toBe(0);
  expect(workbench.nextAlarm()).toBeNull();
});
