// What hosts print, recorded beside a plan that is another: our own texts, and real output where it is beside the
// repository. Each must leave the plan alone, be told apart from it, and become the plan when it is adopted.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeLayout } from '../formats/layout.ts';
import { isDrawable } from '../model/board.ts';
import { findBoard } from '../model/catalogue/catalogue.ts';
import { vmsByInstance, type Gpu, type GpuInstance, type Host, type Plan } from '../model/plan.ts';
import { applyCommand, type PlanCommand } from '../placement/commands.ts';
import { gpuDifferences } from '../placement/observed/difference.ts';
import { countDifferences } from '../placement/observed/differenceCounts.ts';
import { importText } from './importText.ts';

const OWN = join(import.meta.dirname, '../../tests/fixtures/mig-lgi');
const SAMPLES = join(import.meta.dirname, '../../../shared/samples/mig-lgi');
/** Of each row only the beginning is left, so nothing is listed. */
const NOTHING_LISTED: ReadonlySet<string> = new Set(['cut-at-48.txt']);

const textsIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.txt') && !NOTHING_LISTED.has(name))
        .sort()
        .map((name) => join(folder, name))
    : [];

function apply(plan: Plan, command: PlanCommand): Plan {
  const next = applyCommand(plan, command);
  if (!next.ok) throw new Error(`${command.type}: ${next.error.code}`);
  return next.value;
}

/** The text as a plan; where it leaves something open, with the first that fits. */
function read(text: string): Plan {
  const asked = importText(text);
  if (!asked.ok) throw new Error(asked.error.code);
  return asked.value.reading.plan;
}

/** A host with the GPUs that are reported, cut in another way: with a VM on each planned instance. */
function plannedOtherwise(reported: Host): Plan {
  let plan: Plan = {
    ...{ name: 'Other', notes: '', requests: [], hosts: [], vms: [], nextId: 1, extra: [] },
  };
  plan = apply(plan, { type: 'host/add', name: reported.name, fields: {}, gpus: null });
  const hostId = plan.hosts[0]!.id;
  for (const [n, seen] of reported.gpus.entries()) {
    const board = findBoard(seen.board)!;
    expect(isDrawable(board)).toBe(true);
    plan = apply(plan, { type: 'gpu/add', hostId, board: board.id, count: 1 });
    const gpuId = plan.hosts[0]!.gpus.find((gpu) => gpu.instances.length === 0)!.id;
    const whole = [...board.profiles].sort((a, b) => b.computeSlices - a.computeSlices)[0]!;
    const small = board.profiles[0]!;
    const isWhole = seen.instances.some((gi) => gi.profile === whole.name);
    const { name, starts } = isWhole ? small : whole;
    plan = apply(plan, { type: 'gi/place', gpuId, profile: name, start: starts![0]! });
    const gi = plan.hosts[0]!.gpus.find((gpu) => gpu.id === gpuId)!.instances[0]!;
    plan = apply(plan, {
      type: 'vm/add',
      name: `vm-${n + 1}`,
      wants: { kind: 'profile', profile: name },
      giId: gi.id,
    });
    if (plan.hosts[0]!.gpus.find((gpu) => gpu.id === gpuId)!.index !== seen.index)
      plan = apply(plan, { type: 'gpu/set', gpuId, fields: { index: seen.index } });
  }
  return plan;
}

const places = (gpus: readonly Gpu[]): string[] =>
  gpus.flatMap((gpu) => gpu.instances.map((gi) => placeOf(gpu, gi))).sort();
const placeOf = (gpu: Gpu, gi: GpuInstance): string => `${gpu.index}/${gi.profile}@${gi.start}`;

const real = textsIn(SAMPLES);
if (real.length === 0)
  test.skip('left out: the real listings, which are not beside this repository', () => undefined);

test('there are texts to record', () => {
  expect(textsIn(OWN).length).toBeGreaterThan(4);
});

describe.each([...textsIn(OWN), ...real].map((path) => [path.split(/[\\/]/).at(-1)!, path]))(
  '%s',
  (_, path) => {
    const reported = read(readFileSync(path, 'utf8'));

    test.each(reported.hosts.map((host) => [host.name, host] as const))('of %s', (_name, listed) => {
      const plan = plannedOtherwise(listed);
      const hostId = plan.hosts[0]!.id;
      const seen = [{ hostId, gpus: listed.observed!, isPlannedToo: false }];
      const recorded = apply(plan, { type: 'host/observe', seen });
      const host = recorded.hosts[0]!;
      expect(host.gpus).toBe(plan.hosts[0]!.gpus);
      expect(recorded.vms).toBe(plan.vms);
      expect(apply(recorded, { type: 'host/observe', seen })).toBe(recorded);

      // Told apart: what an independent look at the two lists of places says.
      const differences = gpuDifferences(host.gpus, host.observed!, vmsByInstance(recorded));
      const [planned, observed] = [places(host.gpus), places(listed.observed!)];
      const both = planned.filter((place) => observed.includes(place)).length;
      const counts = countDifferences(differences);
      expect(counts.gpus).toBeGreaterThan(0);
      expect(counts.asPlanned).toBe(both);
      expect(counts.onlyPlanned + counts.moved).toBe(planned.length - both);
      expect(counts.onlyObserved + counts.moved).toBe(observed.length - both);

      // Adopted: the plan is what the text says, with the kind of GPU that its IDs prove.
      const adopted = apply(recorded, { type: 'host/adoptObserved', hostId, gpuIndexes: null });
      const bare = (gpus: readonly Gpu[]): string =>
        makeLayout({ ...adopted, vms: [], hosts: [{ ...adopted.hosts[0]!, gpus }] });
      expect(bare(adopted.hosts[0]!.gpus)).toBe(bare(listed.gpus));
      expect(adopted.hosts[0]!.gpus.map((gpu) => gpu.kind)).toEqual(listed.gpus.map((gpu) => gpu.kind));
      const served = adopted.vms.filter((vm) => vm.attachments[0]!.instance !== null).length;
      expect(served).toBe(counts.asPlanned + counts.moved);

      // Marked as done: nothing differs, and the plan is the one that was.
      const done = apply(recorded, { type: 'host/adoptPlanned', hostId, gpuIndexes: null });
      expect(places(done.hosts[0]!.observed!)).toEqual(planned);
      expect(done.hosts[0]!.gpus).toBe(host.gpus);
    });
  },
);
