import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isDrawable, profileOf, type Board } from '../model/board.ts';
import { BOARDS, findBoard } from '../model/catalogue/catalogue.ts';
import type { GiId, GpuId, VmId } from '../model/ids.ts';
import type { Gpu, GpuInstance, Host, Plan } from '../model/plan.ts';
import { seedsOf } from '../model/seeds.testing.ts';
import { boardChangeWords, instanceLines, newDoubts, vgpuLines } from './boardMessages.ts';
import { boardChange, type BoardChange, type VgpuChange } from './changeBoard.ts';
import { checkGpu, checkPlan } from './check.ts';
import { applyCommand, type PlanCommand } from './commands.ts';
import { describeCommand } from './describeCommand.ts';
import { allLegalStarts } from './legal.ts';
import { trialInstances } from './stranded.ts';
import { planOf } from './standing.testing.ts';

const A40 = 'a100-pcie-40gb';
const A80 = 'a100-80gb';
const PCIE = 'a100-pcie-80gb';

function firstGpu(plan: Plan): Gpu {
  const gpu = plan.hosts[0]?.gpus[0];
  if (gpu === undefined) throw new Error('no GPU');
  return gpu;
}

function change(plan: Plan, board: string, variant: string | null = null): BoardChange {
  const result = boardChange(plan, { gpuId: firstGpu(plan).id, board, variant });
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

function apply(plan: Plan, command: PlanCommand): Plan {
  const next = applyCommand(plan, command);
  if (!next.ok) throw new Error(next.error.code);
  return next.value;
}

/** A GPU with a VM of this type on each instance. */
function withVms(plan: Plan, types: readonly string[]): Plan {
  const gis = firstGpu(plan).instances;
  return types.reduce(
    (now, type, index) =>
      apply(now, {
        type: 'vm/add',
        name: `vm-${index}`,
        wants: { kind: 'type', type },
        giId: gis[index % gis.length]?.id ?? null,
      }),
    plan,
  );
}

test('instances keep slices, starts and VMs under the new names, in one step', () => {
  const plan = withVms(planOf(['3g.20gb@0 2g.10gb@4 1g.5gb@6'], A40), ['A100-3-20C', 'A100-2-10C']);
  const command = { type: 'gpu/setBoard', gpuId: firstGpu(plan).id, board: A80, variant: PCIE } as const;
  expect(describeCommand(command, plan)).toMatch(/^Change the board of GPU 0 on esx-01 to A100/);
  const after = apply(plan, command);
  expect(firstGpu(after).instances.map(({ profile, start }) => `${profile}@${start}`)).toEqual([
    '3g.40gb@0',
    '2g.20gb@4',
    '1g.10gb@6',
  ]);
  expect(after.vms.map(({ attachments }) => attachments)).toMatchObject([
    [{ wants: { type: 'A100D-3-40C' }, instance: firstGpu(plan).instances[0]?.id }],
    [{ wants: { type: 'A100D-2-20C' }, instance: firstGpu(plan).instances[1]?.id }],
  ]);
  expect(checkPlan(after)).toEqual([]);
});

test('a type that may be of two variants is not guessed: its VM waits, and wants what it wanted', () => {
  const plan = withVms(planOf(['3g.20gb@0'], A40), ['A100-3-20C']);
  const open = change(plan, A80);
  expect(open.after.vms[0]?.attachments).toMatchObject([{ wants: { type: 'A100-3-20C' }, instance: null }]);
  expect(vgpuLines(open, plan)).toEqual([
    {
      from: 'vm-0, A100-3-20C',
      to: null,
      why: 'It may be A100D-3-40C or A100DX-3-40C there, and nothing says which.',
    },
  ]);
  expect(boardChangeWords(open, plan)).toBe('1 instance keeps its slices; vm-0 waits.');
  expect(change(plan, A80, PCIE).vgpus).toMatchObject([{ wants: { type: 'A100D-3-40C' }, why: null }]);
});

test('a VM that wants a profile wants its new name, whatever the variant', () => {
  const plan = apply(planOf(['3g.20gb@4'], A40), {
    type: 'vm/add',
    name: 'any',
    wants: { kind: 'profile', profile: '3g.20gb' },
    giId: (firstGpu(planOf(['3g.20gb@4'], A40)).instances[0]?.id ?? 0) as GiId,
  });
  const after = change(plan, A80).after;
  expect(after.vms[0]?.attachments).toMatchObject([{ wants: { profile: '3g.40gb' }, instance: 3 }]);
});

test('boards of other slices have nothing in common: all of it goes, and says so', () => {
  const plan = withVms(planOf(['3g.20gb@0 3g.20gb@4'], A40), ['A100-3-20C', 'A100-3-20C']);
  const there = change(plan, 'a30-24gb');
  expect(firstGpu(there.after).instances).toEqual([]);
  expect(boardChangeWords(there, plan)).toBe('2 have no counterpart and go; vm-0 and vm-1 wait.');
  expect(instanceLines(there, plan)[1]).toMatchObject({ from: '3g.20gb at slice 4', to: null });
  expect(vgpuLines(there, plan)[0]?.why).toBe('Its instance goes.');
});

test('a variant that was named is none of another board: that it goes is said, and undone with the rest', () => {
  const plain = planOf(['3g.40gb@0'], A80);
  const plan = apply(plain, { type: 'gpu/set', gpuId: firstGpu(plain).id, fields: { variant: PCIE } });
  const there = change(plan, A40);
  expect(firstGpu(there.after).variant).toBeNull();
  expect(boardChangeWords(there, plan)).toBe(
    '1 instance keeps its slices. Its variant, NVIDIA A100 PCIe 80GB, is none of the new board and goes.',
  );
  expect(boardChangeWords(change(plain, A40), plain)).toBe('1 instance keeps its slices.');
});

test('a pinned instance without a counterpart, and a driver too old for the new board, refuse all of it', () => {
  const plain = planOf(['3g.20gb@0'], A40);
  const gpu = firstGpu(plain);
  const [host] = plain.hosts;
  if (host === undefined) throw new Error('no host');
  const pinned = gpu.instances.map((gi) => ({ ...gi, pinned: true }));
  const held: Plan = { ...plain, hosts: [{ ...host, gpus: [{ ...gpu, instances: pinned }] }] };
  const away = { type: 'gpu/setBoard', gpuId: gpu.id, board: 'a30-24gb', variant: null } as const;
  expect(applyCommand(held, away)).toMatchObject({ ok: false, error: { code: 'pinned' } });
  // Where it has one, it stays where it is.
  expect(firstGpu(change(held, A80).after).instances[0]).toMatchObject({ pinned: true, start: 0 });
  const old: Plan = { ...plain, hosts: [{ ...host, driver: '470.82' }] };
  expect(change(old, 'h100-pcie-80gb').refusal).toMatchObject({ code: 'driver-too-old', profile: '3g.40gb' });
  expect(applyCommand(old, { ...away, board: 'h100-pcie-80gb' })).toMatchObject({
    ok: false,
    error: { code: 'driver-too-old' },
  });
});

function onHost(plan: Plan, fields: Partial<Host>): Plan {
  return { ...plan, hosts: plan.hosts.map((host) => ({ ...host, ...fields })) };
}

test('a type that the ESXi of the host does not have yet: its VM waits', () => {
  // The H800 NVL type is printed without the floor of 8.0 U3 that its like on other boards have.
  const plan = withVms(onHost(planOf(['1g.24gb@0'], 'h800-nvl-94gb'), { release: '8.0' }), ['H800L-1-24C']);
  const there = change(plan, 'h100-94gb', 'h100-nvl-94gb');
  expect(there.vgpus).toMatchObject([{ wants: { type: 'H800L-1-24C' }, why: { code: 'type-release' } }]);
  expect(vgpuLines(there, plan)[0]?.why).toMatch(/H100L-1-24C.*8\.0 U3/);
  const later = onHost(plan, { release: '8.0 U3' });
  expect(change(later, 'h100-94gb', 'h100-nvl-94gb').vgpus).toMatchObject([{ why: null }]);
});

test('what is only in doubt on the new board is told, once, and stops nothing', () => {
  // Within the branch of the floor, 525.85.12, nobody says whether it is enough.
  const plan = onHost(planOf(['3g.20gb@0 3g.20gb@4'], A40), { driver: 'R525' });
  const there = change(plan, 'h100-pcie-80gb');
  expect(there.refusal).toBeNull();
  expect(newDoubts(there, plan)).toEqual([expect.stringMatching(/^3g\.40gb needs driver 525/)]);
  expect(newDoubts(change(plan, 'a100-sxm4-40gb'), plan)).toEqual([]);
});

test('compute instances are renamed; where the new board’s list is not public they become one', () => {
  const plain = planOf(['3g.20gb@0'], A40);
  const gpu = firstGpu(plain);
  const [host] = plain.hosts;
  if (host === undefined) throw new Error('no host');
  const computeInstances = [0, 1, 2].map((start) => ({ profile: '1c.3g.20gb', start, extra: [] }));
  const split: Plan = {
    ...plain,
    hosts: [
      { ...host, gpus: [{ ...gpu, instances: gpu.instances.map((gi) => ({ ...gi, computeInstances })) }] },
    ],
  };
  expect(firstGpu(change(split, A80).after).instances[0]?.computeInstances).toMatchObject(
    [0, 1, 2].map((start) => ({ profile: '1c.3g.40gb', start })),
  );
  const unknown = change(split, 'h100-pcie-80gb');
  expect(unknown.instances).toMatchObject([{ isMadeWhole: true, to: { computeInstances: [] } }]);
  expect(instanceLines(unknown, split)[0]?.why).toMatch(/^Whether it can be split/);
});

/** A GPU filled at random, legally. */
function randomGpu(board: Board, picks: readonly number[]): Plan {
  let instances: GpuInstance[] = [];
  for (const pick of picks) {
    const free = allLegalStarts(board, instances).flatMap((mask, index) =>
      Array.from({ length: 12 }, (_, start) => start)
        .filter((start) => (mask & (1 << start)) !== 0)
        .map((start) => ({ profile: board.profiles[index]?.name ?? '', start })),
    );
    const next = free[pick % Math.max(1, free.length)];
    if (next === undefined) break;
    instances = trialInstances([...instances, next]);
  }
  const text = instances
    .sort((a, b) => a.start - b.start)
    .map(({ profile, start }) => `${profile}@${start}`)
    .join(' ');
  return planOf([text], board.id);
}

const drawable = BOARDS.filter(isDrawable);
const seed = 20261125;
test(`a legal GPU is legal on every board, each instance with its slices or listed, seed ${seed}`, () => {
  let [kept, gone] = [0, 0];
  fc.assert(
    fc.property(
      fc.constantFrom(...drawable),
      fc.constantFrom(...drawable),
      fc.array(fc.nat({ max: 9999 }), { maxLength: 8 }),
      (from, to, picks) => {
        const plan = randomGpu(from, picks);
        expect(checkGpu(firstGpu(plan), null)).toEqual([]);
        const there = change(plan, to.id);
        expect(checkGpu(firstGpu(there.after), null)).toEqual([]);
        if (from === to) {
          expect(there.after).toBe(plan);
          return;
        }
        expect(there.instances.map(({ gi }) => gi)).toEqual(firstGpu(plan).instances);
        const now = new Map(firstGpu(there.after).instances.map((gi) => [gi.id, gi]));
        for (const { gi, to: new_, why } of there.instances) {
          const [was, is] = [profileOf(from, gi.profile), now.get(gi.id)];
          if (is === undefined) {
            gone++;
            expect(new_).toBeNull();
            expect(why).not.toBeNull();
            continue;
          }
          kept++;
          const profile = profileOf(to, is.profile);
          expect(is).toBe(new_);
          expect([is.start, profile?.computeSlices, profile?.memorySlices, profile?.attributes]).toEqual([
            gi.start,
            was?.computeSlices,
            was?.memorySlices,
            was?.attributes,
          ]);
        }
        expect(boardChangeWords(there, plan)).toMatch(/\.$/);
      },
    ),
    { seed, numRuns: seedsOf(1500) },
  );
  expect(kept).toBeGreaterThan(seedsOf(500));
  expect(gone).toBeGreaterThan(seedsOf(100));
});

test(`A100 40GB to 80GB to H100 and back is where it began, seed ${seed}`, () => {
  const boards = [A80, 'h100-pcie-80gb', A80, A40];
  const from = findBoard(A40);
  if (from === undefined) throw new Error('no board');
  let compared = 0;
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 9999 }), { maxLength: 8 }), (picks) => {
      const plan = randomGpu(from, picks);
      const types = firstGpu(plan).instances.map(({ profile }) =>
        profile === '1g.5gb+me' ? 'A100-1-5CME' : `A100-${profile.replace('g.', '-').replace('gb', 'C')}`,
      );
      const before = withVms(plan, types);
      const after = boards.reduce((now, board) => {
        const there = change(now, board, board === A80 ? PCIE : null);
        expect(there.instances.every(({ to }) => to !== null)).toBe(true);
        return there.after;
      }, before);
      expect(after).toEqual(before);
      compared += firstGpu(before).instances.length;
    }),
    { seed, numRuns: seedsOf(200) },
  );
  expect(compared).toBeGreaterThan(seedsOf(300));
});

