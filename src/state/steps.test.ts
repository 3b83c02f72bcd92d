/**
 * One gesture is one step, and what changes nothing is none: every kind of command is in this table, for the compiler asks
 * for it. Each is given once so that it does something, and once so that it does nothing, where that can be.
 */
import { expect, test } from 'vitest';
import { dispatchAny } from './anyCommand.testing.ts';
import type { GiId, GpuId, HostId, VmId } from '../model/ids.ts';
import { EMPTY_PLAN, findVm, makeInstance, type Plan } from '../model/plan.ts';
import { applyCommand, type PlanCommand } from '../placement/commands.ts';
import { makePlanJson, parsePlanJson } from '../formats/planJson.ts';
import { withCount } from '../placement/requestEdits.ts';
import { createGestures } from './gestures.ts';
import { createPlanStore, MAX_HISTORY } from './planStore.ts';
import { makeTemplate } from './templates.ts';
import { createUiStore } from './uiStore.ts';

function after(plan: Plan, ...commands: PlanCommand[]): Plan {
  return commands.reduce((now, command) => {
    const next = applyCommand(now, command);
    if (!next.ok) throw new Error(next.error.code);
    return next.value;
  }, plan);
}

const article = makeTemplate('article');
const [host] = article.hosts;
const hostId = host?.id ?? (0 as HostId);
const gpu = host?.gpus[0];
const gpuId = gpu?.id ?? (0 as GpuId);
const [first, second] = gpu?.instances ?? [];
const giId = first?.id ?? (0 as GiId);
const otherGi = second?.id ?? (0 as GiId);
const [vm, otherVm] = article.vms;
const vmId = vm?.id ?? (0 as VmId);
const otherVmId = otherVm?.id ?? (0 as VmId);

/** The article with an empty GPU and a full one, one VM that waits, and what the host reports: not the full one. */
const plan = after(
  article,
  { type: 'gpu/add', hostId, board: 'a100-pcie-40gb', count: 2 },
  { type: 'gi/place', gpuId: (article.nextId + 1) as GpuId, profile: '7g.40gb', start: 0 },
  { type: 'vm/unassign', vmId: otherVmId },
  { type: 'host/observe', seen: [{ hostId, gpus: host?.gpus ?? [], isPlannedToo: false }] },
  { type: 'vm/add', name: 'pair', wants: { kind: 'profile', profile: '3g.20gb' }, giId: null },
  { type: 'requests/set', requests: withCount(withCount([], '3g.20gb', 5), '1g.5gb', 2) },
);
const emptyGpu = plan.hosts[0]?.gpus[1]?.id ?? (0 as GpuId);
const pairId = plan.vms.at(-1)?.id ?? (0 as VmId);
const gpus = plan.hosts[0]?.gpus ?? [];
const type3 = { kind: 'type', type: 'A100-3-20C' } as const;
const type7 = { kind: 'type', type: 'A100-7-40C' } as const;
const layout = [
  { profile: '3g.20gb', start: 0 },
  { profile: '3g.20gb', start: 4 },
];
/** The first instance made anew on the empty GPU, as a repack has it. */
const repacked: Plan = {
  ...plan,
  hosts: plan.hosts.map((one) => ({
    ...one,
    gpus: one.gpus.map((each) =>
      each.id === gpuId
        ? { ...each, instances: each.instances.filter(({ id }) => id !== giId) }
        : each.id === emptyGpu
          ? { ...each, instances: [makeInstance(plan.nextId as GiId, '3g.20gb', 0)] }
          : each,
    ),
  })),
  vms: plan.vms.map((one) => ({
    ...one,
    attachments: one.attachments.map((each) =>
      each.instance === giId ? { ...each, instance: plan.nextId as GiId } : each,
    ),
  })),
  nextId: plan.nextId + 1,
};
const again = parsePlanJson(makePlanJson(plan));
if (!again.ok) throw new Error(again.error.code);

