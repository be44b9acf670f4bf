type Handler = (request: Request) => Response | Promise<Response>;

/** Serves the routes on loopback at `PORT` (0: any free one) and says where. */
export function listen(routes: Record<string, Handler>): void {
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: Number(process.env.PORT ?? 0),
    idleTimeout: 0,
    fetch(request) {
      const handler = routes[new URL(request.url).pathname];
      return handler === undefined ? new Response("not found", { status: 404 }) : handler(request);
    },
  });
  console.log(`listening on http://127.0.0.1:${server.port}`);
}
