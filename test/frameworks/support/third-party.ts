/** An outside service: takes a task with a webhook URL and calls it back when it has answered. */
export function startThirdParty() {
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      const { orderId, webhookUrl } = (await request.json()) as Record<string, string>;
      setImmediate(() => callBack(webhookUrl ?? "", { orderId, result: "done ✓" }));
      return Response.json({ accepted: true }, { status: 202 });
    },
  });
  return { url: `http://127.0.0.1:${server.port}/tasks`, stop: () => server.stop(true) };
}

async function callBack(url: string, body: unknown): Promise<void> {
  const headers = { "content-type": "application/json" };
  await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
}
