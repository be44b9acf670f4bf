import { StartupError } from "../config/startup-error.ts";

/**
 * Makes sure that we can listen there, before anything is written, and resolves port 0.
 *
 * The port is free again on return: between here and the server's own listening another program may
 * take it, and then that fails in the same words.
 *
 * @returns the port
 * @throws StartupError
 */
export function probePort(host: string, port: number): number {
  try {
    const listener = Bun.listen({ hostname: host, port, socket: { data: () => {} } });
    const found = listener.port;
    listener.stop(true);
    return found;
  } catch (error) {
    throw explainListenError(error, host, port);
  }
}

/** A listen error in words for the operator; other errors come back as they are. */
export function explainListenError(error: unknown, host: string, port: number): unknown {
  const options = { cause: error };
  switch ((error as NodeJS.ErrnoException).code) {
    case "EADDRINUSE":
      return new StartupError(
        "port_in_use",
        `Port ${port} of ${host} is in use by another program: choose one with --port.`,
        options,
      );
    case "EACCES":
      return new StartupError(
        "port_not_permitted",
        `Port ${port} may not be used by this user: ports below 1024 often need more rights.`,
        options,
      );
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAFNOSUPPORT":
    // What Bun.listen says of a name that does not resolve; it has no code.
    case undefined:
      return new StartupError(
        "address_not_available",
        `This machine has no address ${host}: choose one with --host.`,
        options,
      );
    default:
      return error;
  }
}
