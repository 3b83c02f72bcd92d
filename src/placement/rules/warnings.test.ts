/** The sentences of what is in doubt, and which doubts an edit changes. */
import { expect, test } from 'vitest';
import type { GiId, VmId } from '../../model/ids.ts';
import { EMPTY_PLAN, type Plan, type Vm, type Wanted } from '../../model/plan.ts';
import { planOf } from '../standing.testing.ts';
import { planWarnings, problemMessage, type Warning } from './warnings.ts';

const ESXI = { host: 1, platform: 'esxi', release: '8.0 U2', confidence: 'unknown', source: null } as const;
const told = (fault: object): string =>
  problemMessage({ fault, host: null, gpu: null, gi: null, vm: null } as unknown as Warning, EMPTY_PLAN);

test.each<[string, object]>([
  [
    'Several vGPUs of B300 in one VM are listed for KVM only, and this is ESXi 8.0 U2.',
    { code: 'multi-vgpu-board', board: 'b300' },
  ],
  [
    'A100-3-20C is for a VM; on Kubernetes a pod takes a MIG device, and only KubeVirt has VMs with vGPUs.',
    { code: 'no-vgpu-types', type: 'A100-3-20C', platform: 'kubernetes' },
  ],
  [
    'A100-3-20C is for a VM under a hypervisor; on bare metal a process takes a MIG device.',
    { code: 'no-vgpu-types', type: 'A100-3-20C', platform: 'bare-metal' },
  ],
  [
    'DC-1-8C shares its instance with other VMs, which is reported for ESXi from 9.0 U1 only; this is ESXi 8.0 U2.',
    { code: 'shared-instance', type: 'DC-1-8C' },
  ],
  [
    'Nothing is known here of ESXi 12: the release is kept, and rules that depend on it are not applied.',
    { code: 'release-unknown', release: '12' },
  ],
  [
    'No vGPU type of that name is known: A100X-9-99C is kept as it is, and the VM waits.',
    { code: 'type-unknown', type: 'A100X-9-99C' },
  ],
  [
    'Whether a, b and c may share one instance is not known.',
    { code: 'mixed-types', types: ['a', 'b', 'c'] },
  ],
  [
    'A100D-3-40C and A100DX-3-40C are of different variants of the board, and a GPU is one of them: both will not start on this one.',
    { code: 'mixed-variants', types: ['A100D-3-40C', 'A100DX-3-40C'] },
  ],
  [
    'Before R510 the driver refused 4g.20gb beside 3g.20gb; this host has 470.82.',
    { code: 'driver-of-set', needs: 'R510', driver: '470.82', profiles: ['4g.20gb', '3g.20gb'] },
  ],
  [
    'Which compute instances 3g.40gb on H100 PCIe offers is unknown beyond the whole one, so 1c.3g.40gb cannot be checked.',
    { code: 'ci-unknown', profile: '1c.3g.40gb', instance: '3g.40gb', board: 'h100-pcie-80gb' },
  ],
  [
    'No public source says how many vGPUs a VM may have on ESXi 8.0 U2; this VM has 3.',
    { code: 'vgpus-per-vm', count: 3, sure: null, most: null },
  ],
  [
    'A VM has 8 vGPUs for certain on ESXi 8.0 U2, and 16 by one source only; this VM has 9.',
    { code: 'vgpus-per-vm', count: 9, sure: 8, most: 16 },
  ],
  [
    'Whether a VM may have vGPUs of A30 and H100 PCIe on ESXi 8.0 U2 is not known.',
    { code: 'mixed-boards', boards: ['a30-24gb', 'h100-pcie-80gb'] },
  ],
  [
    'Whether a VM may have vGPUs of two series (X-1-5C and X-1-5Q) on ESXi 8.0 U2 is not known.',
    { code: 'mixed-series', types: ['X-1-5C', 'X-1-5Q'] },
  ],
  [
    'All other types of its kind need ESXi 8.0 U3; of H800L-1-24C no table says so.',
    { code: 'type-release', type: 'H800L-1-24C', needs: '8.0 U3', confidence: 'inferred' },
  ],
  [
    'A100-1-10C needs ESXi 8.0 U3, and the release of this host is not known.',
    { code: 'type-release', type: 'A100-1-10C', needs: '8.0 U3' },
  ],
  [
    '1g.10gb needs driver 525.53 or later, and of this host only the branch R525 is known.',
    { code: 'driver-too-old', profile: '1g.10gb', needs: '525.53', driver: 'R525' },
  ],
  [
    '1g.10gb needs driver 525.53 or later, and this host has 525.10.',
    { code: 'driver-too-old', profile: '1g.10gb', needs: '525.53', driver: '525.10', confidence: 'reported' },
  ],
])('%s', (sentence, fault) => {
  expect(told({ ...ESXI, ...fault })).toBe(sentence);
});

