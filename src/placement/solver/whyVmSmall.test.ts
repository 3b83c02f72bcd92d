/** Why a VM's vGPU is refused, and which ways there are: small fleets whose answer can be told by hand. */
import { expect, test } from 'vitest';
import type { GiId } from '../../model/ids.ts';
import { findInstance, type Gpu, type Plan, type Vm, type Wanted } from '../../model/plan.ts';
import { applyCommand } from '../commands.ts';
import { FREE, type WayCost } from './whyCost.ts';
import { parseLayout } from './why.testing.ts';
import { whyNotVm, type VmQuestion, type VmWhy } from './whyVm.ts';
import type { VmWayKind, VmWayOut } from './whyVmWays.ts';

const A100 = 'a100-pcie-40gb';

const gpusOf = (plan: Plan): Gpu[] => plan.hosts.flatMap((host) => host.gpus);
const profile = (name: string): Wanted => ({ kind: 'profile', profile: name });
const type = (name: string): Wanted => ({ kind: 'type', type: name });
const costOf = (more: Partial<WayCost>): WayCost => ({ ...FREE, ...more });

const vmOf = (plan: Plan, name: string): Vm => plan.vms.find((vm) => vm.name === name)!;

/** The plan with a VM "new" whose vGPUs wait. */
function withNew(layout: string, wants: readonly Wanted[], group: string | null = null): Plan {
  const vms = [{ name: 'new', group, wants }];
  const added = applyCommand(parseLayout(layout), { type: 'vm/addMany', vms, place: false });
  if (!added.ok) throw new Error(added.error.code);
  return added.value;
}

const edited = (plan: Plan, name: string, edit: (vm: Vm) => Vm): Plan => ({
  ...plan,
  vms: plan.vms.map((vm) => (vm.name === name ? edit(vm) : vm)),
});

const inGroup = (plan: Plan, group: string, ...names: readonly string[]): Plan =>
  names.reduce((now, name) => edited(now, name, (vm) => ({ ...vm, group })), plan);

/** The vGPU of "new" has this instance. */
function having(plan: Plan, attachment: number, gpu: number, start: number): Plan {
  const instance = giAt(plan, gpu, start);
  return edited(plan, 'new', (vm) => ({
    ...vm,
    attachments: vm.attachments.map((one, index) => (index === attachment ? { ...one, instance } : one)),
  }));
}

const giAt = (plan: Plan, gpu: number, start: number): GiId =>
  gpusOf(plan)[gpu]!.instances.find((gi) => gi.start === start)!.id;

/** What is said to "new", of a GPU by its place in the plan, of the instance at a start of it, or of neither: anywhere. */
function whyOn(
  plan: Plan,
  gpu: number | null,
  start: number | null = null,
  more: Partial<VmQuestion> = {},
): VmWhy {
  return whyNotVm(plan, {
    vmId: vmOf(plan, 'new').id,
    attachment: null,
    gpuId: gpu === null ? null : gpusOf(plan)[gpu]!.id,
    giId: gpu === null || start === null ? null : giAt(plan, gpu, start),
    ...more,
  });
}

function refusalOf(why: VmWhy): unknown {
  return why.isLegal ? 'legal' : why.refusal;
}

const waysOf = (why: VmWhy): readonly VmWayOut[] => (why.isLegal ? [] : why.ways);
const kindsOf = (why: VmWhy): VmWayKind[] => waysOf(why).map(({ kind }) => kind);
const wayOf = (why: VmWhy, kind: VmWayKind): VmWayOut | undefined =>
  waysOf(why).find((way) => way.kind === kind);

