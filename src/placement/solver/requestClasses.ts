/** Requests that ask for the same thing, and how large groups are. */
import type { FlexibleQuestion } from './flexible.ts';
import type { Candidate, RequestClass } from './flexibleProgram.ts';

export interface Classes {
  readonly list: readonly RequestClass[];
  /** Class of each request. */
  readonly of: readonly number[];
}

/** Requests that the same profiles satisfy, together; those of a group of `exact` by themselves. */
export function classesOf({ requests, candidates }: FlexibleQuestion, exact: readonly string[]): Classes {
  const list: { candidates: readonly Candidate[]; count: number; group: string | null }[] = [];
  const known = new Map<string, number>();
  const of = requests.map(({ group: name, count }, index) => {
    const own = candidates[index] ?? [];
    const group = name !== null && exact.includes(name) ? name : null;
    const key = JSON.stringify([group, own.map(({ fleet, profile }) => [fleet, profile])]);
    const at = known.get(key) ?? list.length;
    known.set(key, at);
    const one = list[at];
    if (one === undefined) list.push({ candidates: own, count, group });
    else one.count += count;
    return at;
  });
  return { list, of };
}
