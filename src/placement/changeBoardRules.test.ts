/** Another board for a GPU: what is refused, what waits and why, and what was wrong before and stays as it is. */
import { expect, test } from 'vitest';
import { IdSource, type GpuId, type VmId } from '../model/ids.ts';
import type { Attachment, Gpu, GpuInstance, Host, Plan, Vm, Wanted } from '../model/plan.ts';
import { boardChange, setBoard, type BoardChange } from './changeBoard.ts';
import { gpuOf, planOf } from './standing.testing.ts';

const A40 = 'a100-pcie-40gb';
const A80 = 'a100-80gb';
const PCIE = 'a100-pcie-80gb';
const H100 = 'h100-pcie-80gb';

const profile = (name: string): Wanted => ({ kind: 'profile', profile: name });
const type = (name: string): Wanted => ({ kind: 'type', type: name });

/** A host of these GPUs with VMs, each given as what it wants of which instance; null: it waits. */
function planWith(
  gpus: readonly (readonly [board: string, layout: string])[],
  vms: readonly (readonly (readonly [wants: Wanted, gpu: number, at: number] | readonly [wants: Wanted])[])[],
  host: Partial<Host> = {},
): Plan {
  const base = planOf([]);
  const ids = new IdSource(base.nextId);
  const made = gpus.map(([board, layout], index) => gpuOf(layout, board, index, ids));
  return {
    ...base,
    hosts: [{ ...base.hosts[0]!, gpus: made, ...host }],
    vms: vms.map((own, at): Vm => {
      const attachments = own.map(([wants, gpu, index]): Attachment => {
        const instance = gpu === undefined ? null : made[gpu]!.instances[index!]!.id;
        return { wants, instance, extra: [] };
      });
      return { id: ids.vm(), name: `vm-${at}`, notes: '', group: null, attachments, extra: [] };
    }),
    nextId: ids.next,
  };
}

function change(plan: Plan, board: string, variant: string | null = null, gpu = 0): BoardChange {
  const done = boardChange(plan, { gpuId: plan.hosts[0]!.gpus[gpu]!.id, board, variant });
  if (!done.ok) throw new Error(done.error.code);
  return done.value;
}

const layout = ({ after }: BoardChange, gpu = 0): string =>
  after.hosts[0]!.gpus[gpu]!.instances.map((gi) => `${gi.profile}@${gi.start}`).join(' ');
/** What each vGPU wants afterwards, and whether it has its instance. */
const vgpus = ({ after }: BoardChange): unknown =>
  after.vms.map(({ attachments }) =>
    attachments.map(({ wants, instance }) => {
      const name = wants.kind === 'type' ? wants.type : wants.profile;
      return instance === null ? `${name} waits` : name;
    }),
  );

test('what is gone is refused by its name, and the same board changes nothing', () => {
  const plan = planWith([[A40, '3g.20gb@0']], [[[profile('3g.20gb'), 0, 0]]]);
  const gpuId = plan.hosts[0]!.gpus[0]!.id;
  const set = (of: Partial<{ gpuId: GpuId; board: string }>): unknown =>
    setBoard(plan, { type: 'gpu/setBoard', gpuId, board: A80, variant: null, ...of });
  expect(set({ gpuId: 999 as GpuId })).toEqual({ ok: false, error: { code: 'not-found', what: 'gpu' } });
  expect(set({ board: 'b9000' })).toEqual({ ok: false, error: { code: 'board-unknown', board: 'b9000' } });
  expect(set({ board: A40 })).toEqual({ ok: true, value: plan });
  expect(change(plan, A40)).toEqual({
    instances: [],
    vgpus: [],
    variantLost: null,
    refusal: null,
    after: plan,
  });
});

test('of those that go only the pinned ones refuse it, and they are named', () => {
  const plain = planWith([[A40, '3g.20gb@0 1g.5gb@4 1g.5gb@5']], []);
  const [host] = plain.hosts as [Host];
  const [gpu] = host.gpus as [Gpu];
  const [three, one, two] = gpu.instances as [GpuInstance, GpuInstance, GpuInstance];
  const pinned = (...own: GpuInstance[]): Plan => ({
    ...plain,
    hosts: [
      {
        ...host,
        gpus: [{ ...gpu, instances: gpu.instances.map((gi) => ({ ...gi, pinned: own.includes(gi) })) }],
      },
    ],
  });
  expect(change(pinned(one), 'a30-24gb').refusal).toEqual({ code: 'pinned', pinned: [one.id] });
  expect(change(pinned(three, two), 'a30-24gb').refusal).toEqual({
    code: 'pinned',
    pinned: [three.id, two.id],
  });
  expect(change(pinned(), 'a30-24gb')).toMatchObject({ refusal: null });
  expect(change(pinned(), 'a30-24gb').instances.map(({ to, isMadeWhole }) => [to, isMadeWhole])).toEqual(
    [0, 1, 2].map(() => [null, false]),
  );
  expect(change(pinned(one, two, three), A80)).toMatchObject({ refusal: null });
});

