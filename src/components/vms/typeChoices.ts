/** The vGPU types that the plan's boards offer, as a select lists them. */
import { isDrawable, boardLabel } from '../../model/board.ts';
import { findBoard, VGPU_BOARDS } from '../../model/catalogue/catalogue.ts';
import { gpuKinds } from '../../model/gpuKinds.ts';
import { vmsByInstance, type Gpu, type Plan, type Wanted } from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';
import { variantsOf } from '../../model/vgpu.ts';
import { typesOfInstance } from '../../placement/vms/assign.ts';
import { typeLabel, typesLabel } from '../board/typeNames.ts';

export interface TypeChoice {
  readonly value: string;
  readonly label: string;
}

export interface TypeGroup {
  readonly title: string;
  readonly choices: readonly TypeChoice[];
}

export function wantsValue(wants: Wanted): string {
  return wants.kind === 'type' ? `type:${wants.type}` : `profile:${wants.profile}`;
}

export function parseWants(value: string): Wanted | null {
  if (value.startsWith('type:')) return { kind: 'type', type: value.slice(5) };
  if (value.startsWith('profile:')) return { kind: 'profile', profile: value.slice(8) };
  return null;
}

/** A VM may ask for a profile and take whatever type that is where it goes. */
function anyTypeLabel(gpus: readonly Kind[], profile: ProfileName): string {
  const types = typesLabel(gpus, profile);
  return types === null ? profile : `${profile} · ${types}`;
}

type Kind = Pick<Gpu, 'board' | 'variant'>;

const known = new WeakMap<readonly Kind[], readonly TypeGroup[]>();

/** Grouped by board; a board without known vGPU types offers its profiles instead. Each choice stands once. */
export function typeGroups(hosts: Plan['hosts']): readonly TypeGroup[] {
  const kinds = gpuKinds(hosts);
  const cached = known.get(kinds);
  if (cached !== undefined) return cached;
  const seen = new Set<string>();
  const groups = new Map<string, TypeChoice[]>();
  const add = (title: string, value: string, label: string): void => {
    if (seen.has(value)) return;
    seen.add(value);
    const group = groups.get(title);
    if (group === undefined) groups.set(title, [{ value, label }]);
    else group.push({ value, label });
  };
  for (const gpu of kinds) {
    const board = findBoard(gpu.board);
    if (board === undefined || !isDrawable(board)) continue;
    for (const variant of variantsOf(VGPU_BOARDS, gpu)) {
      for (const type of variant.types) {
        if (type.profile === null) continue;
        add(
          variant.product ?? boardLabel(board),
          `type:${type.type}`,
          `${typeLabel(type)} · ${type.profile}`,
        );
      }
    }
    for (const profile of board.profiles) {
      if (profile.starts !== null) {
        add(`${boardLabel(board)}, by profile`, `profile:${profile.name}`, anyTypeLabel(kinds, profile.name));
      }
    }
  }
  const list = [...groups].map(([title, choices]) => ({ title, choices }));
  known.set(kinds, list);
  return list;
}

/** The type of the first instance that no VM has, as a choice; null where none is free. */
export function freeTypeValue(plan: Plan): string | null {
  const taken = vmsByInstance(plan);
  for (const { gpus } of plan.hosts) {
    for (const gpu of gpus) {
      const free = gpu.instances.find((gi) => !taken.has(gi.id));
      if (free === undefined) continue;
      const [type] = typesOfInstance(gpu, free);
      return type === undefined ? `profile:${free.profile}` : `type:${type.type}`;
    }
  }
  return null;
}
