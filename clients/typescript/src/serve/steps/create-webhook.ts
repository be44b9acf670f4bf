import { type ServerSpec, unexpectedEntry, type Webhook } from "../step.ts";

/** Makes a public URL of this run. It exists, and keeps what it receives, when the step is done. */
export const createWebhookSpec: ServerSpec<Webhook> = {
  kind: "hook",
  deferrable: false,
  operation: (step) => ({ op: "create_hook", step }),
  decode(entry) {
    if (entry.type !== "hook_created") return unexpectedEntry(entry);
    return { webhookUrl: entry.url, eventId: entry.hookId };
  },
};
