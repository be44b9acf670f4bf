import type { Socket } from "node:net";
import { AddressGuard, type Lookup } from "../../src/dispatch/address-guard.ts";
import { HttpCaller, type HttpRequest } from "../../src/dispatch/http-caller.ts";
import { type RawServer, rawServer } from "./raw-server.ts";

export const MIB = 1024 * 1024;

/** A caller that may go to loopback. */
export function caller(lookup?: Lookup): HttpCaller {
  const policy = { level: "private", allow: [], self: [] } as const;
  return new HttpCaller(new AddressGuard({ policy, ...(lookup === undefined ? {} : { lookup }) }));
}

/** A request with defaults. */
export function request(url: string, change: Partial<HttpRequest> = {}): HttpRequest {
  const body = new TextEncoder().encode("{}");
  const base = { method: "POST", url, headers: [], body, timeoutMs: 5_000, bytesMax: 4 * MIB };
  return { ...base, ...change };
}

/** Sends one request to an endpoint that replies like that. */
export async function exchange(
  reply: (socket: Socket, server: RawServer) => void,
  change: Partial<HttpRequest> = {},
) {
  await using server = await rawServer(reply);
  return await caller().send(request(server.url, change));
}

/** A reply of a head and a body; lines of the head end in `\\n` here. */
export function answer(head: string, body: string | Buffer = ""): (socket: Socket) => void {
  return (socket) => {
    socket.write(head.replaceAll("\n", "\r\n"));
    socket.write("\r\n");
    socket.write(body);
  };
}