test('a VM whose vGPUs all have an instance has to say which of several is meant', () => {
  const layout = `a/0 ${A100}: 3g.20gb@0 2g.10gb@4\na/1 ${A100}: 3g.20gb@0\n`;
  const plan = having(having(withNew(layout, [profile('3g.20gb'), profile('2g.10gb')]), 0, 0, 0), 1, 0, 4);
  expect(whyOn(plan, 1, 0)).toEqual({
    ...{ isLegal: false, ways: [], isWhole: true },
    refusal: { kind: 'edit', error: { code: 'already-assigned' } },
  });
  expect(whyOn(plan, 1, 0, { attachment: 0 })).toEqual({ isLegal: true });
  expect(refusalOf(whyOn(plan, 1, 0, { attachment: 1 }))).toMatchObject({ error: { code: 'wrong-type' } });
});

test('an instance that is named says which GPU is meant', () => {
  const plan = withNew(`a/0 ${A100}: 3g.20gb@0=x\na/1 ${A100}: 3g.20gb@0\n`, [profile('3g.20gb')]);
  const giId = giAt(plan, 1, 0);
  expect(whyOn(plan, null, null, { giId })).toEqual({ isLegal: true });
  expect(whyOn(plan, 0, null, { giId })).toEqual({ isLegal: true });
  // Of one that is taken, it is the GPU of that one from which others are so far.
  const why = whyOn(plan, null, null, { giId: giAt(plan, 0, 0) });
  expect(wayOf(why, 'instance')).toMatchObject({ giId, cost: costOf({ distance: 2 }) });
  // x may also make way for a new one, within its GPU.
  expect(kindsOf(why)).toEqual(['place', 'instance', 'change-over', 'move', 'take-over']);
});

test('of a GPU: whether an instance on it is free, or there is room for one', () => {
  const of = (layout: string, wants = '3g.20gb'): unknown =>
    refusalOf(whyOn(withNew(layout, [profile(wants)]), 0));
  expect(of(`a/0 ${A100}: 4g.20gb@0=x 3g.20gb@4\n`)).toBe('legal');
  expect(of(`a/0 ${A100}: 3g.20gb@4=x\n`)).toBe('legal');
  const full = { kind: 'edit', error: { code: 'no-start-free', profile: '3g.20gb' } };
  expect(of(`a/0 ${A100}: 3g.20gb@0=x 3g.20gb@4=y\n`)).toMatchObject(full);
  // That another GPU has one is a way, not an answer.
  const plan = withNew(`a/0 ${A100}: 7g.40gb@0=x\na/1 ${A100}: 3g.20gb@4\n`, [profile('3g.20gb')]);
  expect(refusalOf(whyOn(plan, 0))).toMatchObject(full);
  expect(wayOf(whyOn(plan, 0), 'instance')).toMatchObject({ cost: costOf({ distance: 2 }) });
  // A board without such a profile, one whose starts are not public, and one that nobody knows.
  for (const board of ['a30-24gb', 'no-such-board'])
    expect(of(`a/0 ${board}:\n`)).toEqual({ kind: 'not-served', wants: profile('3g.20gb'), board });
  expect(of('a/0 rtx-pro-5000-48gb:\n', '1g.24gb')).toEqual({
    ...{ kind: 'not-served', wants: profile('1g.24gb'), board: 'rtx-pro-5000-48gb' },
  });
});

test('of a GPU: another VM of its group keeps it away, and no way brings the two together', () => {
  const layout = `a/0 ${A100}: 3g.20gb@0=x 3g.20gb@4\na/1 ${A100}: 3g.20gb@0 2g.10gb@4 1g.5gb@6\n`;
  const plan = withNew(layout, [profile('3g.20gb')], 'db');
  expect(whyOn(plan, 0)).toEqual({ isLegal: true });
  expect(whyOn(inGroup(plan, 'web', 'x'), 0)).toEqual({ isLegal: true });
  const apart = inGroup(plan, 'db', 'x');
  const why = whyOn(apart, 0);
  expect(refusalOf(why)).toEqual({ kind: 'group-apart', group: 'db' });
  expect(kindsOf(why)).toEqual(['instance', 'change-over', 'take-over']);
  // The one on a/1, though there is another on a/0 itself.
  expect(wayOf(why, 'instance')).toMatchObject({ giId: giAt(plan, 1, 0), cost: costOf({ distance: 2 }) });
  // Where x goes to another GPU, or is thrown out, it is not in the way.
  expect(wayOf(why, 'change-over')?.others).toEqual([{ vmId: vmOf(plan, 'x').id, giId: giAt(plan, 1, 0) }]);
  expect(wayOf(why, 'take-over')).toMatchObject({
    ...{ giId: giAt(plan, 0, 0), others: [{ vmId: vmOf(plan, 'x').id, giId: null }] },
    cost: costOf({ vmsWaiting: 1, vmsInterrupted: 1 }),
  });
});

