import { afterEach, beforeEach, describe } from "bun:test";
import type { Storage } from "../../src/storage/storage.ts";
import { describeFeed } from "./conformance-feed.ts";
import { describeFlowKeys } from "./conformance-flow.ts";
import { describeHooks } from "./conformance-hooks.ts";
import { describeJournal } from "./conformance-journal.ts";
import { describeLists, describeSchedule } from "./conformance-lists.ts";
import { describeRuns } from "./conformance-runs.ts";
import { describeSchedules } from "./conformance-schedules.ts";
import { describeTokens } from "./conformance-tokens.ts";

/** What every storage backend must do; call it once for each. `open` gives an empty storage. */
export function describeStorage(name: string, open: () => Storage): void {
  describe(name, () => {
    let storage: Storage;
    beforeEach(() => {
      storage = open();
    });
    afterEach(() => storage.close());
    const current = () => storage;

    describeRuns(current);
    describeJournal(current);
    describeHooks(current);
    describeLists(current);
    describeSchedule(current);
    describeTokens(current);
    describeSchedules(current);
    describeFlowKeys(current);
    describeFeed(current);
  });
}
