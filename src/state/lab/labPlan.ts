/** What the lab ends with as a plan of its own: made by the same commands that a hand would give. */
import type { LabState } from '../../console/lab/lab.ts';
import { invariant } from '../../model/assert.ts';
import type { GiId } from '../../model/ids.ts';
import { EMPTY_PLAN, type Plan } from '../../model/plan.ts';
import { applyEveryday, type EverydayCommand } from '../../placement/everydayCommands.ts';

/** The host of the lab with its GPU instances where they lie, and its VMs on them. Nothing of it counts as observed. */
export function planOfLab({ host }: LabState): Plan {
  let plan: Plan = { ...EMPTY_PLAN, name: 'From the lab' };
  const run = (command: EverydayCommand): void => {
    const next = applyEveryday(plan, command);
    invariant(next.ok, `the lab as a plan, ${command.type}`);
    plan = next.value;
  };
  // Not its driver: that is the preview of 2020.
  const { name, platform, release } = host;
  const [gpu] = host.gpus;
  invariant(gpu?.board != null, 'the lab has a GPU with MIG');
  run({
    type: 'host/add',
    name,
    fields: { platform, release },
    gpus: { board: gpu.board, count: 1 },
  });
  const gpuId = plan.hosts[0]?.gpus[0]?.id;
  invariant(gpuId !== undefined, 'the host has its GPU');
  const places = new Map<number, GiId>();
  for (const gi of [...gpu.gis].sort((a, b) => a.start - b.start)) {
    run({ type: 'gi/place', gpuId, profile: gi.profile, start: gi.start });
    const placed = plan.hosts[0]?.gpus[0]?.instances.find(({ start }) => start === gi.start);
    if (placed !== undefined) places.set(gi.id, placed.id);
  }
  for (const vm of host.vms) {
    const [vgpu] = vm.vgpus;
    if (vgpu === undefined) continue;
    const giId = vm.isOn && vgpu.at !== null ? (places.get(vgpu.at.gi) ?? null) : null;
    run({ type: 'vm/add', name: vm.name, wants: vgpu.wants, giId });
  }
  return plan;
}
