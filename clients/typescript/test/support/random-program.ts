import fc from "fast-check";
import type { WorkflowContext } from "../../src/index.ts";

/** A workflow as data, so that it can be drawn at random. */
export type Program =
  | { readonly type: "run"; readonly name: string; readonly ms: number; readonly failures: number }
  | { readonly type: "sleep"; readonly name: string }
  | { readonly type: "sequence" | "all" | "race"; readonly parts: readonly Program[] }
  | { readonly type: "loop"; readonly times: number; readonly part: Program }
  | { readonly type: "try"; readonly part: Program }
  | { readonly type: "if"; readonly part: Program; readonly more: Program };

/** Few names, so that the same is used in several places. */
const name = fc.constantFrom("a", "b", "c");

/** Steps that fail more often than this run's retries fail for good. */
export const RETRIES = 1;

/** Programs of any mixture of what the language has. */
export const anyProgram: fc.Arbitrary<Program> = fc.letrec<{ program: Program }>((tie) => ({
  program: fc.oneof(
    { depthSize: "medium", maxDepth: 5, withCrossShrink: true },
    fc.record({
      type: fc.constant("run" as const),
      name,
      ms: fc.constantFrom(0, 0, 0, 2),
      failures: fc.constantFrom(0, 0, 0, 0, 1, 2),
    }),
    fc.record({ type: fc.constant("sleep" as const), name: fc.constantFrom("nap", "rest") }),
    fc.record({
      type: fc.constantFrom("sequence" as const, "all" as const, "race" as const),
      parts: fc.array(tie("program"), { minLength: 2, maxLength: 4 }),
    }),
    fc.record({
      type: fc.constant("loop" as const),
      times: fc.integer({ min: 1, max: 3 }),
      part: tie("program"),
    }),
    fc.record({ type: fc.constant("try" as const), part: tie("program") }),
    fc.record({ type: fc.constant("if" as const), part: tie("program"), more: tie("program") }),
  ),
})).program;

/** Everything one execution of the code asked for and saw, in order. */
export type Trace = string[];

/** Interprets a program as workflow code. `attempts` outlives invocations, as a database would. */
export class Interpreter {
  readonly #context: WorkflowContext;
  readonly #attempts: Map<Program, number>;
  readonly #trace: Trace;
  #asked = 0;

  constructor(context: WorkflowContext, attempts: Map<Program, number>, trace: Trace) {
    this.#context = context;
    this.#attempts = attempts;
    this.#trace = trace;
  }

  async run(program: Program): Promise<string> {
    switch (program.type) {
      case "run":
        return this.#seen(program.name, this.#runStep(program));
      case "sleep": {
        const slept = this.#context.sleep(program.name, 1);
        return this.#seen(
          program.name,
          slept.then(() => program.name),
        );
      }
      case "sequence": {
        let result = "";
        for (const part of program.parts) result += await this.run(part);
        return result;
      }
      case "all":
        return (await Promise.all(program.parts.map((part) => this.run(part)))).join("");
      case "race":
        return Promise.race(program.parts.map((part) => this.run(part)));
      case "loop": {
        let result = "";
        for (let time = 0; time < program.times; time += 1) result += await this.run(program.part);
        return result;
      }
      case "try":
        return this.run(program.part).catch(() =>
          this.#seen(
            "undo",
            this.#context.run("undo", () => "undone"),
          ),
        );
      case "if": {
        const result = await this.run(program.part);
        return result.length % 2 === 0 ? result : this.run(program.more);
      }
    }
  }

  #runStep(program: Extract<Program, { type: "run" }>): Promise<string> {
    const result = program.name.repeat(1 + program.failures);
    return this.#context.run(program.name, () => {
      const attempt = (this.#attempts.get(program) ?? 0) + 1;
      this.#attempts.set(program, attempt);
      if (attempt % 3 <= program.failures && program.failures > 0) throw new Error("not yet");
      return program.ms === 0 ? result : Bun.sleep(program.ms).then(() => result);
    });
  }

  async #seen(what: string, promise: Promise<string>): Promise<string> {
    this.#asked += 1;
    const label = `${what}@${this.#asked}`;
    this.#trace.push(`asked ${label}`);
    try {
      const result = await promise;
      this.#trace.push(`got ${label}`);
      return result;
    } catch (error) {
      this.#trace.push(`failed ${label}`);
      throw error;
    }
  }
}
