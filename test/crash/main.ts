/**
 * `npm run crash [-- --cycles=100] [--seed=N]`: kills the compiled server under load and reports
 * what was lost or doubled. Exit status 1 when anything was.
 */
import { runCampaign } from "./campaign.ts";

const flag = (name: string, fallback: number): number =>
  Number(new RegExp(`--${name}=(\\d+)`).exec(process.argv.join(" "))?.[1] ?? fallback);

const cycles = flag("cycles", 100);
const seed = flag("seed", Date.now() % 1_000_000);
console.log(`${cycles} kill cycles, seed ${seed}`);
const onCycle = (cycle: number): void => {
  if (cycle % 10 === 0) console.log(`cycle ${cycle}`);
};
const report = await runCampaign({ cycles, seed, onCycle });
console.log(JSON.stringify(report, null, 2));
process.exit(report.violations.length === 0 ? 0 : 1);
