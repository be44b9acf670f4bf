import { Command } from "commander";
import type { Answer } from "../../../clients/typescript/src/client/api.ts";
import { confirm } from "../control/confirm.ts";
import { groupOf, onServer, type Session } from "../control/session.ts";
import type { Terminal } from "../terminal.ts";

type KeyList = Answer<"listSigningKeys">;

const ROTATE_HELP = `
Give your apps the next key before: HOOKLINE_PUBLIC_KEY takes several, separated by commas. The key
of before goes on signing until the next rotation, so nothing breaks meanwhile.
`;

/** `hookline keys` */
export function keysCommand(terminal: Terminal): Command {
  const group = new Command("keys").description("Look at the keys that sign, and change them.");
  return groupOf(group, [
    onServer(
      terminal,
      new Command("list").description("List the public keys: what HOOKLINE_PUBLIC_KEY needs."),
      list,
    ),
    onServer(
      terminal,
      new Command("rotate")
        .description("Make the next signing key the current one.")
        .option("--yes", "do not ask")
        .addHelpText("after", ROTATE_HELP),
      rotate,
    ),
  ]);
}

async function load(session: Session): Promise<KeyList> {
  return await session.answer<KeyList>(session.api.GET("/v1/signing-keys", {}));
}

async function list(session: Session): Promise<void> {
  session.print(await load(session), (keys) => keysTable(session, keys));
}

async function rotate(session: Session, { yes }: { readonly yes?: boolean }): Promise<void> {
  const before = await load(session);
  await confirm(session, "Do all apps know the next key? Rotate now?", yes);
  // With the key of before, a repeated request rotates once.
  const current = before.keys.find(({ state }) => state === "current")?.id;
  const body = current === undefined ? {} : { current };
  const keys = await session.answer<KeyList>(session.api.POST("/v1/signing-keys/rotate", { body }));
  session.print(keys, (answer) => keysTable(session, answer));
}

function keysTable(session: Session, { keys }: KeyList): string {
  const does = { next: "signs after the next rotation", current: "signs", previous: "signs too" };
  return session.table(keys, [
    { title: "id", text: ({ id }) => id },
    { title: "state", text: ({ state }) => state },
    { title: "", text: ({ state }) => does[state] },
    { title: "public key", text: ({ publicKey }) => publicKey },
  ]);
}