interface Row {
  readonly does: PlanCommand;
  /** Null: it always does something, or is refused. */
  readonly doesNothing: PlanCommand | null;
}

const ROWS: { readonly [type in PlanCommand['type']]: Row } = {
  'plan/rename': {
    does: { type: 'plan/rename', name: 'another' },
    doesNothing: { type: 'plan/rename', name: ` ${plan.name} ` },
  },
  'plan/replace': {
    does: { type: 'plan/replace', plan: makeTemplate('order-trap'), origin: 'import' },
    // The same plan, read anew: its ids are others.
    doesNothing: { type: 'plan/replace', plan: again.value.plan, origin: 'import' },
  },
  'plan/addHosts': {
    does: { type: 'plan/addHosts', plan: makeTemplate('empty-host'), origin: 'import' },
    doesNothing: { type: 'plan/addHosts', plan: EMPTY_PLAN, origin: 'import' },
  },
  'host/add': { does: { type: 'host/add', name: 'esx-02', fields: {}, gpus: null }, doesNothing: null },
  'host/rename': {
    does: { type: 'host/rename', hostId, name: 'esx-09' },
    doesNothing: { type: 'host/rename', hostId, name: 'esx-01' },
  },
  'host/set': {
    does: { type: 'host/set', hostId, fields: { notes: 'rack 7' } },
    doesNothing: { type: 'host/set', hostId, fields: { platform: 'esxi', notes: '' } },
  },
  'notes/set': {
    does: { type: 'notes/set', of: { kind: 'gpu', id: gpuId }, notes: 'fan is loud' },
    doesNothing: { type: 'notes/set', of: { kind: 'host', id: hostId }, notes: ' \n' },
  },
  'host/addMany': {
    does: {
      type: 'host/addMany',
      names: ['esx-08', 'esx-09'],
      fields: { driver: 'R550' },
      gpus: { board: 'a30-24gb', count: 2 },
    },
    doesNothing: { type: 'host/addMany', names: [], fields: {}, gpus: null },
  },
  'host/setMany': {
    does: { type: 'host/setMany', hostIds: [hostId], fields: { release: '8.0 U3' } },
    doesNothing: { type: 'host/setMany', hostIds: [hostId], fields: { platform: 'esxi', notes: '' } },
  },
  'host/removeMany': { does: { type: 'host/removeMany', hostIds: [hostId] }, doesNothing: null },
  'host/remove': { does: { type: 'host/remove', hostId }, doesNothing: null },
  'host/import': {
    does: {
      type: 'host/import',
      hostId,
      gpus: gpus.slice(1, 2).map((one) => ({ ...one, index: 5 })),
      observed: null,
    },
    doesNothing: { type: 'host/import', hostId, gpus, observed: plan.hosts[0]?.observed ?? null },
  },
  'host/observe': {
    does: { type: 'host/observe', seen: [{ hostId, gpus: [], isPlannedToo: false }] },
    doesNothing: { type: 'host/observe', seen: [{ hostId, gpus: host?.gpus ?? [], isPlannedToo: false }] },
  },
  'host/arrange': {
    does: {
      type: 'host/arrange',
      hostId,
      vgpus: [{ vmId, attachment: 0, gpuId: emptyGpu, profile: '3g.20gb', start: 0 }],
    },
    doesNothing: {
      type: 'host/arrange',
      hostId,
      vgpus: [{ vmId, attachment: 0, gpuId, profile: '3g.20gb', start: 0 }],
    },
  },
  'host/adoptObserved': {
    does: { type: 'host/adoptObserved', hostId, gpuIndexes: null },
    doesNothing: { type: 'host/adoptObserved', hostId, gpuIndexes: [0] },
  },
  'host/adoptPlanned': {
    does: { type: 'host/adoptPlanned', hostId, gpuIndexes: null },
    doesNothing: { type: 'host/adoptPlanned', hostId, gpuIndexes: [0] },
  },
  'host/forgetObserved': { does: { type: 'host/forgetObserved', hostId }, doesNothing: null },
  'gpu/add': { does: { type: 'gpu/add', hostId, board: 'a30-24gb', count: 2 }, doesNothing: null },
  'gpu/set': {
    does: { type: 'gpu/set', gpuId, fields: { index: 7 } },
    doesNothing: { type: 'gpu/set', gpuId, fields: { index: 0, use: 'mig', kind: null } },
  },
  'gpu/setBoard': {
    does: { type: 'gpu/setBoard', gpuId, board: 'a100-80gb', variant: null },
    doesNothing: { type: 'gpu/setBoard', gpuId, board: 'a100-pcie-40gb', variant: null },
  },
  'gpu/remove': { does: { type: 'gpu/remove', gpuId }, doesNothing: null },
  'gpu/setLayout': {
    does: { type: 'gpu/setLayout', gpuIds: [gpuId, emptyGpu], layout },
    doesNothing: { type: 'gpu/setLayout', gpuIds: [gpuId], layout },
  },
  'gpu/clear': {
    does: { type: 'gpu/clear', gpuIds: [gpuId] },
    doesNothing: { type: 'gpu/clear', gpuIds: [emptyGpu] },
  },
  'gpu/fill': { does: { type: 'gpu/fill', gpuIds: [emptyGpu], profile: '1g.5gb' }, doesNothing: null },
  'host/setLayouts': {
    does: { type: 'host/setLayouts', hostId, from: 'esx-02', layouts: [{ gpuId: emptyGpu, layout }] },
    doesNothing: { type: 'host/setLayouts', hostId, from: 'esx-02', layouts: [{ gpuId, layout }] },
  },
  'plan/repack': {
    does: { type: 'plan/repack', plan: repacked },
    doesNothing: { type: 'plan/repack', plan },
  },
  'requests/set': {
    does: { type: 'requests/set', requests: withCount(plan.requests, '3g.20gb', 40) },
    doesNothing: { type: 'requests/set', requests: plan.requests.map((one) => ({ ...one })) },
  },
  'requests/place': {
    does: {
      type: 'requests/place',
      hosts: makeTemplate('empty-host'),
      additions: [{ gpuId: emptyGpu, added: layout }],
      taken: [2],
    },
    doesNothing: { type: 'requests/place', hosts: EMPTY_PLAN, additions: [], taken: [] },
  },
  'gi/place': {
    does: { type: 'gi/place', gpuId: emptyGpu, profile: '3g.20gb', start: 4 },
    doesNothing: null,
  },
  'gi/move': {
    does: { type: 'gi/move', giId, gpuId: emptyGpu, start: 4 },
    doesNothing: { type: 'gi/move', giId, gpuId, start: 0 },
  },
  'gi/remove': { does: { type: 'gi/remove', giId }, doesNothing: null },
  'gi/rearrange': {
    does: {
      type: 'gi/rearrange',
      removes: [otherGi],
      moves: [{ giId, gpuId, start: 4 }],
      place: { gpuId, profile: '4g.20gb', start: 0 },
    },
    doesNothing: { type: 'gi/rearrange', removes: [], moves: [{ giId, gpuId, start: 0 }], place: null },
  },
  'ci/split': {
    does: { type: 'ci/split', giId, profiles: ['1c.3g.20gb', '2c.3g.20gb'] },
    doesNothing: { type: 'ci/split', giId, profiles: ['3g.20gb'] },
  },
  'vm/add': { does: { type: 'vm/add', name: 'new', wants: type3, giId: null }, doesNothing: null },
  'vm/addMany': {
    does: { type: 'vm/addMany', vms: [{ name: 'n1', group: null, wants: [] }], place: false },
    doesNothing: { type: 'vm/addMany', vms: [], place: true },
  },
  'vm/rename': {
    does: { type: 'vm/rename', vmId, name: 'train-9' },
    doesNothing: { type: 'vm/rename', vmId, name: 'train-1' },
  },
  'vm/setGroup': {
    does: { type: 'vm/setGroup', vmIds: [vmId, otherVmId], group: 'g' },
    doesNothing: { type: 'vm/setGroup', vmIds: [vmId, otherVmId], group: '  ' },
  },
  'vm/want': {
    does: { type: 'vm/want', vmId, wants: type7 },
    doesNothing: { type: 'vm/want', vmId, wants: { ...type3 } },
  },
  'vm/wantMany': {
    does: { type: 'vm/wantMany', vmIds: [vmId, otherVmId], wants: type7 },
    doesNothing: { type: 'vm/wantMany', vmIds: [vmId, otherVmId], wants: { ...type3 } },
  },
  'vm/addVgpu': { does: { type: 'vm/addVgpu', vmId: pairId, wants: type3 }, doesNothing: null },
  'vm/removeVgpu': { does: { type: 'vm/removeVgpu', vmId: pairId, attachment: 0 }, doesNothing: null },
  'vm/assign': {
    does: { type: 'vm/assign', vmId: otherVmId, giId: otherGi },
    doesNothing: { type: 'vm/assign', vmId, giId, attachment: 0 },
  },
  'vm/unassign': {
    does: { type: 'vm/unassign', vmId },
    doesNothing: { type: 'vm/unassign', vmId: otherVmId },
  },
  'vm/unassignMany': {
    does: { type: 'vm/unassignMany', vmIds: [vmId, otherVmId] },
    doesNothing: { type: 'vm/unassignMany', vmIds: [otherVmId] },
  },
  'vm/place': {
    does: { type: 'vm/place', vmIds: [otherVmId] },
    doesNothing: { type: 'vm/place', vmIds: [vmId] },
  },
  'vm/remove': { does: { type: 'vm/remove', vmId }, doesNothing: null },
  'vm/removeMany': { does: { type: 'vm/removeMany', vmIds: [vmId, otherVmId] }, doesNothing: null },
};

