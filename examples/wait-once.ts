/**
 * The main example: hand a webhook URL to a third party and wait for its call.
 *
 *     THIRD_PARTY_URL=http://127.0.0.1:4700 PORT=4701 bun examples/wait-once.ts
 */
import { serve } from "@hookline/workflow/bun";
import { listen } from "./support/listen.ts";

const thirdPartyUrl = process.env.THIRD_PARTY_URL ?? "http://127.0.0.1:4700";

const workflow = serve(async (context) => {
  const webhook = await context.createWebhook("create webhook");

  await context.call("start external task", {
    url: `${thirdPartyUrl}/tasks`,
    method: "POST",
    body: { task: context.requestPayload, webhookUrl: webhook.webhookUrl },
  });

  const response = await context.waitForWebhook("wait for webhook", webhook, "30s");
  if (response.timeout) return { outcome: "timed out" };

  const answer = await response.request.json();
  return await context.run("store the answer", () => ({ outcome: "answered", answer }));
});

listen({ "/workflow": workflow });
