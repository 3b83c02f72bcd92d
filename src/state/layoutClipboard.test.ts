import { beforeEach, expect, test } from 'vitest';
import type { GpuId, HostId } from '../model/ids.ts';
import { applyCommand, type PlanCommand } from '../placement/commands.ts';
import { EMPTY_PLAN, type Plan } from '../model/plan.ts';
import { planStore, uiStore } from './app.ts';
import { copyGpuLayout, copyHostLayout, pasteOnGpu, pasteOnHost } from './layoutClipboard.ts';

function build(...commands: readonly PlanCommand[]): Plan {
  return commands.reduce<Plan>((plan, command) => {
    const next = applyCommand(plan, command);
    if (!next.ok) throw new Error(next.error.code);
    return next.value;
  }, EMPTY_PLAN);
}

const host = (name: string, board: string, count: number): PlanCommand => ({
  type: 'host/add',
  name,
  fields: {},
  gpus: { board, count },
});
const message = (): string => uiStore.getState().message.text;
const hostId = (name: string): HostId =>
  planStore.getState().plan.hosts.find((one) => one.name === name)?.id ?? (0 as HostId);
const gpuId = (name: string, index: number): GpuId =>
  planStore.getState().plan.hosts.find((one) => one.name === name)?.gpus[index]?.id ?? (0 as GpuId);
const layouts = (name: string): string[] =>
  (planStore.getState().plan.hosts.find((one) => one.name === name)?.gpus ?? []).map((gpu) =>
    gpu.instances.map((gi) => `${gi.profile}@${gi.start}`).join(' '),
  );

beforeEach(() => {
  const plan = build(
    host('a', 'a100-pcie-40gb', 2),
    host('b', 'a100-80gb', 1),
    host('c', 'a30-24gb', 1),
    { type: 'gi/place', gpuId: 2 as GpuId, profile: '3g.20gb', start: 4 },
    { type: 'gi/place', gpuId: 2 as GpuId, profile: '1g.5gb', start: 0 },
    { type: 'gi/place', gpuId: 3 as GpuId, profile: '7g.40gb', start: 0 },
  );
  planStore.setState({ plan, past: [], future: [] });
  uiStore.setState({ copied: null });
});

test('a layout is copied as text too, and pasted by slices on another board, as one step', async () => {
  await copyGpuLayout(gpuId('a', 0));
  expect(uiStore.getState().copied?.text).toBe('a/0 a100-pcie-40gb: 1g.5gb@0, 3g.20gb@4\n');
  expect(message()).toContain('Copied the layout of GPU 0 on a, 1g.5gb + 3g.20gb.');
  expect(pasteOnGpu(gpuId('b', 0))).toBe(true);
  expect(layouts('b')).toEqual(['1g.10gb@0 3g.40gb@4']);
  expect(message()).toBe('Set 1g.10gb + 3g.40gb on GPU 0 on b.');
  expect(planStore.getState().past).toHaveLength(1);
  // The same again is no step.
  expect(pasteOnGpu(gpuId('b', 0))).toBe(true);
  expect(planStore.getState().past).toHaveLength(1);
  expect(message()).toBe('Set 1g.10gb + 3g.40gb on GPU 0 on b: it is so already.');
});

test('a host is pasted index by index, and says what was left out', async () => {
  await copyHostLayout(hostId('a'));
  expect(pasteOnHost(hostId('b'))).toBe(true);
  expect(layouts('b')).toEqual(['1g.10gb@0 3g.40gb@4']);
  expect(message()).toBe('Paste the layout of a onto b. GPU 1 left out: the host has no GPU of that index.');
  expect(pasteOnHost(hostId('c'))).toBe(false);
  expect(message()).toContain('c stays as it is. GPU 0 left out: A30 has other slices than A100-PCIE-40GB.');
  // A whole host has no one GPU to be pasted on.
  expect(pasteOnGpu(gpuId('b', 0))).toBe(false);
  expect(message()).toContain('paste it on a host');
});

test('one GPU is pasted on each GPU of a host', async () => {
  await copyGpuLayout(gpuId('a', 1));
  expect(pasteOnHost(hostId('a'))).toBe(true);
  expect(layouts('a')).toEqual(['7g.40gb@0', '7g.40gb@0']);
  expect(planStore.getState().past).toHaveLength(1);
});

test('nothing copied, nothing pasted', () => {
  expect(pasteOnGpu(gpuId('a', 0))).toBe(false);
  expect(message()).toBe('No layout was copied.');
  expect(planStore.getState().past).toEqual([]);
});