test.each(Object.entries(ROWS))(
  '%s is one step, and undo and redo lead exactly there and back',
  (_, { does }) => {
    const store = createPlanStore(plan, { isFrozen: true });
    expect(dispatchAny(store, does)).toMatchObject({ ok: true });
    const done = store.getState().plan;
    expect(done).not.toBe(plan);
    expect(store.getState().past).toHaveLength(1);
    store.getState().undo();
    expect(store.getState().plan).toBe(plan);
    store.getState().redo();
    expect(store.getState().plan).toBe(done);
  },
);

test.each(Object.values(ROWS).map(({ does }) => [does.type, does] as const))(
  '%s is refused where the plan is open to be read, by the store itself',
  (_, does) => {
    const planStore = createPlanStore(plan, { isFrozen: true });
    const uiStore = createUiStore();
    const gestures = createGestures({ planStore, uiStore });
    gestures.open({ plan, past: [], future: [] }, null, true);
    expect(gestures.settle(does, '', applyCommand(plan, does))).toBe(false);
    expect(uiStore.getState().message).toMatchObject({
      text: 'This plan is read-only. “Make it mine” gives you a copy that you can change.',
      tone: 'refused',
    });
    planStore.getState().settle(does, applyCommand(plan, does));
    expect(planStore.getState()).toMatchObject({ plan, past: [], future: [] });
  },
);

