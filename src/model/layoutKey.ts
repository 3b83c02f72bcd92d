import type { Gpu } from './plan.ts';

/** Board and instances of a GPU as one text: two GPUs that are cut alike have the same. A fleet has a few hundred of them. */
export function layoutKey({ board, instances }: Pick<Gpu, 'board' | 'instances'>): string {
  let key = board;
  for (const { profile, start } of instances) key += `|${profile}@${start}`;
  return key;
}