test('a driver that is too old already is no reason to refuse', () => {
  const plan = planWith([[A40, '1g.10gb@0']], [], { driver: '510.47' });
  // 1g.10gb needs R525 here and its like, 1g.20gb, there.
  expect(change(plan, A80, PCIE)).toMatchObject({ refusal: null });
  expect(layout(change(plan, A80, PCIE))).toBe('1g.20gb@0');
  const three = planWith([[A40, '3g.20gb@0']], [], { driver: '510.47' });
  expect(change(three, H100).refusal).toMatchObject({ code: 'driver-too-old', profile: '3g.40gb' });
  // What goes needs no driver.
  expect(change(three, 'a30-24gb').refusal).toBe(null);
});

test('only the vGPUs of the GPU change, those of the same VM elsewhere stay', () => {
  const plan = planWith(
    [
      [A40, '3g.20gb@0 2g.10gb@4'],
      [A40, '3g.20gb@0'],
    ],
    [
      [[profile('3g.20gb'), 1, 0], [profile('2g.10gb'), 0, 1], [profile('1g.5gb')]],
      [[type('A100-3-20C'), 0, 0]],
      [[profile('3g.20gb'), 1, 0]],
    ],
    { platform: null, release: null },
  );
  const there = change(plan, A80, PCIE);
  expect(layout(there)).toBe('3g.40gb@0 2g.20gb@4');
  expect(vgpus(there)).toEqual([['3g.20gb', '2g.20gb', '1g.5gb waits'], ['A100D-3-40C'], ['3g.20gb']]);
  expect(there.vgpus.map(({ vmId, attachment, why }) => [vmId, attachment, why])).toEqual([
    [plan.vms[1]!.id, 0, null],
    [plan.vms[0]!.id, 1, null],
  ]);
  expect(there.after.vms[2]).toBe(plan.vms[2]);
  expect(there.after.hosts[0]!.gpus[1]).toBe(plan.hosts[0]!.gpus[1]);
});

test('where an instance goes its vGPU waits and wants what it wanted, and nobody else does', () => {
  const plan = planWith(
    [
      [A40, '3g.20gb@0 2g.10gb@4'],
      [A40, '3g.20gb@0'],
    ],
    [[[profile('3g.20gb'), 0, 0]], [[profile('3g.20gb'), 1, 0]]],
  );
  const there = change(plan, 'a30-24gb');
  expect(layout(there)).toBe('');
  expect(vgpus(there)).toEqual([['3g.20gb waits'], ['3g.20gb']]);
  expect(there.vgpus).toMatchObject([{ attachment: 0, why: { code: 'instance-goes' } }]);
});

test('a VM that should not have its instance in the first place stays as it is', () => {
  const plan = planWith([[A40, '3g.20gb@0']], [[[profile('2g.10gb'), 0, 0]], [[profile('3g.20gb'), 0, 0]]]);
  const there = change(plan, A80, PCIE);
  expect(vgpus(there)).toEqual([['2g.10gb'], ['3g.40gb']]);
  expect(there.after.vms[0]).toBe(plan.vms[0]);
  // Of two on an instance that carries one it is the second, by the order of the VMs.
  const both = planWith([[A40, '3g.20gb@0']], [[[profile('3g.20gb'), 0, 0]], [[profile('3g.20gb'), 0, 0]]]);
  expect(vgpus(change(both, A80, PCIE))).toEqual([['3g.40gb'], ['3g.20gb']]);
});

test('a board whose vGPU types are not known has none for a type; a profile needs none', () => {
  const plan = planWith(
    [[A40, '3g.20gb@0 3g.20gb@4']],
    [[[type('A100-3-20C'), 0, 0]], [[profile('3g.20gb'), 0, 1]]],
  );
  const there = change(plan, 'h100-96gb');
  expect(there.vgpus.map(({ why }) => why)).toEqual([{ code: 'no-type', profile: '3g.48gb' }, null]);
  expect(vgpus(there)).toEqual([['A100-3-20C waits'], ['3g.48gb']]);
});

test('VMs that share an instance by time do not where the board is not known to share it', () => {
  const plan = planWith(
    [['rtx-pro-6000-server', '1g.24gb+gfx@0']],
    [[[profile('1g.24gb+gfx'), 0, 0]], [[profile('1g.24gb+gfx'), 0, 0]]],
  );
  const there = change(plan, 'rtx-pro-6000-ws');
  expect(layout(there)).toBe('1g.24gb+gfx@0');
  expect(there.vgpus.map(({ why }) => why?.code ?? null)).toEqual([null, 'instance-full']);
  expect(vgpus(there)).toEqual([['1g.24gb+gfx'], ['1g.24gb+gfx waits']]);
});

