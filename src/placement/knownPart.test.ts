import { expect, test } from 'vitest';
import type { GiId, VmId } from '../model/ids.ts';
import type { Gpu, Plan, Vm, Wanted } from '../model/plan.ts';
import { knownPart } from './knownPart.ts';
import { planOf } from './standing.testing.ts';

const type = (name: string): Wanted => ({ kind: 'type', type: name });
const vm = (id: number, name: string, ...has: (readonly [Wanted, GiId | null])[]): Vm => ({
  id: id as VmId,
  name,
  notes: '',
  group: null,
  attachments: has.map(([wants, instance]) => ({ wants, instance, extra: [] })),
  extra: [],
});
/** A GPU of each board. */
function boards(...of: readonly (readonly [board: string, layout: string])[]): Plan {
  const plan = planOf(of.map(([, layout]) => layout));
  return {
    ...plan,
    hosts: plan.hosts.map((host) => ({
      ...host,
      gpus: host.gpus.map((gpu, n): Gpu => ({ ...gpu, board: of[n]![0] })),
    })),
  };
}
const ids = (plan: Plan): GiId[] =>
  plan.hosts.flatMap(({ gpus }) => gpus.flatMap(({ instances }) => instances.map(({ id }) => id)));
function known(plan: Plan): { readonly left: string[]; readonly gpus: number[]; readonly vms: string[] } {
  const part = knownPart(plan);
  if (!part.ok) throw new Error(part.error.map(({ fault }) => fault.code).join());
  return {
    left: part.value.leftOut.map(({ fault }) => fault.code),
    gpus: part.value.plan.hosts.flatMap(({ gpus }) => gpus.map(({ index }) => index)),
    vms: part.value.plan.vms.map(({ name, attachments }) => `${name} ${attachments.length}`),
  };
}
const A100 = 'a100-pcie-40gb';
const three = { kind: 'profile', profile: '3g.20gb' } as const;

test('a plan of which all is known is the part itself', () => {
  const plan = boards([A100, '3g.20gb@0']);
  expect(knownPart(plan)).toEqual({ ok: true, value: { plan, leftOut: [] } });
});

test.each<[string, string, string, string[]]>([
  ['an unknown board', 'nobody-8gb', '3g.20gb@0', ['board-unknown']],
  ['an unknown board that is empty', 'nobody-8gb', '', ['board-unknown']],
  ['a board whose starts are not public', 'rtx-pro-4500-32gb', '2g.32gb@0', ['starts-unknown']],
  ['a profile that no board has', A100, '9g.99gb@0 3g.20gb@4', ['not-a-profile']],
])(
  'a GPU of %s goes as a whole, with the vGPUs on it; the rest stays as it is',
  (_, board, layout, codes) => {
    const plan = boards([A100, '3g.20gb@0'], [board, layout]);
    const [good, ...bad] = ids(plan) as [GiId, ...GiId[]];
    const odd: Plan = {
      ...plan,
      vms: [
        vm(90, 'stays', [three, good], [three, null]),
        vm(91, 'goes', ...bad.map((id) => [three, id] as const)),
      ],
    };
    const part = known({ ...odd, vms: bad.length === 0 ? odd.vms.slice(0, 1) : odd.vms });
    expect(part.left.filter((code) => code !== 'wrong-type')).toEqual(codes);
    expect(part.gpus).toEqual([0]);
    expect(part.vms).toEqual(['stays 2']);
    const whole = knownPart(plan);
    expect(whole.ok && whole.value.plan.hosts[0]?.gpus[0]).toBe(plan.hosts[0]?.gpus[0]);
    expect(whole.ok && whole.value.plan.vms).toEqual(plan.vms);
  },
);

test('of a VM only the vGPU of a type that no table has goes; who waits for one stays', () => {
  const plan = boards([A100, '3g.20gb@0 2g.10gb@4']);
  const [left, right] = ids(plan) as [GiId, GiId];
  const vms = [
    vm(90, 'both', [three, left], [type('A100X-9-99C'), right]),
    vm(91, 'waits', [type('A100X-9-99C'), null]),
  ];
  expect(known({ ...plan, vms })).toEqual({ left: ['wrong-type'], gpus: [0], vms: ['both 1', 'waits 1'] });
});

test('what is known and wrong refuses, beside what is unknown too, with all that is wrong', () => {
  const codes = (plan: Plan): string[] => {
    const part = knownPart(plan);
    return part.ok ? [] : part.error.map(({ fault }) => fault.code);
  };
  expect(codes(boards([A100, '3g.20gb@2']))).toEqual(['not-a-start']);
  expect(codes(boards([A100, '3g.20gb@2'], ['nobody-8gb', '']))).toEqual(['not-a-start', 'board-unknown']);
  // A profile of another board is no riddle.
  expect(codes(boards([A100, '3g.40gb@0']))).toEqual(['not-a-profile']);
  const plan = boards([A100, '2g.10gb@0']);
  const [two] = ids(plan) as [GiId];
  expect(codes({ ...plan, vms: [vm(90, 'x', [type('A100-3-20C'), two])] })).toEqual(['wrong-type']);
  expect(codes({ ...plan, vms: [vm(90, 'x', [three, two])] })).toEqual(['wrong-type']);
});

test('a host without such a GPU is the same object', () => {
  const plan = boards(['nobody-8gb', '']);
  const host = { ...plan.hosts[0]!, id: 70 as never, name: 'esx-02', gpus: [] };
  const part = knownPart({ ...plan, hosts: [...plan.hosts, host] });
  expect(part.ok && part.value.plan.hosts[1]).toBe(host);
  expect(part.ok && part.value.plan.hosts[0]?.gpus).toEqual([]);
});
