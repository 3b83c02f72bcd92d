/** The columns of a table of VMs: found by their headings in any order, or taken to be the usual four. */
import { readTypeName, splitTypeNames } from './vmTypeNames.ts';

export type VmColumn = 'name' | 'type' | 'esxi' | 'profile' | 'count' | 'group' | 'notes' | 'state';

/** Usual spellings, without blanks, hyphens and case. */
const HEADINGS: Readonly<Record<VmColumn, readonly string[]>> = {
  name: [
    'name',
    'vm',
    'vms',
    'vmname',
    'virtualmachine',
    'virtualmachinename',
    'guest',
    'guestname',
    'displayname',
  ],
  type: [
    'type',
    'vgputype',
    'vgpu',
    'vgpuname',
    'vgpuprofile',
    'gputype',
    'gpuprofile',
    'gridtype',
    'gridprofile',
    'gridvgpu',
    'typeorprofile',
    'resource',
    'resourcename',
  ],
  esxi: ['esxiname', 'esxitype', 'vspheretype', 'vspherename'],
  profile: ['profile', 'migprofile', 'giprofile', 'mig', 'migdevice', 'gpuinstanceprofile', 'gpuinstance'],
  count: [
    'count',
    'quantity',
    'qty',
    'number',
    'numberofvms',
    'vmcount',
    'amount',
    'copies',
    'replicas',
    'no',
    'n',
    '#',
  ],
  group: ['group', 'vmgroup', 'antiaffinity', 'antiaffinitygroup', 'keepapart', 'apart'],
  notes: ['notes', 'note', 'comment', 'comments', 'remark', 'remarks', 'annotation', 'annotations'],
  // Not read; it tells a table of our own.
  state: ['state'],
};

const COLUMN_OF = new Map<string, VmColumn>(
  Object.entries(HEADINGS).flatMap(([column, names]) => names.map((name) => [name, column as VmColumn])),
);

export interface Columns {
  readonly at: ReadonlyMap<VmColumn, number>;
  /** Headings that say nothing here, and those said twice. */
  readonly passedOver: readonly string[];
  readonly hasHeadings: boolean;
}

/** Name, type, count, group. */
const USUAL: Columns = {
  at: new Map<VmColumn, number>([
    ['name', 0],
    ['type', 1],
    ['count', 2],
    ['group', 3],
  ]),
  passedOver: [],
  hasHeadings: false,
};

/**
 * The columns of a table whose first row this is. It is a row of headings when one of its cells heads the types or two of
 * them head anything, and none is itself a type: a VM may be called "name".
 */
export function columnsOf(firstRow: readonly string[]): Columns {
  const at = new Map<VmColumn, number>();
  const passedOver: string[] = [];
  firstRow.forEach((cell, index) => {
    const column = COLUMN_OF.get(cell.toLowerCase().replace(/[\s_.:-]+/g, ''));
    if (column !== undefined && !at.has(column)) at.set(column, index);
    else if (cell.trim() !== '') passedOver.push(cell.trim());
  });
  const isHeading = at.has('type') || at.has('esxi') || at.has('profile') || at.size > 1;
  const hasType = firstRow.some((cell) => splitTypeNames(cell).some((name) => readTypeName(name) !== null));
  return isHeading && !hasType ? { at, passedOver, hasHeadings: true } : USUAL;
}

/** True for the table that we write ourselves: there, each vGPU of a VM has a row, one after the other. */
export function isOurTable({ at }: Columns): boolean {
  return (['name', 'state', 'profile', 'type', 'esxi', 'group'] as const).every((column) => at.has(column));
}
