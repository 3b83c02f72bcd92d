/** Names into slurm.conf and gres.conf, which have no quoting: what is no plain word there becomes a slug or a comment. */
import { shellComment } from './shell.ts';
import { makeSlug } from './slug.ts';

/** Nothing that stands for a list, a range or another setting: no "," "=" "[" "]" "#" and no blank. */
const NODE = /^[A-Za-z0-9](?:[-A-Za-z0-9.]*[A-Za-z0-9])?$/;

/** A node as `NodeName=` takes it: the name itself where it is a plain host name, else a slug of it. */
export function slurmNode(name: string, taken: ReadonlySet<string> = new Set()): string {
  return NODE.test(name) && !taken.has(name) ? name : makeSlug(name, taken);
}

/** One comment line with its "# ". A backslash at its end would go on in the next line, so it is dropped. */
export const slurmComment: (text: string) => string = shellComment;
