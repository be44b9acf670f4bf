import { expect, test } from "bun:test";
import { runCampaign } from "../crash/campaign.ts";

test("20 kills under load lose no acknowledged call and record no step twice", async () => {
  const report = await runCampaign({ cycles: 20, seed: 1 });

  expect(report.violations).toEqual([]);
  expect(report.ackedCalls).toBeGreaterThan(100);
}, 180_000);
