import { existsSync } from "node:fs";
import chromiumPackage from "@sparticuz/chromium";
import { type Browser, chromium } from "playwright-core";

const DEBIAN_CHROMIUM = "/usr/bin/chromium";

/** No update checks, no sync: whatever the browser asks for is asked by the page under test. */
const QUIET = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Starts a real headless browser: the one from npm, or Debian's.
 *
 * @throws Error that names the install command when neither starts; a browser test never skips.
 */
export async function startBrowser(): Promise<Browser> {
  const failures: string[] = [];
  const candidates = [
    async () =>
      chromium.launch({ executablePath: await chromiumPackage.executablePath(), args: QUIET }),
    async () => chromium.launch({ executablePath: DEBIAN_CHROMIUM, args: QUIET }),
  ];
  if (existsSync(DEBIAN_CHROMIUM)) candidates.reverse();
  for (const launch of candidates) {
    try {
      return await launch();
    } catch (error) {
      failures.push(String(error).split("\n").slice(0, 4).join(" "));
    }
  }
  throw new Error(
    `no browser starts; install one with: apt-get install -y chromium\n${failures.join("\n")}`,
  );
}
