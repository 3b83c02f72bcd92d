/** Where something stands in a text that was read, so that every complaint can point at it. */
import type { AnyId } from './ids.ts';

/** A 1-based line, or a JSON pointer (RFC 6901) into a document. */
export type At = { readonly line: number } | { readonly pointer: string };

/** For each host, GPU, instance and VM of a plan that was read: where it stood. */
export type Places = ReadonlyMap<AnyId, At>;

/** "line 3" or "/hosts/0/name". */
export function makeAt(at: At): string {
  return 'line' in at ? `line ${at.line}` : at.pointer === '' ? 'the document' : at.pointer;
}
