/**
 * A small stand-in for an outside service: it accepts a task with a webhook URL, works for a moment
 * and calls the URL back.
 *
 *     PORT=4700 bun examples/third-party.ts
 */
import { listen } from "./support/listen.ts";

const workMs = Number(process.env.WORK_MS ?? 1_000);

async function callBack(webhookUrl: string, body: unknown, finished: boolean): Promise<void> {
  const headers = { "content-type": "application/json", "x-task-finished": String(finished) };
  await fetch(webhookUrl, { method: "POST", headers, body: JSON.stringify(body) });
}

const webhookUrlOf = async (request: Request): Promise<string> => {
  const { webhookUrl } = (await request.json()) as { webhookUrl: string };
  return webhookUrl;
};

const accepted = () => Response.json({ accepted: true }, { status: 202 });

listen({
  "/tasks": async (request) => {
    const webhookUrl = await webhookUrlOf(request);
    setTimeout(() => callBack(webhookUrl, { result: 42 }, true), workMs);
    return accepted();
  },
  "/tasks/with-progress": async (request) => {
    const webhookUrl = await webhookUrlOf(request);
    for (const [index, percent] of [25, 50, 75, 100].entries()) {
      setTimeout(() => callBack(webhookUrl, { percent }, percent === 100), workMs * (index + 1));
    }
    return accepted();
  },
  "/tasks/instant": async (request) => {
    await callBack(await webhookUrlOf(request), { result: 42 }, true);
    return accepted();
  },
});
