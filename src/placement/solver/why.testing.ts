/** Plans for the tests of ways out, in lines like "esx-01/0 a100-pcie-40gb: 3g.20gb@0=vm 2g.10gb@4". */
import { IdSource } from '../../model/ids.ts';
import { EMPTY_PLAN, type Gpu, type Host, type Plan, type Vm } from '../../model/plan.ts';
import { gpuOf } from '../standing.testing.ts';

export function parseLayout(text: string): Plan {
  const ids = new IdSource();
  const hosts = new Map<string, { host: Host; gpus: Gpu[] }>();
  const vms: Vm[] = [];
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const [, name = '', index = '0', board = '', layout = ''] = /^(.+)\/(\d+) (\S+): ?(.*)$/.exec(line) ?? [];
    const parts = layout.split(' ').filter((part) => part !== '');
    const gpu = gpuOf(parts.map((part) => part.replace(/=.*/, '')).join(' '), board, Number(index), ids);
    parts.forEach((part, at) => {
      const vm = part.split('=')[1];
      const gi = gpu.instances[at];
      if (vm === undefined || gi === undefined) return;
      const wants = { kind: 'profile', profile: gi.profile } as const;
      const attachments = [{ wants, instance: gi.id, extra: [] }];
      vms.push({ id: ids.vm(), name: vm, notes: '', group: null, attachments, extra: [] });
    });
    const known = hosts.get(name);
    if (known !== undefined) known.gpus.push(gpu);
    else {
      const host: Host = {
        ...{ id: ids.host(), name, notes: '', platform: null, release: null, driver: null },
        ...{ creation: null, gpus: [], observed: null, extra: [] },
      };
      hosts.set(name, { host, gpus: [gpu] });
    }
  }
  const all = [...hosts.values()].map(({ host, gpus }) => ({ ...host, gpus }));
  return { ...EMPTY_PLAN, hosts: all, vms, nextId: ids.next };
}
