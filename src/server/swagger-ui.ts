import { Elysia } from "elysia";
import favicon from "swagger-ui-dist/favicon-32x32.png" with { type: "file" };
import styles from "swagger-ui-dist/swagger-ui.css" with { type: "file" };
import bundle from "swagger-ui-dist/swagger-ui-bundle.js" with { type: "file" };

/** Nothing from elsewhere, and no script but ours. Swagger UI sets styles on elements. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Hookline API</title>
    <link rel="icon" type="image/png" href="/docs/favicon.png" />
    <link rel="stylesheet" href="/docs/swagger-ui.css" />
  </head>
  <body>
    <div id="docs"></div>
    <script src="/docs/swagger-ui.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

/** `validatorUrl: null`: the page asks nobody else whether the document is valid. */
const START = `SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#docs",
  deepLinking: true,
  displayRequestDuration: true,
  docExpansion: "list",
  persistAuthorization: false,
  tryItOutEnabled: false,
  validatorUrl: null,
});
`;

/** Browsers ask for these two by themselves. */
const HIDDEN = { detail: { hide: true } };

/** `/docs`: the API reference as a page. Its files are part of the compiled program. */
export function swaggerUi() {
  return new Elysia({ name: "server.swagger-ui" })
    .get("/docs", () => text(PAGE, "text/html"), HIDDEN)
    .get("/docs/start.js", () => text(START, "text/javascript"), HIDDEN)
    .get("/docs/swagger-ui.js", () => file(bundle, "text/javascript"), HIDDEN)
    .get("/docs/swagger-ui.css", () => file(styles, "text/css"), HIDDEN)
    .get("/docs/favicon.png", () => file(favicon, "image/png"), HIDDEN)
    .get("/favicon.ico", () => file(favicon, "image/png"), HIDDEN);
}

function text(body: string, type: string): Response {
  return new Response(body, {
    headers: { "content-type": `${type}; charset=utf-8`, "content-security-policy": POLICY },
  });
}

function file(path: string, type: string): Response {
  return new Response(Bun.file(path), {
    headers: { "content-type": type, "content-security-policy": POLICY },
  });
}
