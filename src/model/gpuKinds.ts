/** Which sorts of GPU a plan has: what is said of vGPU types depends on nothing else of it. */
import type { Gpu, Host } from './plan.ts';

type Kinds = ReadonlyMap<string, Pick<Gpu, 'board' | 'variant'>>;

const ofHost = new WeakMap<Host, Kinds>();

function kindsOn(host: Host): Kinds {
  const known = ofHost.get(host);
  if (known !== undefined) return known;
  const kinds = new Map(
    host.gpus.map(({ board, variant }) => [`${board} ${variant ?? ''}`, { board, variant }]),
  );
  ofHost.set(host, kinds);
  return kinds;
}

interface Asked {
  readonly hosts: readonly Host[];
  readonly keys: string;
  readonly kinds: readonly Pick<Gpu, 'board' | 'variant'>[];
}

let last: Asked = { hosts: [], keys: '', kinds: [] };

/** Each board and variant once, in the order of the plan; the same array while these are the same. */
export function gpuKinds(hosts: readonly Host[]): readonly Pick<Gpu, 'board' | 'variant'>[] {
  if (last.hosts === hosts) return last.kinds;
  const all = new Map<string, Pick<Gpu, 'board' | 'variant'>>();
  for (const host of hosts) for (const [key, kind] of kindsOn(host)) if (!all.has(key)) all.set(key, kind);
  const keys = [...all.keys()].join('\n');
  last = { hosts, keys, kinds: keys === last.keys ? last.kinds : [...all.values()] };
  return last.kinds;
}
