import { createWorkflow } from "@hookline/workflow/fetch";

/** The workflow of every quick start: hand a URL to a third party and wait for its call. */
export async function order(context) {
  const { orderId, thirdPartyUrl, echo } = context.requestPayload;
  if (echo !== undefined) return echo; // for the tests of the raw body: no steps

  const webhook = await context.createWebhook("create webhook");
  await context.call("start external task", {
    url: thirdPartyUrl,
    method: "POST",
    body: { orderId, webhookUrl: webhook.webhookUrl },
  });

  const answer = await context.waitForWebhook("wait for webhook", webhook, "30s");
  if (answer.timeout) return { orderId, outcome: "nobody called" };
  return { orderId, outcome: await answer.request.json() };
}

/** The same for `serveMany`. */
export const workflows = { order: createWorkflow(order) };
