import { expect, test } from "bun:test";
import { changeFlowKey, type FlowKeyCommand } from "../../../src/core/flow-control/command.ts";
import { newFlowKey } from "../../../src/core/flow-control/key.ts";
import type { EpochMs } from "../../../src/core/ids.ts";

const BUSY = {
  ...newFlowKey("k"),
  ...{ parallelism: 2, rate: 5, paused: true, pinnedParallelism: true, pinnedRate: true },
  ...{ windowStart: 1_000 as EpochMs, windowCount: 3 },
};

const COMMANDS: [FlowKeyCommand, object][] = [
  [{ type: "resume" }, { paused: false }],
  [
    { type: "pin", limits: { parallelism: 9 } },
    { parallelism: 9, rate: 5 },
  ],
  [
    { type: "pin", limits: { rate: null } },
    { parallelism: 2, rate: null },
  ],
  [
    { type: "unpin", parallelism: true, rate: false },
    { pinnedParallelism: false, pinnedRate: true },
  ],
  [{ type: "reset_rate" }, { windowStart: null, windowCount: 0 }],
];

test.each(COMMANDS)("%j changes the key", (command, expected) => {
  expect(changeFlowKey("k", BUSY, command)).toMatchObject(expected);
});

test("what changes nothing gives the same key back", () => {
  expect(changeFlowKey("k", BUSY, { type: "pause" })).toBe(BUSY);
});

test.each([
  [{ type: "pause" }, { key: "new", paused: true }],
  [
    { type: "pin", limits: { rate: 3 } },
    { key: "new", rate: 3, pinnedRate: true },
  ],
] as [FlowKeyCommand, object][])("%j makes a key that is not there", (command, expected) => {
  expect(changeFlowKey("new", null, command)).toMatchObject(expected);
});

test.each([
  { type: "resume" },
  { type: "unpin", parallelism: true, rate: true },
  { type: "reset_rate" },
] as FlowKeyCommand[])("%j makes none", (command) => {
  expect(changeFlowKey("new", null, command)).toBeNull();
});
