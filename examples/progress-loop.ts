/**
 * Waits on the same webhook again and again: a third party reports its progress, and the call with
 * `x-task-finished: true` is the last one. Served by Hono.
 *
 *     THIRD_PARTY_URL=http://127.0.0.1:4700 PORT=4702 bun examples/progress-loop.ts
 */
import { serve } from "@hookline/workflow/hono";
import { Hono } from "hono";
import { listen } from "./support/listen.ts";

const thirdPartyUrl = process.env.THIRD_PARTY_URL ?? "http://127.0.0.1:4700";

const app = new Hono();

app.post(
  "/workflow",
  serve(async (context) => {
    const webhook = await context.createWebhook("create webhook");
    await context.call("start long task", {
      url: `${thirdPartyUrl}/tasks/with-progress`,
      method: "POST",
      body: { webhookUrl: webhook.webhookUrl },
    });

    const progress: number[] = [];
    while (true) {
      const response = await context.waitForWebhook("wait for progress", webhook, "5m");
      if (response.timeout) return { outcome: "timed out", progress };

      const { percent } = (await response.request.json()) as { percent: number };
      progress.push(percent);
      if (response.request.headers.get("x-task-finished") === "true") break;
    }
    return { outcome: "finished", progress };
  }),
);

listen({ "/workflow": (request) => app.fetch(request) });
