/** What the catalogue knows of a profile on a GPU, as the inspector lists it. */
import type { Board } from '../../model/board.ts';
import { profileOf } from '../../model/board.ts';
import { VGPU_BOARDS } from '../../model/catalogue/catalogue.ts';
import { canBeMirrored, instanceIdOf } from '../../model/instanceId.ts';
import type { Gpu, GpuInstance } from '../../model/plan.ts';
import { kubernetesName, type ProfileName } from '../../model/profile.ts';
import { vgpuTypesOf } from '../../model/vgpu.ts';
import type { Fact } from './Facts.tsx';

const NOT_KNOWN = 'not known';

function list(values: readonly (string | null)[]): string {
  const known = [...new Set(values.filter((value) => value !== null))];
  return known.length === 0 ? NOT_KNOWN : known.join(', ');
}

/** The same thing under each of its names. */
export function nameFacts(gpu: Pick<Gpu, 'board' | 'variant'>, board: Board, name: ProfileName): Fact[] {
  const profile = profileOf(board, name);
  const types = vgpuTypesOf(VGPU_BOARDS, gpu, name);
  return [
    { name: 'Profile ID', value: profile?.id ?? NOT_KNOWN },
    {
      name: 'vGPU type',
      term: 'vgpu-type',
      value: types.length === 0 ? 'none' : list(types.map((type) => type.type)),
    },
    { name: 'Kubernetes', term: 'mig-device', value: kubernetesName(name) },
  ];
}

/** What hypervisors call its vGPU types. */
export function hypervisorFacts(gpu: Pick<Gpu, 'board' | 'variant'>, name: ProfileName): Fact[] {
  const types = vgpuTypesOf(VGPU_BOARDS, gpu, name);
  if (types.length === 0) return [];
  const isByPattern = types.some((type) => type.esxiName !== null && type.esxiNameStatus === 'by-pattern');
  return [
    {
      name: 'On ESXi',
      value: list(types.map((type) => type.esxiName)),
      note: isByPattern ? 'by pattern, not seen' : null,
    },
    { name: 'mdev type on KVM', value: list(types.map((type) => type.mdevType)) },
  ];
}

/** What it takes and gives. */
export function sizeFacts(board: Board, name: ProfileName): Fact[] {
  const profile = profileOf(board, name);
  if (profile === undefined) return [];
  return [
    {
      name: 'Compute slices',
      term: 'compute-slice',
      value: `${profile.computeSlices} of ${board.computeSlices}`,
    },
    {
      name: 'Memory slices',
      term: 'memory-slice',
      value:
        profile.memorySlices === null
          ? NOT_KNOWN
          : `${profile.memorySlices} of ${board.memorySlices ?? NOT_KNOWN}`,
    },
    { name: 'Memory', value: profile.memoryGiB === null ? NOT_KNOWN : `${profile.memoryGiB} GiB` },
    {
      name: 'SMs',
      term: 'sm',
      value:
        profile.sm === null
          ? NOT_KNOWN
          : board.totalSm === null
            ? profile.sm
            : `${profile.sm} of ${board.totalSm}`,
    },
    ...(profile.minDriver === null
      ? []
      : [{ name: 'Driver at least', term: 'driver' as const, value: profile.minDriver }]),
  ];
}

/** The GPU-instance ID that nvidia-smi will show, for the kind of GPU if it is known, else for both. */
export function instanceIdFacts(gpu: Gpu, board: Board, name: ProfileName, start: number): Fact[] {
  const size = profileOf(board, name)?.memorySlices;
  if (size == null) return [];
  const id = (kind: 'straight' | 'mirrored'): string =>
    String(instanceIdOf(board, { start, size }, kind) ?? NOT_KNOWN);
  if (!canBeMirrored(board)) return [{ name: 'GPU instance ID', term: 'instance-id', value: id('straight') }];
  if (gpu.kind !== null)
    return [{ name: 'GPU instance ID', term: 'instance-id', value: id(gpu.kind), note: `${gpu.kind} GPU` }];
  const term = 'instance-id';
  const same = id('straight') === id('mirrored');
  return [
    same
      ? { name: 'GPU instance ID', term, value: id('straight') }
      : { name: 'GPU instance ID', term, value: id('straight'), note: `${id('mirrored')} on a mirrored GPU` },
  ];
}

/** Where it stands, as nvidia-smi prints it. */
export function placementFacts(gi: GpuInstance, board: Board): Fact[] {
  const size = profileOf(board, gi.profile)?.memorySlices;
  return size == null ? [] : [{ name: 'Placement', term: 'placement', value: `${gi.start}:${size}` }];
}
