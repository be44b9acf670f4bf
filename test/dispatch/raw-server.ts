import { createServer, type Socket } from "node:net";

/** A TCP endpoint that answers as it is told, however wrong, and notes what it was sent. */
export interface RawServer extends AsyncDisposable {
  readonly port: number;
  readonly url: string;
  /** Bytes received, as Latin-1, one text per connection. */
  readonly received: string[];
  /** Bytes that could be written until the other side closed. */
  written: number;
  /** Resolves when a connection has been closed. */
  readonly closed: Promise<void>;
}

/** `reply` is called once per connection, when the head of a request has arrived. */
export async function rawServer(
  reply: (socket: Socket, server: RawServer) => void,
): Promise<RawServer> {
  const sockets = new Set<Socket>();
  const { promise: closed, resolve: onClosed } = Promise.withResolvers<void>();
  const listener = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => {
      sockets.delete(socket);
      onClosed();
    });
    const index = server.received.push("") - 1;
    let isAnswered = false;
    socket.on("data", (data) => {
      server.received[index] += data.toString("latin1");
      if (isAnswered || !server.received[index]?.includes("\r\n\r\n")) return;
      isAnswered = true;
      reply(socket, server);
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const address = listener.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const server: RawServer = {
    port,
    url: `http://127.0.0.1:${port}/endpoint`,
    received: [],
    written: 0,
    closed,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
  return server;
}

/** A port on which nobody listens. */
export async function closedPort(): Promise<number> {
  const server = await rawServer(() => {});
  await server[Symbol.asyncDispose]();
  return server.port;
}