test('nothing of a plan that is open to be read is lifted, taken back or done again', () => {
  const planStore = createPlanStore(plan, { isFrozen: true });
  const uiStore = createUiStore();
  const gestures = createGestures({ planStore, uiStore });
  gestures.run({ type: 'plan/rename', name: 'one' });
  gestures.run({ type: 'plan/rename', name: 'two' });
  gestures.undo();
  const { plan: open, past, future } = planStore.getState();
  gestures.open({ plan: open, past, future }, { label: 'x', take: () => planStore.setState({ plan }) }, true);
  gestures.undo();
  gestures.redo();
  expect([planStore.getState().undo(), planStore.getState().redo()]).toEqual([null, null]);
  const refused = planStore.getState().dispatch({ type: 'gi/remove', giId });
  expect(refused).toEqual({ ok: false, error: { code: 'read-only' } });
  for (const by of ['pointer', 'keys', 'choice'] as const) {
    gestures.lift({ kind: 'instance', giId }, by);
    expect(gestures.dropAt({ gpuId: emptyGpu, start: 4, giId: null })).toBe(false);
    expect(gestures.dropOnGpu(emptyGpu)).toBe(false);
  }
  for (const dialog of ['add-host', 'hosts', 'vm-table', 'requests-table'] as const)
    gestures.openDialog(dialog);
  gestures.openLayouts(gpuId);
  expect(uiStore.getState()).toMatchObject({ lifted: null, dialog: null, refusal: null });
  expect(planStore.getState()).toMatchObject({ plan: open, past, future });
  // Another plan that takes its place is to be changed as ever.
  gestures.open({ plan, past: [], future: [] });
  expect(gestures.run({ type: 'plan/rename', name: 'mine' })).toBe(true);
});

