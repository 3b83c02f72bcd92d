/** Any name by which the field calls a vGPU type or a profile, read to what a VM wants. */
import { BOARDS, findBoard, VGPU_BOARDS } from '../model/catalogue/catalogue.ts';
import type { Gpu, Wanted } from '../model/plan.ts';
import { makeProfileName, parseProfileName, type ProfileName } from '../model/profile.ts';
import { parseVgpuTypeName, variantsOf, type VgpuType } from '../model/vgpu.ts';

/** The GPUs that a name is meant for. */
export type GpuOfNames = Pick<Gpu, 'board' | 'variant'>;

const TYPES = new Map<string, VgpuType>();
const BY_MDEV = new Map<string, string>();
for (const { types } of VGPU_BOARDS) {
  for (const type of types) {
    TYPES.set(type.type, TYPES.get(type.type) ?? type);
    if (type.mdevType !== null) BY_MDEV.set(type.mdevType, type.type);
  }
}
const PROFILES = new Set(BOARDS.flatMap((board) => board.profiles.map((profile) => profile.name)));
/** "me" of "1g.5gb+me": what follows a plus sign without being a type of its own. */
const ATTRIBUTES = new Set(
  BOARDS.flatMap((board) => board.profiles.flatMap((profile) => profile.attributes)).filter(
    (attribute) => !attribute.startsWith('-'),
  ),
);

/** The names of one cell: those joined by "+", but for the plus sign of "1g.5gb+me". */
export function splitTypeNames(cell: string): string[] {
  const names: string[] = [];
  for (const part of cell.split('+')) {
    const last = names.pop();
    if (last === undefined) names.push(part.trim());
    else if (ATTRIBUTES.has(part.trim().toLowerCase())) names.push(`${last}+${part.trim()}`);
    else names.push(last, part.trim());
  }
  return names;
}

/**
 * "A100-3-20C", "GRID A100-3-20C", "grid_a100-3-20c", "nvidia-476", "3g.20gb", "MIG 3g.20gb" and "nvidia.com/mig-3g.20gb" are
 * names of this; null for what no table has.
 */
export function readTypeName(text: string): Wanted | null {
  const name = text.replace(/\s+/g, ' ').trim();
  const profile = readProfile(name);
  if (profile !== null) return { kind: 'profile', profile };
  const bare = name.replace(/^(?:nvidia[ _-])?(?:grid[ _-])?(?=.*-.*[a-z])/i, '');
  const type = BY_MDEV.get(name.toLowerCase()) ?? parseVgpuTypeName(bare);
  return type !== null && TYPES.has(type) ? { kind: 'type', type } : null;
}

function readProfile(name: string): ProfileName | null {
  const bare = name
    .replace(/^(?:nvidia\.com\/)?mig-/i, '')
    // Kubernetes has no plus sign in its names: "mig-1g.5gb.me".
    .replace(/^(?:mig )?([0-9]g\.[0-9]+gb)\.(?=[a-z])/i, '$1+');
  const parsed = parseProfileName(bare);
  const profile = parsed === null ? null : makeProfileName(parsed);
  return profile !== null && PROFILES.has(profile) ? profile : null;
}

/** Whether an instance on one of these GPUs can be what is wanted. */
export function isOfBoards(wants: Wanted, gpus: readonly GpuOfNames[]): boolean {
  return gpus.some((gpu) =>
    wants.kind === 'profile'
      ? findBoard(gpu.board)?.profiles.some(({ name }) => name === wants.profile) === true
      : variantsOf(VGPU_BOARDS, gpu).some(({ types }) => types.some(({ type }) => type === wants.type)),
  );
}

/** A longer text is no slip of the pen. */
const MAX_GUESSED = 40;

/** A guesser of what was meant: the name of these GPUs' boards that is nearest to a text, or null where none is near. */
export function createNearestName(gpus: readonly GpuOfNames[]): (text: string) => string | null {
  const names = new Set<string>();
  for (const gpu of new Map(gpus.map((one) => [`${one.board} ${one.variant ?? ''}`, one])).values()) {
    for (const { types } of variantsOf(VGPU_BOARDS, gpu)) for (const { type } of types) names.add(type);
    for (const { name } of findBoard(gpu.board)?.profiles ?? []) names.add(name);
  }
  const known = new Map<string, string | null>();
  return (text) => {
    const bare = text
      .toLowerCase()
      .replace(/\s+/g, ' ')
      .trim()
      .replace(/^(?:nvidia\.com\/)?mig[ -]|^(?:nvidia|grid)[ _-]/, '');
    if (bare.length > MAX_GUESSED) return null;
    const before = known.get(bare);
    if (before !== undefined) return before;
    let best: { readonly name: string; readonly distance: number } | null = null;
    for (const name of names) {
      const distance = editDistance(bare, name.toLowerCase());
      if (best === null || distance < best.distance) best = { name, distance };
    }
    const nearest = best !== null && best.distance <= bare.length / 2 ? best.name : null;
    known.set(bare, nearest);
    return nearest;
  };
}

/** How many characters have to be put in, taken out or changed. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