test('a VM runs on one host: what has its instance there keeps the others to it', () => {
  const layout = `a/0 ${A100}: 3g.20gb@0 3g.20gb@4=x\nb/0 ${A100}: 3g.20gb@0\n`;
  const both = [profile('3g.20gb'), profile('3g.20gb')];
  const plan = having(withNew(layout, both), 0, 0, 0);
  // There is an instance free on the other host, and room besides.
  expect(refusalOf(whyOn(plan, 1))).toEqual({
    ...{ kind: 'edit', error: { code: 'other-host', host: plan.hosts[0]!.id } },
  });
  expect(refusalOf(whyOn(plan, 1, 0))).toMatchObject({ error: { code: 'other-host' } });
  const why = whyOn(plan, null);
  expect(refusalOf(why)).toMatchObject({ kind: 'waits', reason: { code: 'vm-rule' } });
  // x goes to the other host, and a new one takes its place. What the VM has already cannot go there instead, though that
  // interrupts as few.
  expect(kindsOf(why)).toEqual(['move']);
  expect(wayOf(why, 'move')?.making).toMatchObject({
    moves: [{ giId: giAt(plan, 0, 4), gpuId: gpusOf(plan)[1]!.id }],
    place: { gpuId: gpusOf(plan)[0]!.id, start: 4 },
  });
  // The first one asked for alone is held fast by nothing: the other one waits.
  expect(whyOn(plan, null, null, { attachment: 0 })).toMatchObject({ isLegal: true });
});

test('anywhere: a vGPU that has its instance is asked for as if it waited', () => {
  const plan = having(withNew(`a/0 ${A100}: 3g.20gb@0 3g.20gb@4=x\n`, [profile('3g.20gb')]), 0, 0, 0);
  const why = whyOn(plan, null, null, { attachment: 0 });
  expect(refusalOf(why)).toEqual({ kind: 'waits', reason: { code: 'no-start', wants: profile('3g.20gb') } });
  expect(whyOn(plan, null)).toEqual(why);
});

test('anywhere: what is made is made where there is room, though another vGPU of the VM finds none', () => {
  const plan = withNew(`a/0 ${A100}: 4g.20gb@0=x\n`, [profile('3g.20gb'), profile('4g.20gb')]);
  const why = whyOn(plan, null);
  expect(refusalOf(why)).toMatchObject({
    kind: 'waits',
    reason: { code: 'no-start', wants: profile('4g.20gb') },
  });
  const place = { gpuId: gpusOf(plan)[0]!.id, profile: '3g.20gb', start: 4 };
  const vmId = vmOf(plan, 'new').id;
  expect(wayOf(why, 'place')).toEqual({
    ...{ kind: 'place', giId: null, making: { moves: [], removes: [], place }, others: [], wants: null },
    cost: FREE,
    command: {
      ...{ type: 'gi/rearrange', removes: [], moves: [], place },
      vgpus: [{ kind: 'assign', vmId, attachment: 0, giId: null }],
    },
  });
  // An instance that is free serves it, whatever the other one waits for.
  const free = withNew(`a/0 ${A100}: 4g.20gb@0=x 3g.20gb@4\n`, [profile('3g.20gb'), profile('4g.20gb')]);
  expect(whyOn(free, null)).toEqual({ isLegal: true });
});

