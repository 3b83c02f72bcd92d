/**
 * A table of VMs in a paste: an inventory (vInfo of RVTools: VM, Powerstate, Template, Host, Cluster) or a list with types,
 * ours among them. Names, hosts and wanted types are taken; where a VM is in the plan is not in any such table.
 */
import type { Wanted } from '../../model/plan.ts';
import { MAX_VGPUS_PER_VM } from '../../model/plan.ts';
import { decodeCsvField } from '../encode/csv.ts';
import type { SeenVm } from '../evidence/evidence.ts';
import { evidenceOf } from '../nvidiaSmi/seen.ts';
import type { Segment, TextReader } from '../paste/textReader.ts';
import { MAX_ROWS, type Notice } from '../reading.ts';
import { splitRows, type TableRow } from '../tableRows.ts';
import { excerptOf } from '../terminalText.ts';
import { columnsOf, isOurTable, type VmColumn } from '../vmTableColumns.ts';
import { readTypeName, splitTypeNames } from '../vmTypeNames.ts';

/** Headings of an inventory, without blanks, hyphens and case. */
const INVENTORY: Readonly<Record<'host' | 'template' | 'other', readonly string[]>> = {
  host: ['host', 'vmhost', 'esxihost', 'hostname', 'esxhost', 'node'],
  template: ['template', 'istemplate'],
  other: ['cluster', 'powerstate', 'state', 'datacenter', 'vmuuid', 'dnsname', 'cpus', 'memory'],
};
type InventoryColumn = keyof typeof INVENTORY;

/** A longer first line is no row of headings that anybody would read. */
const MAX_HEADING = 20_000;
/** One too many is one that is refused. */
const MOST_SPLIT = MAX_ROWS + 1;

interface Headings {
  readonly at: ReadonlyMap<VmColumn, number>;
  readonly inventory: ReadonlyMap<InventoryColumn, number>;
  readonly isOurs: boolean;
}

/** Cheap, for it is asked of every line that nobody has taken. */
const LOOKS_LIKE_HEADINGS = /[,;\t]/;
const NAMES_VMS = /(?:^|[,;\t])\s*"?(?:vm|name|virtual|guest|display)/i;

function headingsOf(line: string): Headings | null {
  if (line.length > MAX_HEADING || !LOOKS_LIKE_HEADINGS.test(line) || !NAMES_VMS.test(line)) return null;
  const [row] = splitRows(line, 1);
  if (row === undefined || row.fault !== null) return null;
  const bare = row.cells.map((cell) => cell.toLowerCase().replace(/[\s_.:-]+/g, ''));
  // Our table of GPUs names VMs, too: a row of it is an instance, and one may have none or several of them.
  if (bare.includes('profileid') && bare.includes('computeinstances')) return null;
  const columns = columnsOf(row.cells);
  const inventory = new Map<InventoryColumn, number>();
  bare.forEach((cell, index) => {
    for (const column of Object.keys(INVENTORY) as InventoryColumn[]) {
      if (INVENTORY[column].includes(cell) && !inventory.has(column)) inventory.set(column, index);
    }
  });
  const { at } = columns.hasHeadings ? columns : nameAlone(row.cells);
  if (!at.has('name')) return null;
  const hasTypes = at.has('type') || at.has('esxi') || at.has('profile');
  return hasTypes || inventory.size > 0 ? { at, inventory, isOurs: isOurTable({ ...columns, at }) } : null;
}

/** "VM,Host": one heading of ours is no row of headings to the dialog of VMs, which wants types. */
function nameAlone(cells: readonly string[]): { readonly at: ReadonlyMap<VmColumn, number> } {
  const index = cells.findIndex((cell) =>
    /^(?:vm|vms|name|vm[ _-]?name|virtual machine)$/i.test(cell.trim()),
  );
  return { at: index < 0 ? new Map() : new Map<VmColumn, number>([['name', index]]) };
}

export const VM_LIST = {
  format: 'vm-table',
  name: 'table of VMs',
  aliases: ['vms', 'rvtools', 'vinfo'],
  extent: (segment, at) => {
    if (headingsOf(segment.lines[at]?.raw ?? '') === null) return 0;
    // To the first line without anything: a table in a paste ends there.
    const end = segment.lines.findIndex((line, n) => n > at && line.raw.trim() === '');
    return (end < 0 ? segment.lines.length : end) - at;
  },
  read: (segment) => {
    const notices: Notice[] = [];
    const [first] = segment.lines;
    const headings = headingsOf(first?.raw ?? '');
    if (first === undefined || headings === null) return evidenceOf([]);
    const rows = splitRows(segment.lines.map(({ raw }) => raw).join('\n'), MOST_SPLIT).slice(1);
    const vms: SeenVm[] = [];
    for (const row of rows) {
      const { vm, count } = readRow(row, headings, lineIn(segment, row), notices);
      const last = vms.at(-1);
      // In a table of ours each vGPU has a row.
      if (vm !== null && headings.isOurs && last?.name === vm.name && last.wants.length < MAX_VGPUS_PER_VM) {
        vms[vms.length - 1] = { ...last, wants: [...last.wants, ...vm.wants] };
      } else if (vm !== null && count === 1) vms.push(vm);
      else if (vm !== null) {
        vms.push(...Array.from({ length: count }, (_, n) => ({ ...vm, name: `${vm.name}-${n + 1}` })));
      }
    }
    return evidenceOf([], { vms, notices });
  },
} as const satisfies TextReader;

/** Rows are counted from the heading; lines as an editor counts them. */
function lineIn(segment: Segment, { at }: TableRow): number {
  return (segment.lines[0]?.line ?? 1) + ('line' in at ? at.line - 1 : 0);
}

function readRow(
  { cells, fault }: TableRow,
  { at: columns, inventory }: Headings,
  line: number,
  notices: Notice[],
): { readonly vm: SeenVm | null; readonly count: number } {
  const at = { line };
  const excerpt = (): string => excerptOf(cells.join(' '));
  const text = (index: number | undefined): string =>
    index === undefined ? '' : decodeCsvField((cells[index] ?? '').trim()).trim();
  if (fault !== null) {
    notices.push({ code: 'line-not-understood', at, excerpt: excerpt() });
    return { vm: null, count: 0 };
  }
  const name = text(columns.get('name'));
  if (name === '' || /^true$/i.test(text(inventory.get('template')))) {
    notices.push({
      code: 'vm-row-passed-over',
      at,
      excerpt: excerpt(),
      why: name === '' ? 'no-name' : 'template',
    });
    return { vm: null, count: 0 };
  }
  const said = (['type', 'esxi', 'profile'] as const)
    .map((column) => text(columns.get(column)))
    .filter((one) => one !== '' && one !== 'unknown' && !/ or /.test(one));
  const wants: Wanted[] = [];
  for (const part of splitTypeNames(said[0] ?? '').filter((one) => one !== '')) {
    const wanted = readTypeName(part);
    if (wanted !== null && wants.length < MAX_VGPUS_PER_VM) wants.push(wanted);
    else notices.push({ code: 'vm-type-unknown', at, vm: name, type: part });
  }
  const group = text(columns.get('group'));
  const host = text(inventory.get('host'));
  const vm = { at, name, host: host === '' ? null : host, group: group === '' ? null : group, wants };
  const count = /^0*([1-9][0-9]{0,3})$/.exec(text(columns.get('count')))?.[1];
  return { vm, count: count === undefined ? 1 : Number(count) };
}
