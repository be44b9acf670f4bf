/** A broken promise of our own code. Nothing catches it: a wrong state must not be committed. */
export class AssertionError extends Error {
  override readonly name = "AssertionError";
}

/** States an invariant. Throws `AssertionError` when it does not hold; stays on in production. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}

/** Makes a forgotten case of a union a compile error. */
export function unreachable(value: never): never {
  throw new AssertionError(`unreachable: ${JSON.stringify(value)}`);
}