test('a new one: beside the instance that was meant, on another GPU, or once others have moved', () => {
  const told = (layout: string): unknown => {
    const why = whyOn(withNew(layout, [profile('2g.10gb')]), 0, 0);
    expect(why).toMatchObject({ isWhole: true });
    const made = waysOf(why).filter(({ making }) => making !== null);
    return made.map(({ kind, cost, making }) => [kind, cost, making!.place.start]);
  };
  // The lowest start that is free beside x.
  expect(told(`a/0 ${A100}: 2g.10gb@0=x\n`)).toEqual([
    ['place', costOf({ distance: 1 }), 2],
    ['move', costOf({ vmsInterrupted: 1, instancesMoved: 1 }), 0],
  ]);
  expect(told(`a/0 ${A100}: 7g.40gb@0=x\nb/0 ${A100}:\n`)).toEqual([
    ['place', costOf({ distance: 3 }), 4],
    ['move', costOf({ vmsInterrupted: 1, instancesMoved: 1, distance: 2 }), 0],
    ['remove', costOf({ vmsInterrupted: 1, vmsWaiting: 1, instancesRemoved: 1 }), 0],
  ]);
  // To remove the 2g, and to make a 2g in its place, is to take it over.
  expect(told(`a/0 ${A100}: 2g.10gb@0=x 1g.5gb@2=y 3g.20gb@4=z\n`)).toEqual([]);
});

test('a type is what its own boards make of it, and nothing else of that profile', () => {
  // A100-1-10C is 1g.10gb of the A100 with 40 GB; an H100 has a 1g.10gb too, of another type.
  const layout = `a/0 ${A100}: 7g.40gb@0=x\na/1 h100-pcie-80gb:\na/2 no-such-board:\n`;
  const plan = withNew(layout, [type('A100-1-10C')]);
  expect(refusalOf(whyOn(plan, 1))).toEqual({
    ...{ kind: 'not-served', wants: type('A100-1-10C'), board: 'h100-pcie-80gb' },
  });
  expect(kindsOf(whyOn(plan, 0))).toEqual(['remove']);
  const [h100] = [withNew(layout, [type('H100-1-10C')])];
  expect(whyOn(h100, 1)).toEqual({ isLegal: true });
  expect(kindsOf(whyOn(h100, 0))).toEqual(['place']);
});

test('who has it changes over where it may: not beside one of its own group, nor of that of the VM that comes', () => {
  const layout = `a/0 ${A100}: 3g.20gb@0=x 3g.20gb@4\na/1 ${A100}: 3g.20gb@0 3g.20gb@4=y\nb/0 ${A100}: 3g.20gb@0\n`;
  const base = withNew(layout, [profile('3g.20gb')]);
  const goes = (plan: Plan): unknown => {
    const way = wayOf(whyOn(plan, 0, 0), 'change-over');
    if (way === undefined) return null;
    expect(way.others.map(({ vmId }) => vmId)).toEqual([vmOf(plan, 'x').id]);
    const { host, gpu, gi } = findInstance(plan, way.others[0]!.giId!)!;
    return [`${host.name}/${gpu.index}@${gi.start}`, way.cost.distance];
  };
  expect(goes(base)).toEqual(['a/0@4', 0]);
  // Of one group with the VM that comes, it has to leave the GPU, and not to where y is.
  expect(goes(inGroup(base, 'db', 'new'))).toEqual(['a/0@4', 0]);
  expect(goes(inGroup(base, 'db', 'new', 'x'))).toEqual(['a/1@0', 1]);
  expect(goes(inGroup(base, 'db', 'new', 'x', 'y'))).toEqual(['b/0@0', 2]);
  // Of another group it may stay.
  expect(goes(inGroup(inGroup(base, 'db', 'new'), 'web', 'x', 'y'))).toEqual(['a/0@4', 0]);
  // And the one that comes does not come beside others of its own.
  const beside = inGroup(base, 'db', 'new', 'y');
  const [, gpu] = gpusOf(beside);
  expect(gpu!.instances.length).toBe(2);
  expect(kindsOf(whyOn(beside, 1, 4))).toEqual(['instance', 'place', 'change-over', 'take-over']);
  expect(refusalOf(whyOn(beside, 1))).toEqual({ kind: 'group-apart', group: 'db' });
});