test('a VM keeps a type that the new board has under the same name', () => {
  const plan = planWith([[A80, '3g.40gb@0']], [[[type('A100D-3-40C'), 0, 0]]]);
  const [host] = plan.hosts as [Host];
  // Back from a board of other names it is the type of the one variant that is named.
  expect(vgpus(change(plan, 'a800-80gb', 'a800-pcie-80gb'))).toEqual([['A800D-3-40C']]);
  expect(vgpus(change({ ...plan, hosts: [host] }, A80))).toEqual([['A100D-3-40C']]);
});

test('a VM with vGPUs of two boards waits where it had them of one, and does not where it broke that rule before', () => {
  const pair = (second: string, at: string): Plan =>
    planWith(
      [
        [A40, '3g.20gb@0'],
        [second, at],
      ],
      [
        [
          [profile('3g.20gb'), 0, 0],
          [profile(at.split('@')[0]!), 1, 0],
        ],
      ],
    );
  const one = change(pair(A40, '3g.20gb@0'), A80, PCIE);
  expect(one.vgpus).toMatchObject([
    { attachment: 0, wants: profile('3g.20gb'), why: { code: 'mixed-boards' } },
  ]);
  expect(vgpus(one)).toEqual([['3g.20gb waits', '3g.20gb']]);
  const broken = change(pair(A80, '3g.40gb@0'), H100);
  expect(broken.vgpus).toMatchObject([{ attachment: 0, wants: profile('3g.40gb'), why: null }]);
  expect(vgpus(broken)).toEqual([['3g.40gb', '3g.40gb']]);
  // And where the board is that of the other one, it keeps the rule at last.
  expect(vgpus(change(pair(A80, '3g.40gb@0'), A80, PCIE))).toEqual([['3g.40gb', '3g.40gb']]);
});

test('what was not legal before is kept, and what is unknown goes where it has no place', () => {
  const overlap = planWith([[A40, '3g.20gb@0 2g.10gb@2 1g.5gb@4']], []);
  expect(layout(change(overlap, A80))).toBe('3g.40gb@0 2g.20gb@2 1g.10gb@4');
  const unknown = planWith([[A40, '9g.90gb@0 3g.40gb@4']], []);
  const there = change(unknown, A80);
  expect(layout(there)).toBe('3g.40gb@4');
  expect(there.instances[0]).toMatchObject({
    to: null,
    why: { code: 'not-a-profile' },
    isMadeWhole: false,
  });
  // Of a board that nobody knows names are kept.
  const other = planWith([['b9000', '3g.20gb@0 1g.5gb@0']], []);
  expect(layout(change(other, A40))).toBe('3g.20gb@0');
});

test('a cut that the old board did not offer either stays as it is', () => {
  const cut = (name: string, starts: readonly number[]): Plan => {
    const plan = planWith([[A40, '3g.20gb@0']], []);
    const [host] = plan.hosts as [Host];
    const computeInstances = starts.map((start) => ({ profile: name, start, extra: [] }));
    const gpus = host.gpus.map((gpu) => ({
      ...gpu,
      instances: gpu.instances.map((gi) => ({ ...gi, computeInstances })),
    }));
    return { ...plan, hosts: [{ ...host, gpus }] };
  };
  // Four of three slices; a name that is of no instance.
  const many = change(cut('1c.3g.20gb', [0, 1, 2, 3]), A80);
  expect(many.instances[0]).toMatchObject({ isMadeWhole: false });
  expect(many.instances[0]!.to!.computeInstances.map((ci) => ci.profile)).toEqual(
    new Array(4).fill('1c.3g.40gb'),
  );
  const odd = change(cut('5c.9g.90gb', [0]), A80);
  expect(odd.instances[0]).toMatchObject({
    isMadeWhole: false,
    to: { computeInstances: [{ profile: '5c.9g.90gb' }] },
  });
});

test('a variant is lost where it changes, and no VM that is not there is spoken of', () => {
  const plan = planWith([[A80, '3g.40gb@0']], [[[profile('3g.40gb'), 0, 0]]]);
  const [host] = plan.hosts as [Host];
  const named = { ...plan, hosts: [{ ...host, gpus: [{ ...host.gpus[0]!, variant: PCIE }] }] };
  expect(change(named, 'a800-80gb').variantLost).toBe(PCIE);
  expect(change(named, 'a800-80gb', PCIE).variantLost).toBe(null);
  expect(change(plan, 'a800-80gb', 'x').variantLost).toBe(null);
  expect(change(plan, A40).vgpus.map(({ vmId }) => vmId)).toEqual([plan.vms[0]!.id satisfies VmId]);
});
