import { existsSync } from "node:fs";

/** How many test cases passed and failed. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/**
 * Counts the test cases of a JUnit report. A file that does not load fails the run without failing
 * a case, hence the exit code.
 */
export async function countReport(path: string, exitCode: number): Promise<Counts> {
  const xml = existsSync(path) ? await Bun.file(path).text() : "";
  const count = (pattern: RegExp): number => [...xml.matchAll(pattern)].length;
  const failures = count(/<(failure|error)[\s/>]/g);
  const failed = exitCode === 0 ? failures : Math.max(failures, 1);
  const passed = count(/<testcase[\s/>]/g) - failures - count(/<skipped[\s/>]/g);
  return { passed: Math.max(passed, 0), failed };
}
