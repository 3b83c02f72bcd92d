/** The columns of a table of requests: found by their headings in any order, or taken to be profile, count, weight, group. */
import { parseProfileName } from '../model/profile.ts';

export type RequestColumn = 'profile' | 'count' | 'weight' | 'group' | 'memoryGB' | 'computeSlices';

/** Usual spellings, without blanks, hyphens, units in brackets and case. */
const HEADINGS: Readonly<Record<RequestColumn, readonly string[]>> = {
  profile: [
    'profile',
    'migprofile',
    'giprofile',
    'mig',
    'migdevice',
    'gpuinstance',
    'gpuinstanceprofile',
    'type',
  ],
  count: ['count', 'quantity', 'qty', 'number', 'amount', 'copies', 'replicas', 'instances', 'vms', 'n', '#'],
  weight: ['weight', 'worth', 'value', 'priority'],
  group: ['group', 'vmgroup', 'antiaffinity', 'antiaffinitygroup', 'keepapart', 'apart'],
  memoryGB: ['memory', 'memorygb', 'memorygib', 'mem', 'vram', 'gb', 'gib', 'atleastgb'],
  computeSlices: ['compute', 'computeslices', 'slices', 'computeatleast'],
};

const COLUMN_OF = new Map<string, RequestColumn>(
  Object.entries(HEADINGS).flatMap(([column, names]) => names.map((name) => [name, column as RequestColumn])),
);

export interface RequestColumns {
  readonly at: ReadonlyMap<RequestColumn, number>;
  /** Headings that say nothing here, and those said twice. */
  readonly passedOver: readonly string[];
  readonly hasHeadings: boolean;
}

const USUAL: RequestColumns = {
  at: new Map<RequestColumn, number>([
    ['profile', 0],
    ['count', 1],
    ['weight', 2],
    ['group', 3],
  ]),
  passedOver: [],
  hasHeadings: false,
};

/** The columns of a table whose first row this is: of headings, unless one of its cells is itself a profile. */
export function requestColumnsOf(firstRow: readonly string[]): RequestColumns {
  const at = new Map<RequestColumn, number>();
  const passedOver: string[] = [];
  firstRow.forEach((cell, index) => {
    const column = COLUMN_OF.get(
      cell
        .toLowerCase()
        .replace(/\(.*\)/g, '')
        .replace(/[\s_.:-]+/g, ''),
    );
    if (column !== undefined && !at.has(column)) at.set(column, index);
    else if (cell.trim() !== '') passedOver.push(cell.trim());
  });
  const hasProfile = firstRow.some((cell) => parseProfileName(cell) !== null);
  return at.size > 0 && !hasProfile ? { at, passedOver, hasHeadings: true } : USUAL;
}
