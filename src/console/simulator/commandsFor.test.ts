import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseLayout } from '../../formats/layout.ts';
import { legalGpuArbitrary } from '../../formats/legalGpu.testing.ts';
import { profileOf } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { GPU_KINDS, type Gpu, type GpuKind } from '../../model/plan.ts';
import { splitsOf } from '../../placement/compute/compute.ts';
import { commandsFor, machineOf, runLines, type Machine } from './simulator.ts';

const BOARDS = ['a100-pcie-40gb', 'a30-24gb', 'rtx-pro-6000-server'];

function planOf(
  board: string,
  instances: readonly { profile: string; start: number }[],
  kind: GpuKind | null,
) {
  const places = instances.map(({ profile, start }) => `${profile}@${start}`).join(', ');
  const reading = parseLayout(`h/0 ${board}: ${places}`);
  if (!reading.ok) throw new Error('layout');
  const { plan } = reading.value;
  const hosts = plan.hosts.map((host) => ({
    ...host,
    driver: '595.58.03',
    gpus: host.gpus.map((gpu) => ({ ...gpu, kind })),
  }));
  return { ...plan, hosts };
}

const gpuOf = ({ hosts }: ReturnType<typeof planOf>): Gpu => hosts[0]!.gpus[0]!;
const machine = (plan: ReturnType<typeof planOf>): Machine =>
  machineOf(plan, plan.hosts[0]!.id, { from: 'planned' })!;

function layoutOf({ gpus }: Machine): string[] {
  return gpus
    .flatMap(({ gis }) => gis)
    .map(({ id, profile, start, cis }) => `${id} ${profile}@${start} ${cis.map((ci) => ci.profile).join()}`)
    .sort();
}

test('typed on the machine as it was, they make the machine of the plan, seed 20260115', () => {
  fc.assert(
    fc.property(
      fc
        .constantFrom(...BOARDS)
        .chain((board) => fc.tuple(legalGpuArbitrary([board]), legalGpuArbitrary([board]))),
      fc.constantFrom(...GPU_KINDS),
      fc.constantFrom('mig' as const, 'off' as const),
      ([from, to], kind, use) => {
        const [before, after] = [from, to].map(({ board, instances }) => planOf(board, instances, kind));
        if (before === undefined || after === undefined) throw new Error('two');
        const start = { ...gpuOf(before), use, instances: use === 'off' ? [] : gpuOf(before).instances };
        const was = { ...before, hosts: before.hosts.map((host) => ({ ...host, gpus: [start] })) };
        const { lines } = commandsFor(start, gpuOf(after));
        const done = runLines(machine(was), lines.join('\n'));
        expect(done.map(({ status }) => status)).toEqual(lines.map(() => 0));
        const now = done.at(-1)?.machine ?? machine(was);
        expect(layoutOf(now)).toEqual(layoutOf(machine(after)));
        expect(commandsFor(gpuOf(after), gpuOf(after)).lines).toEqual([]);
      },
    ),
    { seed: 20_260_115, numRuns: 200 },
  );
});

test('instances that are cut, and IDs that depend on a kind that nobody said', () => {
  const plan = planOf('a100-pcie-40gb', [{ profile: '3g.20gb', start: 4 }], null);
  const gpu = gpuOf(plan);
  const [gi] = gpu.instances;
  const profile = profileOf(findBoard(gpu.board)!, '3g.20gb')!;
  for (const split of splitsOf(profile)) {
    const computeInstances = split.map(({ name }) => ({ profile: name, start: null, extra: [] }));
    const cut = { ...gpu, instances: [{ ...gi!, computeInstances }] };
    const { lines, isKindAssumed } = commandsFor(gpu, cut);
    const done = runLines(machine(plan), lines.join('\n'));
    expect(done.every(({ status }) => status === 0)).toBe(true);
    expect(isKindAssumed).toBe(lines.length > 0);
    const after = { ...plan, hosts: plan.hosts.map((host) => ({ ...host, gpus: [cut] })) };
    if (lines.length > 0) expect(layoutOf(done.at(-1)!.machine)).toEqual(layoutOf(machine(after)));
  }
  const placed = { ...gpu, instances: [...gpu.instances, { ...gi!, start: 0 }] };
  expect(commandsFor(gpu, placed)).toEqual({
    lines: ['nvidia-smi mig -i 0 -cgi 9:0 -C'],
    isKindAssumed: false,
  });
});
