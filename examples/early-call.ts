/**
 * The third party is faster than the workflow: it calls the webhook before anything waits for it.
 * The call is stored, and the wait gets it at once (lookback).
 *
 *     THIRD_PARTY_URL=http://127.0.0.1:4700 PORT=4703 bun examples/early-call.ts
 */
import { serve } from "@hookline/workflow/bun";
import { listen } from "./support/listen.ts";

const thirdPartyUrl = process.env.THIRD_PARTY_URL ?? "http://127.0.0.1:4700";

const workflow = serve(async (context) => {
  const webhook = await context.createWebhook("create webhook");

  await context.call("start instant task", {
    url: `${thirdPartyUrl}/tasks/instant`, // calls the webhook before it answers this request
    method: "POST",
    body: { webhookUrl: webhook.webhookUrl },
  });
  await context.sleep("do something else first", 1);

  const response = await context.waitForWebhook("wait for webhook", webhook, "30s");
  if (response.timeout) return { outcome: "lost" };
  return { outcome: "kept", answer: await response.request.json() };
});

listen({ "/workflow": workflow });