const type = (name: string): Wanted => ({ kind: 'type', type: name });
const vm = (id: number, ...has: (readonly [Wanted, GiId | null])[]): Vm => ({
  id: id as VmId,
  name: `vm-${id}`,
  notes: '',
  group: null,
  attachments: has.map(([wants, instance]) => ({ wants, instance, extra: [] })),
  extra: [],
});
const codes = (plan: Plan): string[] => planWarnings(plan).map(({ fault }) => fault.code);

test('a VM that wants a type of no table is told of once for each, and not where it has an instance', () => {
  const plan = planOf(['3g.20gb@0']);
  const gi = plan.hosts[0]!.gpus[0]!.instances[0]!.id;
  const with_ = (...has: Parameters<typeof vm>[1][]): Plan => ({ ...plan, vms: [vm(90, ...has)] });
  const odd = type('A100X-9-99C');
  expect(codes(with_([odd, null], [odd, null], [type('A100Y-9-99C'), null]))).toEqual([
    'type-unknown',
    'type-unknown',
  ]);
  expect(codes(with_([odd, gi]))).toEqual([]);
  expect(codes(with_([type('A100-3-20C'), null]))).toEqual([]);
  expect(codes(with_([{ kind: 'profile', profile: '9g.99gb' }, null]))).toEqual([]);
});

test('types that no one variant has together are told of the GPU, while its variant is open', () => {
  const plan = planOf(['3g.40gb@0 3g.40gb@4'], 'a100-80gb');
  const [left, right] = plan.hosts[0]!.gpus[0]!.instances.map(({ id }) => id) as [GiId, GiId];
  const on = (a: string, b: string, variant: string | null = null): string[] => {
    const vms = [vm(90, [type(a), left]), vm(91, [type(b), right])];
    const hosts = plan.hosts.map((host) => ({
      ...host,
      gpus: host.gpus.map((gpu) => ({ ...gpu, variant })),
    }));
    return codes({ ...plan, hosts, vms });
  };
  expect(on('A100D-3-40C', 'A100DX-3-40C')).toEqual(['mixed-variants']);
  expect(on('A100D-3-40C', 'A100D-3-40C')).toEqual([]);
  expect(on('A100D-3-40C', 'A100DX-3-40C', 'a100-hgx-80gb')).toEqual([]);
  // A type of none of them is a violation already.
  expect(on('A100D-3-40C', 'A30-1-6C')).toEqual([]);
});

test('types that share an instance are told of it, and of one type alone nothing is', () => {
  const base = planOf(['4g.96gb+gfx@0'], 'rtx-pro-6000-server');
  const plan: Plan = {
    ...base,
    hosts: base.hosts.map((host) => ({ ...host, platform: 'kvm', release: 'mdev' })),
  };
  const gi = plan.hosts[0]!.gpus[0]!.instances[0]!.id;
  const on = (...types: string[]): string[] =>
    codes({ ...plan, vms: types.map((name, n) => vm(90 + n, [type(name), gi])) });
  expect(on('DC-4-48C', 'DC-4-24C')).toEqual(['mixed-types']);
  expect(on('DC-4-48C', 'DC-4-48C')).toEqual([]);
});

test('after an edit the doubts are those of the plan as it is, and of the plan before they are as they were', () => {
  const many = Array.from({ length: 12 }, () => '3g.20gb@0');
  const one = planOf(many).hosts[0]!;
  const hosts = one.gpus.map((gpu, n) => ({ ...one, id: (500 + n) as never, name: `h${n}`, gpus: [gpu] }));
  const vms = hosts.map(({ gpus }, n) => vm(600 + n, [type('A100-3-20C'), gpus[0]!.instances[0]!.id]));
  const plan: Plan = { ...EMPTY_PLAN, hosts, vms };
  expect(codes(plan)).toEqual([]);
  const bare: Plan = {
    ...plan,
    hosts: hosts.with(3, { ...hosts[3]!, platform: 'bare-metal', release: null }),
  };
  expect(codes(bare)).toEqual(['no-vgpu-types']);
  const named: Plan = { ...bare, hosts: bare.hosts.with(5, { ...hosts[5]!, release: 'of tomorrow' }) };
  expect(codes(named)).toEqual(['release-unknown', 'no-vgpu-types']);
  expect(codes({ ...named, vms: named.vms.with(3, vm(603, [type('A100-3-20C'), null])) })).toEqual([
    'release-unknown',
  ]);
  expect(codes(bare)).toEqual(['no-vgpu-types']);
  expect(codes(plan)).toEqual([]);
});
