import { Command, Option } from "commander";
import type { Answer } from "../../../clients/typescript/src/client/api.ts";
import { groupOf, onServer, type Session } from "../control/session.ts";
import { paintStatus } from "../show/paint.ts";
import { printable } from "../show/printable.ts";
import { relativeTime } from "../show/time.ts";
import type { Terminal } from "../terminal.ts";

type TokenList = Answer<"listTokens">;
type CreatedToken = Answer<"createToken">;
type Token = Answer<"revokeToken">;

const CREATE_EXAMPLES = `
The token is printed once, on standard output, and nowhere else; the server keeps its hash.

Examples:
  hookline tokens create "Deploy of the shop" --project shop
  hookline tokens create dashboard --access read > dashboard.token
`;

interface CreateOptions {
  readonly access: "full" | "read";
  readonly project?: string;
}

/** `hookline tokens` */
export function tokensCommand(terminal: Terminal): Command {
  const group = new Command("tokens").description("Say who may use the control API.");
  const access = new Option("--access <access>", "read looks and changes nothing")
    .choices(["full", "read"])
    .default("full");
  return groupOf(group, [
    onServer(
      terminal,
      new Command("list").description("List the tokens, without their texts."),
      list,
    ),
    onServer(
      terminal,
      new Command("create")
        .description("Make a token, and print it this once.")
        .argument("<name>", "what it is for")
        .addOption(access)
        .option("--project <project>", "the only project it is for (default: all)")
        .addHelpText("after", CREATE_EXAMPLES),
      create,
    ),
    onServer(
      terminal,
      new Command("revoke")
        .description("Revoke a token: from now on it is refused, for good.")
        .argument("<tokenId>", "its id, as list shows it; never the token itself"),
      revoke,
    ),
  ]);
}

async function list(session: Session): Promise<void> {
  const { now, paint } = session;
  const found = await session.answer<TokenList>(session.api.GET("/v1/tokens", {}));
  session.print(found, ({ tokens }) => {
    if (tokens.length === 0) {
      session.note("No tokens but the server's own, which is in no list.");
      return "";
    }
    return session.table(tokens, [
      { title: "id", text: ({ tokenId }) => tokenId },
      { title: "name", text: ({ name }) => name, cut: "end" },
      { title: "access", text: ({ access }) => access },
      { title: "project", text: ({ project }) => project ?? "all" },
      { title: "made", text: ({ createdAt }) => relativeTime(createdAt, now) },
      {
        title: "last used",
        text: ({ lastUsedAt }) => (lastUsedAt === null ? "never" : relativeTime(lastUsedAt, now)),
      },
      {
        title: "status",
        text: ({ revokedAt }) => (revokedAt === null ? "valid" : "revoked"),
        paint: (cell) => paintStatus(paint, cell),
      },
    ]);
  });
}

async function create(session: Session, options: CreateOptions, name: string): Promise<void> {
  const { access, project } = options;
  const body = { name, access, ...(project === undefined ? {} : { project }) };
  const created = await session.answer<CreatedToken>(session.api.POST("/v1/tokens", { body }));
  session.print(created, ({ token }) => `${token}\n`);
  session.note(`Made ${created.tokenId}. Keep the token: it is not shown again.`);
}

async function revoke(session: Session, _options: object, tokenId: string): Promise<void> {
  const token = await session.answer<Token>(
    session.api.DELETE("/v1/tokens/{tokenId}", { params: { path: { tokenId } } }),
  );
  session.print(token, ({ name }) => `Revoked ${tokenId} (${printable(name)}).\n`);
}
