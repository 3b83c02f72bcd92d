// What the simulated tool prints is read by the product's own readers of nvidia-smi, and says the same; and a machine survives the way into
// a plan and back.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { observe } from '../../placement/observed/observedEdits.ts';
import { readAnyText } from '../../formats/anyText.ts';
import type { SeenGpu } from '../../formats/evidence/evidence.ts';
import { parseLayout } from '../../formats/layout.ts';
import { legalGpuArbitrary } from '../../formats/legalGpu.testing.ts';
import { makePlanJson, parsePlanJson } from '../../formats/planJson.ts';
import { machineOf, observedGpus, runLine, runLines, type Machine } from './simulator.ts';
import { machineIn } from './states.testing.ts';

const BOARDS = ['a100-pcie-40gb', 'a100-80gb', 'a30-24gb', 'h100-sxm5-80gb', 'rtx-pro-6000-server'];
const DRIVERS = ['450.80.02', '460.91.03', '510.47.03', '535.104.12', '550.54.14', '570.148.08', '580.65.06'];

/** What the readers see in the answer to a command, GPU by GPU. */
function readGpus(machine: Machine, command: string): readonly SeenGpu[] {
  const text = `root@host:~# ${command}\n${runLine(machine, command).text}`;
  const read = readAnyText(text);
  if (!read.ok) throw new Error(read.error.code);
  const { parts, notices } = read.value;
  expect([command, notices]).toEqual([command, []]);
  return parts.flatMap(({ reading }) => {
    if (reading.kind !== 'evidence') throw new Error(`${reading.kind}: ${text}`);
    return reading.evidence.hosts.flatMap((host) => host.gpus);
  });
}

const machines = fc
  .record({
    gpus: fc.array(legalGpuArbitrary(BOARDS, 2), { minLength: 1, maxLength: 3 }),
    driver: fc.constantFrom(...DRIVERS),
    kind: fc.constantFrom('straight' as const, 'mirrored' as const),
  })
  .map(({ gpus, driver, kind }) => {
    const machine = machineIn({
      driver,
      gpus: gpus.map(({ board, instances }) => ({
        board,
        kind,
        at: instances.map(({ profile, start }) => `${profile}@${start}`),
      })),
    });
    // -cci gives each its compute instance.
    return runLine(machine, 'nvidia-smi mig -cci').machine;
  });

describe('read back', () => {
  test('-lgi: every instance with its ID, start and size, seed 20260111', () => {
    fc.assert(
      fc.property(machines, (machine) => {
        const seen = readGpus(machine, 'nvidia-smi mig -lgi').flatMap(({ index, layout }) =>
          layout?.kind !== 'instances'
            ? []
            : layout.instances.map((one) => [index, one.profile, one.instanceId, one.start, one.size]),
        );
        const there = machine.gpus.flatMap(({ index, gis }) =>
          gis.map((gi) => [index, gi.profile, gi.id, gi.start, gi.size]),
        );
        expect(seen.map(String).sort()).toEqual(there.map(String).sort());
      }),
      { seed: 20_260_111, numRuns: 100 },
    );
  });

  test.each(['nvidia-smi', 'nvidia-smi -q -x'])(
    '%s: names, buses, modes and IDs, seed 20260112',
    (command) => {
      fc.assert(
        fc.property(machines, (machine) => {
          const seen = readGpus(machine, command);
          expect(seen.map(({ pciId }) => pciId)).toEqual(machine.gpus.map(({ pciId }) => pciId));
          for (const [at, { boards, mode, layout }] of seen.entries()) {
            const gpu = machine.gpus[at]!;
            expect(boards).toContain(gpu.board);
            expect(mode).toBe('on');
            const ids = layout?.kind === 'instances' ? layout.instances.map((one) => one.instanceId) : [];
            expect([...ids].sort()).toEqual(gpu.gis.map(({ id }) => id).sort());
          }
        }),
        { seed: 20_260_112, numRuns: 60 },
      );
    },
  );

  test('-lci and -L: every compute instance, seed 20260113', () => {
    fc.assert(
      fc.property(machines, (machine) => {
        const count = machine.gpus.reduce((sum, { gis }) => sum + gis.length, 0);
        for (const command of ['nvidia-smi mig -lci', 'nvidia-smi -L']) {
          if (count === 0 && command.endsWith('-lci')) continue;
          const inside = readGpus(machine, command).flatMap(({ layout }): (string | null)[] =>
            layout?.kind === 'instances'
              ? layout.instances.flatMap((one) => (one.computeInstances ?? []).map(({ profile }) => profile))
              : layout?.kind === 'counts'
                ? layout.counts.flatMap((one) => Array.from({ length: one.count }, () => one.profile))
                : [],
          );
          expect([command, inside.length]).toEqual([command, count]);
        }
      }),
      { seed: 20_260_113, numRuns: 60 },
    );
  });

  test('--query-gpu, and what -cgi, -cci, -dci and -dgi say', () => {
    const machine = machineIn({ driver: '550.54.14', gpus: [{ board: 'a100-pcie-40gb' }] });
    const query = 'nvidia-smi --query-gpu=index,name,uuid,pci.bus_id,mig.mode.current --format=csv';
    const [gpu] = machine.gpus;
    expect(readGpus(machine, query)).toMatchObject([
      { index: 0, uuid: gpu!.uuid, pciId: gpu!.pciId, boards: ['a100-pcie-40gb'], mode: 'on' },
    ]);
    const [made] = readGpus(machine, 'nvidia-smi mig -cgi 9,14 -C');
    expect(made!.layout).toMatchObject({ kind: 'changes' });
    const after = runLine(machine, 'nvidia-smi mig -cgi 9,14 -C').machine;
    const [gone] = readGpus(after, 'nvidia-smi mig -dci');
    expect(gone!.layout).toMatchObject({ changes: [{ kind: 'ci-destroyed' }, { kind: 'ci-destroyed' }] });
  });
});

