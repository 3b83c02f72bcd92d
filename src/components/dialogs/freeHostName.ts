import { freeName } from '../../model/name.ts';
import type { Plan } from '../../model/plan.ts';

/** The next host name of the plan's own kind: "esx-02" after "esx-01", "gpu-10" after "gpu-09". */
export function freeHostName(plan: Plan): string {
  return freeHostNames(plan, 1)[0] ?? '';
}

/** So many, one after the other. */
export function freeHostNames(plan: Plan, count: number): string[] {
  const taken = new Set(plan.hosts.map((host) => host.name));
  let last = plan.hosts.at(-1)?.name;
  const names: string[] = [];
  while (names.length < count) {
    last = nextName(last, taken);
    taken.add(last);
    names.push(last);
  }
  return names;
}

function nextName(last: string | undefined, taken: ReadonlySet<string>): string {
  if (last === undefined) return 'esx-01';
  const numbered = /^(.*?)([0-9]{1,6})$/.exec(last);
  if (numbered === null) return freeName(last, taken);
  const [, stem = '', digits = ''] = numbered;
  for (let next = Number(digits) + 1; ; next++) {
    const name = stem + String(next).padStart(digits.length, '0');
    if (!taken.has(name)) return name;
  }
}
