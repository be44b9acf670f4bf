/** The part of Elysia's `server` that knows who is at the other end; null without a socket. */
export type PeerSource = {
  requestIP(request: Request): { readonly address: string } | null;
} | null;

/** IPv4 as IPv6 sockets write it. */
const MAPPED = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i;

/**
 * The address of the socket that the request came by, or null when there is none any more. Behind a
 * proxy that is the proxy's: what a header says of the caller, any caller could have written.
 */
export function callerIpOf(server: PeerSource, request: Request): string | null {
  const address = server?.requestIP(request)?.address;
  if (address === undefined) return null;
  return MAPPED.exec(address)?.[1] ?? address;
}