const NOTHING = Object.values(ROWS).flatMap(({ doesNothing }) =>
  doesNothing === null ? [] : [[doesNothing.type, doesNothing] as const],
);

test.each(NOTHING)('%s that changes nothing is no step, and Redo is still there', (_, command) => {
  const planStore = createPlanStore(plan, { isFrozen: true });
  const gestures = createGestures({ planStore, uiStore: createUiStore() });
  gestures.run({ type: 'plan/rename', name: 'another' });
  gestures.undo();
  gestures.settle(command, '', applyCommand(plan, command));
  expect(planStore.getState().plan).toBe(plan);
  expect(planStore.getState().past).toHaveLength(0);
  expect(planStore.getState().future).toHaveLength(1);
});

test('undo after re-ordering hits the thing that was meant: it goes by id, not by place', () => {
  const planStore = createPlanStore(plan);
  const gestures = createGestures({ planStore, uiStore: createUiStore() });
  const named = (): string[] =>
    planStore.getState().plan.hosts[0]?.gpus.map((one) => `${one.id} ${one.index}`) ?? [];
  const before = named();
  // GPU 0 becomes the last of its host, then its instance moves and its VM is renamed.
  gestures.run({ type: 'gpu/set', gpuId, fields: { index: 9 } });
  expect(planStore.getState().plan.hosts[0]?.gpus.at(-1)?.id).toBe(gpuId);
  gestures.run({ type: 'gi/move', giId, gpuId: emptyGpu, start: 4 });
  gestures.run({ type: 'vm/rename', vmId, name: 'zz-last' });
  gestures.run({ type: 'vm/remove', vmId: otherVmId });
  for (let n = 0; n < 3; n++) gestures.undo();
  expect(findVm(planStore.getState().plan, vmId)).toMatchObject({
    name: 'train-1',
    attachments: [{ instance: giId }],
  });
  expect(
    planStore
      .getState()
      .plan.hosts[0]?.gpus.at(-1)
      ?.instances.map(({ id }) => id),
  ).toEqual([giId, otherGi]);
  gestures.undo();
  expect(named()).toEqual(before);
});

test(`the last ${MAX_HISTORY} steps can be undone, and no more are kept`, () => {
  const store = createPlanStore(plan);
  for (let n = 0; n <= MAX_HISTORY + 20; n++)
    store.getState().dispatch({ type: 'plan/rename', name: `n${n}` });
  expect(MAX_HISTORY).toBeGreaterThanOrEqual(100);
  for (let n = 0; n < MAX_HISTORY; n++) expect(store.getState().undo()).not.toBeNull();
  expect(store.getState().plan.name).toBe('n20');
  expect(store.getState().undo()).toBeNull();
  for (let n = 0; n < MAX_HISTORY; n++) store.getState().redo();
  expect(store.getState().plan.name).toBe(`n${MAX_HISTORY + 20}`);
});