test('of those that share an instance as few leave as it takes', () => {
  // A 4g.96gb+gfx carries two of DC-4-48C, four of DC-4-24C, or one of DC-4-96C.
  const board = 'rtx-pro-6000-server';
  const layout = `a/0 ${board}: 4g.96gb+gfx@0=x\na/1 ${board}: 4g.96gb+gfx@0=y\n`;
  const shared = (wants: string): Plan => {
    const base = withNew(layout, [type(wants)]);
    const instance = giAt(base, 0, 0);
    const typed = (vm: Vm): Vm => ({
      ...vm,
      attachments: vm.attachments.map((one) => ({ ...one, instance, wants: type('DC-4-48C') })),
    });
    return edited(edited(base, 'x', typed), 'y', typed);
  };
  const told = (plan: Plan, kind: VmWayKind): unknown => {
    const way = wayOf(whyOn(plan, 0, 0), kind);
    const names = way?.others.map(({ vmId }) => plan.vms.find(({ id }) => id === vmId)!.name);
    return way && [names, way.cost];
  };
  const half = shared('DC-4-48C');
  expect(told(half, 'take-over')).toEqual([['x'], costOf({ vmsWaiting: 1, vmsInterrupted: 1 })]);
  expect(told(half, 'change-over')).toEqual([['x'], costOf({ vmsInterrupted: 1, distance: 1 })]);
  const whole = shared('DC-4-96C');
  expect(told(whole, 'take-over')).toEqual([['x', 'y'], costOf({ vmsWaiting: 2, vmsInterrupted: 2 })]);
  // Both find room on the other GPU.
  expect(told(whole, 'change-over')).toEqual([['x', 'y'], costOf({ vmsInterrupted: 2, distance: 2 })]);
  // With one half of that taken there is room for one of them, and not for both.
  const y = vmOf(whole, 'y');
  const instance = giAt(whole, 1, 0);
  const guest: Vm = {
    ...y,
    id: 999 as Vm['id'],
    name: 'z',
    attachments: [{ ...y.attachments[0]!, instance }],
  };
  expect(told({ ...whole, vms: [...whole.vms, guest] }, 'change-over')).toBe(undefined);
  // Two GPUs with half of one free each have room for one of them each.
  const apart = withNew(`${layout}a/2 ${board}: 4g.96gb+gfx@0=v\n`, [type('DC-4-96C')]);
  const halfOn =
    (gpu: number) =>
    (vm: Vm): Vm => ({
      ...vm,
      attachments: vm.attachments.map((one) => ({
        ...one,
        instance: giAt(apart, gpu, 0),
        wants: type('DC-4-48C'),
      })),
    });
  const v = vmOf(apart, 'v');
  const filled = edited(edited(edited(apart, 'x', halfOn(0)), 'y', halfOn(0)), 'v', halfOn(2));
  const w = { ...halfOn(1)(v), id: 999 as Vm['id'], name: 'w' };
  expect(told({ ...filled, vms: [...filled.vms, w] }, 'change-over')).toEqual([
    ['x', 'y'],
    costOf({ vmsInterrupted: 2, distance: 2 }),
  ]);
  // Of other types than the instance can be, nobody needs to leave.
  const other = shared('DC-2-24C');
  expect([told(other, 'take-over'), told(other, 'change-over')]).toEqual([undefined, undefined]);
});

