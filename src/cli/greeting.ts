import type { Config } from "../config/schema.ts";
import type { RunningServer } from "../server/server.ts";
import { VERSION } from "../server/version.ts";

/**
 * What the operator reads when the server is ready: on the first start what to put into the app's
 * environment, later one line without secrets.
 */
export function greeting(server: RunningServer, config: Config): string {
  const ready = `Hookline ${VERSION} is ready at ${server.url}`;
  if (!server.isFirstStart && server.newToken === null) {
    return `${ready} (data in ${server.dataFolder})\n`;
  }
  const token = server.newToken ?? "<the token you have chosen>";
  const rows = [
    ["Data and keys", server.dataFolder],
    ...(server.newToken === null ? [] : [["This token again", `${server.dataFolder}/admin.token`]]),
    ["API reference", `${server.url}/docs`],
  ];
  return `${ready}

  Put this into the environment of your app. The token is shown only this once:

    HOOKLINE_URL=${config.publicUrl ?? server.url}
    HOOKLINE_TOKEN=${token}
    HOOKLINE_PUBLIC_KEY=${server.publicKey}

${rows.map(([name = "", value]) => `  ${name.padEnd(18)}${value}`).join("\n")}

`;
}
