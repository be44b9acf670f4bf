import { workflowApp } from "../support/workflow-app.ts";

/** Messages that each run waits for before it ends. */
export const MESSAGES = 6;

/** What the campaign's workflow showed of itself, over all invocations and crashes. */
export interface Sightings {
  /** Webhook URL of each run that has told it. */
  readonly urls: Map<string, string>;
  /** Runs whose function came to its end. */
  readonly ended: Set<string>;
  /** Contradictions: a step or wait that gave two different results in two invocations. */
  readonly contradictions: string[];
  /** How often each step's function was executed; more than once is allowed after a crash. */
  readonly executions: Map<string, number>;
}

/**
 * A workflow with steps around waits on one webhook. Every result that workflow code ever sees is
 * compared with what earlier invocations saw for the same step: a recorded step must not change.
 */
export async function campaignApp() {
  const seen = new Map<string, string>();
  const sightings: Sightings = {
    urls: new Map(),
    ended: new Set(),
    contradictions: [],
    executions: new Map(),
  };
  const note = (key: string, value: string): string => {
    const before = seen.get(key);
    if (before !== undefined && before !== value) {
      sightings.contradictions.push(`${key}: ${before}, then ${value}`);
    }
    seen.set(key, value);
    return value;
  };
  const app = await workflowApp(async (context) => {
    const { workflowRunId: run } = context;
    const step = async (name: string): Promise<void> => {
      const key = `${run} ${name}`;
      const execute = () => {
        sightings.executions.set(key, (sightings.executions.get(key) ?? 0) + 1);
        return crypto.randomUUID();
      };
      note(key, await context.run(name, execute));
    };
    const webhook = await context.createWebhook("webhook");
    note(`${run} url`, webhook.webhookUrl);
    await step("before");
    sightings.urls.set(run, webhook.webhookUrl);
    const received: string[] = [];
    for (let index = 0; index < MESSAGES; index += 1) {
      const response = await context.waitForWebhook("message", webhook, "1h");
      const text = response.timeout ? "timed out" : await response.request.text();
      received.push(note(`${run} message ${index}`, text));
      await step(`after ${index}`);
    }
    sightings.ended.add(run);
    return received;
  });
  return { app, sightings };
}
