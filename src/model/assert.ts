/** Ends a `switch` over a closed union; the compiler complains here when a case is missing. */
export function assertNever(value: never): never {
  throw new Error(`unexpected case: ${JSON.stringify(value)}`);
}

/** For what can only be a bug of ours. Bad input is never an invariant: it is a `Result`. */
export function invariant(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(`invariant broken: ${what}`);
}
