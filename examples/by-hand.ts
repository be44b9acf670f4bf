/**
 * For trying things out: prints a webhook URL, waits for you to call it, and answers with what you
 * sent. README.md walks through it.
 *
 *     PORT=4700 bun examples/by-hand.ts
 */
import { serve } from "@hookline/workflow/bun";
import { listen } from "./support/listen.ts";

const workflow = serve<{ orderId: string }>(async (context) => {
  const { orderId } = context.requestPayload;
  const webhook = await context.createWebhook("create webhook");
  await context.run("show the address", () => {
    console.log(`order ${orderId} waits for a call of ${webhook.webhookUrl}`);
  });

  const answer = await context.waitForWebhook("wait for approval", webhook, "10m");
  if (answer.timeout) return { orderId, outcome: "nobody called" };
  return { orderId, outcome: await answer.request.json() };
});

listen({ "/workflow": workflow });
