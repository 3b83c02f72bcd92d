/** Names of vGPU types as the page shows them: the ESXi name where it is known, else the registered one. */
import type { BoardId } from '../../model/board.ts';
import { typesNamed, VGPU_BOARDS } from '../../model/catalogue/catalogue.ts';
import type { GiId } from '../../model/ids.ts';
import type { Gpu, Vm, Wanted } from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';
import { vgpuTypesOf, type VgpuType } from '../../model/vgpu.ts';
import { profileOfType } from '../../placement/messages.ts';

/** "grid_a100-3-20c", or "A100-3-20C" where nobody has seen what ESXi calls it. */
export function typeLabel(type: Pick<VgpuType, 'type' | 'esxiName'>): string {
  return type.esxiName ?? type.type;
}

/** What one attachment wants, in the words of the platform. `boards` are those it may go to. */
export function wantedLabel(wants: Wanted, boards: readonly BoardId[]): string {
  if (wants.kind === 'profile') return wants.profile;
  const [type] = typesNamed(wants.type, boards);
  return type === undefined ? wants.type : typeLabel(type);
}

/** The profile that is needed on these boards, the first where they differ; null when the type is not known. */
export function wantedProfile(wants: Wanted, boards: readonly BoardId[]): ProfileName | null {
  return wants.kind === 'profile' ? wants.profile : (typesNamed(wants.type, boards)[0]?.profile ?? null);
}

/** The type by which a VM has this instance; null when it asked for the profile only. */
export function typeOn(vm: Vm, giId: GiId, board: BoardId): string | null {
  const wants = vm.attachments.find((one) => one.instance === giId)?.wants;
  return wants?.kind === 'type' ? wantedLabel(wants, [board]) : null;
}

/** What an instance is to a VM on these GPUs; all that it may be where a variant is open. Null where it has no type. */
export function typesLabel(
  gpus: readonly Pick<Gpu, 'board' | 'variant'>[],
  profile: ProfileName,
): string | null {
  const labels = new Set(gpus.flatMap((gpu) => vgpuTypesOf(VGPU_BOARDS, gpu, profile).map(typeLabel)));
  return labels.size === 0 ? null : [...labels].join(' or ');
}

/** "grid_a100-3-20c · 3g.20gb": what one attachment wants, under both its names. `gpus` are where it may go. */
export function wantedInFull(wants: Wanted, gpus: readonly Pick<Gpu, 'board' | 'variant'>[]): string {
  if (wants.kind === 'profile') {
    const types = typesLabel(gpus, wants.profile);
    return types === null ? wants.profile : `${wants.profile} · ${types}`;
  }
  const boards = [...new Set(gpus.map((gpu) => gpu.board))];
  const profiles = profileOfType(wants.type, boards);
  const label = wantedLabel(wants, boards);
  return profiles === null ? label : `${label} · ${profiles}`;
}
