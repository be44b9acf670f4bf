/**
 * A separate load process: posts to every URL of a file once, `connections` at a time, and prints
 * how many were accepted per second.
 */
import { readFileSync } from "node:fs";
import { quantiles } from "./load.ts";

const [file = "", connections = "64"] = process.argv.slice(2);
const urls = readFileSync(file, "utf8").split("\n");
const headers = { "content-type": "application/json" };
const latencies: number[] = [];
let accepted = 0;

const worker = async (): Promise<void> => {
  for (;;) {
    const url = urls.pop();
    if (url === undefined) return;
    const begun = performance.now();
    const response = await fetch(url, { method: "POST", headers, body: '{"ok":true}' });
    await response.text();
    latencies.push(performance.now() - begun);
    if (response.status === 202) accepted += 1;
  }
};

const begun = performance.now();
await Promise.all(Array.from({ length: Number(connections) }, worker));
const seconds = (performance.now() - begun) / 1_000;
const perSecond = accepted / seconds;
console.log(JSON.stringify({ accepted, perSecond, ...quantiles(latencies) }));
