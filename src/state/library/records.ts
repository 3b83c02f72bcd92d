/** What the library keeps in the browser's database, and whether a record that comes out of it is still one of ours. */
import type { ProfileName } from '../../model/profile.ts';
import type { GpuUse, Plan } from '../../model/plan.ts';
import { selectFigures } from '../selectors.ts';

/** How big a plan is. */
export interface PlanSize {
  readonly hosts: number;
  readonly gpus: number;
  readonly instances: number;
  readonly vms: number;
}

/** The first GPUs of a plan, to be drawn in a list without reading the plan. */
export interface DrawnGpu {
  readonly board: string;
  readonly use: GpuUse;
  readonly instances: readonly { readonly profile: ProfileName; readonly start: number }[];
}

/** A plan as the list shows it. Its document is a record of its own, so that a list reads none. */
export interface PlanRecord {
  readonly id: string;
  readonly name: string;
  /** Goes up by one with every save: what a tab holds it against before it writes. */
  readonly revision: number;
  /** Milliseconds since 1970. */
  readonly changedAt: number;
  /** Null: of a plan that could not be read. */
  readonly size: PlanSize | null;
  readonly drawing: readonly DrawnGpu[];
  /** When the newest kept version was made; 0: none is kept. */
  readonly versionAt: number;
  /** Null unless it was deleted and can still be brought back. */
  readonly deletedAt: number | null;
}

export interface TextRecord {
  readonly id: string;
  /** The plan document. */
  readonly text: string;
}

export interface VersionRecord {
  readonly planId: string;
  /** The revision that it was, and a count among versions of one revision. */
  readonly revision: number;
  readonly part: number;
  readonly changedAt: number;
  readonly name: string;
  readonly size: PlanSize | null;
  readonly drawing: readonly DrawnGpu[];
  readonly text: string;
}

/** GPUs that a list draws of one plan. */
const DRAWN_GPUS = 4;

/** What a list says and draws of a plan. */
export function outlineOf(plan: Plan): Pick<PlanRecord, 'name' | 'size' | 'drawing'> {
  const { hosts, gpus, instances } = selectFigures({ plan });
  const first = plan.hosts.flatMap((host) => host.gpus).slice(0, DRAWN_GPUS);
  return {
    name: plan.name,
    size: { hosts, gpus, instances, vms: plan.vms.length },
    drawing: first.map((gpu) => ({
      board: gpu.board,
      use: gpu.use,
      instances: gpu.instances.map(({ profile, start }) => ({ profile, start })),
    })),
  };
}

type Unknown = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Unknown {
  return typeof value === 'object' && value !== null;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function isSize(value: unknown): value is PlanSize {
  return (
    isRecord(value) &&
    isCount(value['hosts']) &&
    isCount(value['gpus']) &&
    isCount(value['instances']) &&
    isCount(value['vms'])
  );
}

/**
 * The record where it can be read; else what is certain about it, its id, so that its text is still listed and can be
 * saved as a file. Null where not even that is there.
 */
export function asPlanRecord(value: unknown): PlanRecord | null {
  if (!isRecord(value) || typeof value['id'] !== 'string') return null;
  const { id, name, revision, changedAt, size, drawing, versionAt, deletedAt } = value;
  return {
    id,
    name: typeof name === 'string' && name !== '' ? name : 'Plan without a name',
    revision: isCount(revision) ? revision : 0,
    changedAt: isCount(changedAt) ? changedAt : 0,
    size: isSize(size) ? size : null,
    drawing: isDrawing(drawing) ? drawing : [],
    versionAt: isCount(versionAt) ? versionAt : 0,
    deletedAt: isCount(deletedAt) ? deletedAt : null,
  };
}

function isDrawing(value: unknown): value is readonly DrawnGpu[] {
  return Array.isArray(value) && value.every(isDrawn);
}

function isDrawn(value: unknown): value is DrawnGpu {
  return (
    isRecord(value) &&
    typeof value['board'] === 'string' &&
    typeof value['use'] === 'string' &&
    Array.isArray(value['instances']) &&
    value['instances'].every(
      (gi) => isRecord(gi) && typeof gi['profile'] === 'string' && isCount(gi['start']),
    )
  );
}

/** Null where it is none: there is nothing to go back to then. */
export function asVersionRecord(value: unknown): VersionRecord | null {
  if (!isRecord(value) || typeof value['text'] !== 'string' || typeof value['planId'] !== 'string')
    return null;
  const { planId, revision, part, changedAt, name, size, drawing, text } = value;
  if (!isCount(revision) || !isCount(part)) return null;
  return {
    planId,
    revision,
    part,
    changedAt: isCount(changedAt) ? changedAt : 0,
    name: typeof name === 'string' ? name : '',
    size: isSize(size) ? size : null,
    drawing: isDrawing(drawing) ? drawing : [],
    text,
  };
}
