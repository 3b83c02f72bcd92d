/** Fields of two things that are one, held against each other. Ids are no fields: they are made anew with every reading. */
import type { Gpu, GpuInstance, Host, Plan, PlanRequest, Vm } from '../../model/plan.ts';
import { isEqual, isSameGpus } from '../sameDocument.ts';
import type {
  FieldChange,
  GiField,
  GpuField,
  HostField,
  PlanField,
  RequestField,
  VmField,
} from './change.ts';

function fieldsOf<T extends object, K extends keyof T>(
  before: T,
  after: T,
  names: readonly K[],
): FieldChange<Pick<T, K>>[] {
  if (before === after) return [];
  return names.flatMap((field): FieldChange<Pick<T, K>>[] =>
    isEqual(before[field], after[field]) ? [] : [{ field, before: before[field], after: after[field] }],
  );
}

/** Without its name: that is what the two are called. */
export function planFields(before: Plan, after: Plan): PlanField[] {
  return fieldsOf(before, after, ['notes', 'extra']);
}

export function hostFields(before: Host, after: Host): HostField[] {
  if (before === after) return [];
  const isAsObserved = isSameGpus(before.observed, after.observed);
  return [
    ...fieldsOf(before, after, ['name', 'notes', 'platform', 'release', 'driver', 'creation', 'extra']),
    ...(isAsObserved ? [] : [{ field: 'observed', before: before.observed, after: after.observed } as const]),
  ];
}

export function gpuFields(before: Gpu, after: Gpu): GpuField[] {
  return fieldsOf(before, after, [
    'index',
    'notes',
    'board',
    'variant',
    'uuid',
    'pciId',
    'kind',
    'use',
    'extra',
  ]);
}

/** Without its start: that is a move. */
export function giFields(before: GpuInstance, after: GpuInstance): GiField[] {
  return fieldsOf(before, after, ['profile', 'pinned', 'reportedId', 'computeInstances', 'extra']);
}

export function vmFields(before: Vm, after: Vm): VmField[] {
  return fieldsOf(before, after, ['name', 'notes', 'group', 'extra']);
}

/** Without what is asked for: by that they are found. */
export function requestFields(before: PlanRequest, after: PlanRequest): RequestField[] {
  return fieldsOf(before, after, ['count', 'weight', 'extra']);
}
