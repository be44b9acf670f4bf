import { parseArgs } from "node:util";
import { campaign } from "./compare.ts";

/** `npm run programs -- --programs=100000 --seed=1`: random programs with faults and without. */

const { values } = parseArgs({
  options: {
    programs: { type: "string", default: "10000" },
    seed: { type: "string", default: String(Date.now() % 1_000_000_000) },
  },
});
const [count, seed] = [Number(values.programs), Number(values.seed)];
console.log(`${count} programs from seed ${seed}`);
const differences = await campaign(seed, count, (done) => {
  if (done % 5_000 === 0) console.log(`${done} played`);
});
for (const difference of differences.slice(0, 5)) {
  console.log(JSON.stringify(difference, null, 2));
}
console.log(`${count} programs, ${differences.length} differ`);
process.exit(differences.length === 0 ? 0 : 1);