test('a GPU that is gone is said so, and an unknown board keeps what its new one has by that name', () => {
  const plan = planOf(['3g.20gb@0 9g.99gb@4'], 'a100-mystery');
  expect(boardChange(plan, { gpuId: 999 as GpuId, board: A40, variant: null })).toMatchObject({
    error: { code: 'not-found' },
  });
  const there = change(plan, A40);
  expect(there.instances.map(({ to }) => to?.profile ?? null)).toEqual(['3g.20gb', null]);
});

test('what comes of it, in words: kept, gone, waiting, and a variant that goes', () => {
  const plan = withVms(planOf(['3g.20gb@0 2g.10gb@4 1g.5gb@6']), ['A100-3-20C', 'A100-2-10C']);
  const [a, b] = plan.vms.map(({ id }) => id);
  const instance = (to: GpuInstance | null) => ({
    gi: firstGpu(plan).instances[0]!,
    to,
    why: null,
    isMadeWhole: false,
  });
  const kept = instance(firstGpu(plan).instances[0]!);
  const gone = instance(null);
  const vgpu = (vmId: VmId, why: VgpuChange['why']): VgpuChange => ({
    ...{ vmId, attachment: 0, giId: kept.gi.id, why },
    ...{ from: { kind: 'type', type: 'A100-3-20C' }, wants: { kind: 'type', type: 'A100D-3-40C' } },
  });
  const words = (
    instances: BoardChange['instances'],
    vgpus: BoardChange['vgpus'] = [],
    variantLost: string | null = null,
  ): string => boardChangeWords({ instances, vgpus, variantLost }, plan);
  const goes = { code: 'instance-goes' } as const;
  expect(words([])).toBe('The GPU is empty.');
  expect(words([kept])).toBe('1 instance keeps its slices.');
  expect(words([kept, kept, gone])).toBe('2 instances keep their slices; 1 has no counterpart and goes.');
  expect(words([gone, gone], [vgpu(a!, goes), vgpu(a!, goes), vgpu(b!, null)])).toBe(
    '2 have no counterpart and go; vm-0 waits.',
  );
  expect(words([gone], [vgpu(a!, goes), vgpu(999 as VmId, goes)])).toBe(
    '1 has no counterpart and goes; vm-0 and a VM wait.',
  );
  expect(words([], [], 'nobody')).toBe(
    'The GPU is empty. Its variant, nobody, is none of the new board and goes.',
  );
  const lines = (why: VgpuChange['why'], vmId = a!) =>
    vgpuLines({ ...change(plan, A40), vgpus: [vgpu(vmId, why)] }, plan)[0];
  expect(lines(null)).toEqual({ from: 'vm-0, A100-3-20C', to: 'A100D-3-40C', why: null });
  expect(lines(goes, 999 as VmId)).toEqual({ from: 'a VM, A100-3-20C', to: null, why: 'Its instance goes.' });
  expect(lines({ code: 'no-type', profile: '3g.40gb' })?.why).toBe(
    'No public source has a vGPU type for 3g.40gb there.',
  );
  expect(lines({ code: 'already-assigned' })?.why).toBe(
    'The VM already has an instance for each of its vGPUs.',
  );
  const one = (part: Partial<BoardChange['instances'][number]>) =>
    instanceLines({ ...change(plan, A40), instances: [{ ...kept, ...part }] }, plan)[0];
  expect(one({})).toEqual({ from: '3g.20gb at slice 0', to: '3g.20gb', why: null });
  expect(one({ isMadeWhole: true })?.why).toBe(
    'Whether it can be split as it was is not known there: it becomes one compute instance.',
  );
  expect(one({ to: null, why: { code: 'other-slices', from: A40, to: 'a30-24gb' } })).toEqual({
    from: '3g.20gb at slice 0',
    to: null,
    why: 'A30 has other slices than A100-PCIE-40GB.',
  });
});

test('the same board changes nothing; one that nobody knows, and a GPU that is gone, are refused', () => {
  const plan = withVms(planOf(['3g.20gb@0'], A40), ['A100-3-20C']);
  expect(change(plan, A40)).toEqual({
    instances: [],
    vgpus: [],
    variantLost: null,
    refusal: null,
    after: plan,
  });
  const to = (gpuId: GpuId, board: string) => boardChange(plan, { gpuId, board, variant: null });
  expect(to(999 as GpuId, A80)).toEqual({ ok: false, error: { code: 'not-found', what: 'gpu' } });
  expect(to(firstGpu(plan).id, 'l40s')).toEqual({
    ok: false,
    error: { code: 'board-unknown', board: 'l40s' },
  });
});