describe('into a plan and back', () => {
  const LINES = [
    'nvidia-smi mig -i 0 -cgi 9,14,19 -C',
    'nvidia-smi mig -i 0 -gi 2 -dci',
    'nvidia-smi mig -i 0 -gi 2 -cci 0,1',
    'nvidia-smi mig -i 0 -gi 2 -dci -ci 0',
    'nvidia-smi mig -i 0 -gi 3 -dci',
    'nvidia-smi -i 1 -mig 1',
  ].join('\n');

  function afterAll(platform: 'esxi' | null) {
    const reading = parseLayout('h/0 a100-pcie-40gb:\nh/1 a100-pcie-40gb off');
    if (!reading.ok) throw new Error('layout');
    const plan = {
      ...reading.value.plan,
      hosts: reading.value.plan.hosts.map((host) => ({ ...host, platform, driver: '550.54.14' })),
    };
    const hostId = plan.hosts[0]!.id;
    const machine = machineOf(plan, hostId, { from: 'observed' })!;
    const done = runLines(machine, LINES).at(-1)!.machine;
    return { plan, hostId, done };
  }

  test.each(['esxi', null] as const)('on %s it is one edit, and the target stays', (platform) => {
    const { plan, hostId, done } = afterAll(platform);
    const gpus = observedGpus(done, plan.hosts[0]!);
    const edited = observe(plan, [{ hostId, gpus, isPlannedToo: false }]);
    if (!edited.ok) throw new Error(edited.error.code);
    expect(edited.value.hosts[0]!.gpus).toBe(plan.hosts[0]!.gpus);
    const back = machineOf(edited.value, hostId, { from: 'observed' })!;
    expect(back.gpus.map((gpu) => ({ ...gpu, gis: [...gpu.gis].sort((a, b) => a.id - b.id) }))).toEqual(
      done.gpus.map((gpu) => ({ ...gpu, gis: [...gpu.gis].sort((a, b) => a.id - b.id) })),
    );
    // What is pending, and what has no compute instance, survives a document too.
    const read = parsePlanJson(makePlanJson(edited.value));
    if (!read.ok) throw new Error('document');
    const { plan: again } = read.value;
    expect(machineOf(again, again.hosts[0]!.id, { from: 'observed' })!.gpus).toEqual(back.gpus);
    // Seen twice it is no change.
    expect(observe(edited.value, [{ hostId, gpus, isPlannedToo: false }])).toEqual(edited);
  });

  test('a reboot that loses every instance loses nothing of the plan', () => {
    const reading = parseLayout('h/0 a100-pcie-40gb: 3g.20gb@0, 3g.20gb@4');
    if (!reading.ok) throw new Error('layout');
    const { plan } = reading.value;
    const hostId = plan.hosts[0]!.id;
    const machine = machineOf(plan, hostId, { from: 'planned' })!;
    const gpus = observedGpus(runLine(machine, 'reboot').machine, plan.hosts[0]!);
    const edited = observe(plan, [{ hostId, gpus, isPlannedToo: false }]);
    if (!edited.ok) throw new Error(edited.error.code);
    expect(edited.value.hosts[0]!.observed![0]!.instances).toEqual([]);
    expect(edited.value.hosts[0]!.gpus[0]!.instances).toHaveLength(2);
  });
});