test('another type: of the same kind as what was wanted, where there is such a type', () => {
  const told = (layout: string, wants: Wanted, gpu = 0): unknown => {
    const way = wayOf(whyOn(withNew(layout, [wants]), gpu, 0), 'other-type');
    return way && [way.wants, way.cost];
  };
  const less = costOf({ otherProfile: 1, lessCompute: 1 });
  expect(told(`a/0 ${A100}: 3g.20gb@0\n`, type('A100-4-20C'))).toEqual([type('A100-3-20C'), less]);
  expect(told(`a/0 ${A100}: 3g.20gb@0\n`, profile('4g.20gb'))).toEqual([profile('3g.20gb'), less]);
  // A 2g.48gb without graphics is of no type: then the profile is what is wanted.
  expect(told('a/0 rtx-pro-6000-server: 2g.48gb@0\n', type('DC-1-24C'))).toEqual([
    ...[profile('2g.48gb'), costOf({ otherProfile: 1, moreMemory: 3 })],
  ]);
  // Memory slices are compared on one board only: 1g.10gb is two of the A100, and one of the H100.
  const h100 = 'h100-pcie-80gb: 2g.20gb@0\n';
  expect(told(`a/0 ${h100}`, profile('1g.10gb'))).toEqual([
    ...[profile('2g.20gb'), costOf({ otherProfile: 1, moreMemory: 1 })],
  ]);
  expect(told(`a/0 ${A100}: 7g.40gb@0=x\na/1 ${h100}`, profile('1g.10gb'), 1)).toEqual([
    ...[profile('2g.20gb'), costOf({ otherProfile: 1 })],
  ]);
  // A type of a board that the plan has not is known too.
  expect(told(`a/0 ${h100}`, type('A100-3-20C'))).toEqual([
    ...[type('H100-2-20C'), costOf({ otherProfile: 1, lessCompute: 1 })],
  ]);
  // As much memory is no less; what nobody knows is neither more nor less.
  expect(told(`a/0 ${h100}`, profile('3g.20gb'))).toEqual([
    ...[profile('2g.20gb'), costOf({ otherProfile: 1, lessCompute: 1 })],
  ]);
  expect(told(`a/0 ${A100}: 3g.20gb@0\n`, type('XYZ-1-5C'))).toBe(undefined);
  expect(told(`a/0 ${A100}: 9g.99gb@0\n`, profile('1g.5gb'))).toBe(undefined);
  expect(told('a/0 no-such-board: 3g.20gb@0\na/1 no-such-board:\n', profile('1g.5gb'))).toBe(undefined);
});

test('a way that would be refused is none', () => {
  // The instance is another type, and somebody has it: to want its type is not enough.
  const taken = withNew(`a/0 ${A100}: 3g.20gb@0=x\n`, [profile('2g.10gb')]);
  expect(kindsOf(whyOn(taken, 0, 0))).toEqual(['place', 'move', 'remove']);
  const idle = withNew(`a/0 ${A100}: 3g.20gb@0 3g.20gb@4=x\n`, [profile('2g.10gb')], 'db');
  expect(kindsOf(whyOn(idle, 0, 0))).toContain('other-type');
  // Beside one of its group neither.
  expect(kindsOf(whyOn(inGroup(idle, 'db', 'x'), 0, 0))).toEqual([]);
});

test('the cheapest of each kind, and these by what they cost', () => {
  // Both 3g of the GPU have a VM; one of the two could change over to the same host.
  const plan = withNew(
    `b/0 ${A100}: 3g.20gb@0\na/0 ${A100}: 3g.20gb@0=x 3g.20gb@4=y\na/1 ${A100}: 3g.20gb@4 3g.20gb@0=z\n`,
    [profile('3g.20gb')],
  );
  const why = whyOn(plan, 1);
  expect(waysOf(why).map(({ kind, cost }) => [kind, cost])).toEqual([
    ['instance', costOf({ distance: 2 })],
    ['place', costOf({ distance: 3 })],
    ['change-over', costOf({ vmsInterrupted: 1, distance: 1 })],
    ['move', costOf({ vmsInterrupted: 1, instancesMoved: 1, distance: 2 })],
    ['take-over', costOf({ vmsInterrupted: 1, vmsWaiting: 1 })],
  ]);
  expect(wayOf(why, 'instance')?.giId).toBe(giAt(plan, 2, 4));
  expect(wayOf(why, 'take-over')?.giId).toBe(giAt(plan, 1, 0));
});
