import type { Webhook, WorkflowContext } from "../../clients/typescript/src/index.ts";
import type { Node } from "./program.ts";

/** Where the child workflow is. */
export const CHILD_URL = "http://app.test/child";

/** Where calls go. Answers with its path. */
export const CALL_URL = "http://third.test/";

/** What running a program needs beside its context. */
export interface Interpretation {
  /** Time since the program began, by the server's clock: steps may look at it. */
  readonly elapsedMs: () => number;
  /** Is told everything that the code comes to see, in order. */
  readonly see: (seen: string) => void;
}

/** Runs a program as a workflow. Its result is everything it has seen. */
export class Interpreter {
  readonly #context: WorkflowContext;
  readonly #options: Interpretation;
  readonly #seen: string[] = [];
  readonly #webhook: Webhook;

  private constructor(context: WorkflowContext, webhook: Webhook, options: Interpretation) {
    this.#context = context;
    this.#webhook = webhook;
    this.#options = options;
  }

  static async run(context: WorkflowContext, root: Node, options: Interpretation) {
    const webhook = await context.createWebhook("hook");
    const interpreter = new Interpreter(context, webhook, options);
    let end: string;
    try {
      end = `returned ${await interpreter.#run(root)}`;
    } catch (error) {
      end = `threw ${nameOf(error)}`;
    }
    return { end, seen: interpreter.#seen };
  }

  async #run(node: Node): Promise<string> {
    switch (node.kind) {
      case "all":
        return (await Promise.all(node.nodes.map((one) => this.#run(one)))).join("+");
      case "race":
        return `first ${await Promise.race(node.nodes.map((one) => this.#run(one)))}`;
      case "any":
        return `any ${await Promise.any(node.nodes.map((one) => this.#run(one)))}`;
      case "late": {
        const early = this.#run(node.early);
        early.catch(() => {});
        const between = await this.#run(node.between);
        return `${between} then ${await early}`;
      }
      case "sequence": {
        const results: string[] = [];
        for (const one of node.nodes) results.push(await this.#run(one));
        return results.join(",");
      }
      case "loop": {
        const results: string[] = [];
        for (let round = 0; round < node.times; round += 1) {
          results.push(await this.#run(node.body));
        }
        return results.join(";");
      }
      case "try":
        try {
          return await this.#run(node.body);
        } catch (error) {
          return `caught ${nameOf(error)} ${await this.#run(node.handler)}`;
        }
      default:
        return this.#see(node.name, await this.#leaf(node));
    }
  }

  async #leaf(node: Extract<Node, { readonly name: string }>): Promise<unknown> {
    const context = this.#context;
    const { name } = node;
    switch (node.kind) {
      case "step":
        return await context.run(name, () => node.value);
      case "broken":
        return await context.run(name, () => fail("broken"), { retries: 0 });
      case "down":
        return await context.run(
          name,
          () => (this.#options.elapsedMs() < node.untilMs ? fail("down") : "up"),
          { retries: 5, retryDelay: "20000001 * (1 + retried)" },
        );
      case "sleep":
        return await context.sleep(name, node.ms / 1_000);
      case "call":
        // An answer comes by a way of its own: nothing else must happen at the same instant.
        await context.sleep(`${name} first`, node.ms / 1_000);
        return (await context.call(name, { url: CALL_URL + node.ms, retries: 0 })).body;
      case "webhook": {
        const result = await context.waitForWebhook(name, this.#webhook, node.ms / 1_000);
        return result.timeout ? "timeout" : await result.request.text();
      }
      case "event": {
        const result = await context.waitForEvent(name, node.eventId, { timeout: node.ms / 1_000 });
        return result.timeout ? "timeout" : result.eventData;
      }
      case "notify": {
        const { notifyResponse } = await context.notify(name, "nobody", { from: name });
        return notifyResponse.length;
      }
      case "child": {
        const { body, isFailed } = await context.invoke(name, { url: CHILD_URL, body: node.ms });
        return isFailed ? "failed" : body;
      }
      case "serverRace": {
        const { key } = await context.race(name, {
          hook: { webhook: this.#webhook },
          event: { event: node.eventId },
          late: { sleep: node.ms / 1_000 },
        });
        return key;
      }
    }
  }

  #see(name: string, value: unknown): string {
    const seen = `${name}=${JSON.stringify(value) ?? "undefined"}`;
    this.#seen.push(seen);
    this.#options.see(seen);
    return seen;
  }
}

function fail(message: string): never {
  throw new Error(message);
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : String(error);
}
