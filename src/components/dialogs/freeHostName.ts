import { freeName } from '../../model/name.ts';
import type { Plan } from '../../model/plan.ts';

/** The next host name of the plan's own kind: "esx-02" after "esx-01", "gpu-10" after "gpu-09". */
export function freeHostName(plan: Plan): string {
  const taken = new Set(plan.hosts.map((host) => host.name));
  const last = plan.hosts.at(-1)?.name;
  if (last === undefined) return 'esx-01';
  const numbered = /^(.*?)([0-9]{1,6})$/.exec(last);
  if (numbered === null) return freeName(last, taken);
  const [, stem = '', digits = ''] = numbered;
  for (let next = Number(digits) + 1; ; next++) {
    const name = stem + String(next).padStart(digits.length, '0');
    if (!taken.has(name)) return name;
  }
}
