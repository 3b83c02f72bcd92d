/** The VMs as a table for spreadsheets and vSphere admins. It is written only: a CSV file does not carry a plan. */
import { VGPU_BOARDS } from '../model/catalogue/catalogue.ts';
import type { GiId } from '../model/ids.ts';
import type { Attachment, GiPlace, ValidPlan, Vm, Wanted } from '../model/plan.ts';
import { variantsOf, vgpuTypesOf, type VgpuType } from '../model/vgpu.ts';
import { makeCsv, type Cell, type Table } from './tableText.ts';

const HEADER = ['VM', 'State', 'Host', 'GPU', 'Board', 'Profile', 'Start', 'vGPU type', 'ESXi name', 'Group'];
const UNKNOWN = 'unknown';

/**
 * One row per attachment, in the order of the plan; a VM without attachments has one row that says only that it waits.
 * Notes have a column where any VM has some. The vGPU type is the one the VM asks for, else those that can be on its instance, joined by " or "; "unknown" where
 * none is public.
 */
export function vmTable(plan: ValidPlan): Table {
  const places = new Map<GiId, GiPlace>(
    plan.hosts.flatMap((host) =>
      host.gpus.flatMap((gpu) => gpu.instances.map((gi) => [gi.id, { host, gpu, gi }] as const)),
    ),
  );
  const rows = plan.vms.flatMap((vm) =>
    vm.attachments.length === 0
      ? [vmRow(vm, null, undefined)]
      : vm.attachments.map((attachment) =>
          vmRow(vm, attachment, attachment.instance === null ? undefined : places.get(attachment.instance)),
        ),
  );
  // Whoever reads these tables by place finds them as ever while nobody writes notes.
  if (plan.vms.every(({ notes }) => notes === '')) return { head: HEADER, rows };
  const notes = plan.vms.flatMap((vm) => Array<string>(Math.max(1, vm.attachments.length)).fill(vm.notes));
  return { head: [...HEADER, 'Notes'], rows: rows.map((row, n) => [...row, notes[n] ?? '']) };
}

/** That table as a file for spreadsheets. */
export function makeVmCsv(plan: ValidPlan): string {
  return makeCsv(vmTable(plan));
}

function vmRow(vm: Vm, attachment: Attachment | null, place: GiPlace | undefined): Cell[] {
  const types = attachment === null ? null : typesOf(attachment.wants, place);
  const group = vm.group ?? '';
  const type = types === null ? '' : alternatives(types.map((one) => one.type));
  const esxiName = types === null ? '' : alternatives(types.map((one) => one.esxiName ?? UNKNOWN));
  if (place === undefined) {
    const profile = attachment?.wants.kind === 'profile' ? attachment.wants.profile : '';
    return [vm.name, 'Waiting', '', '', '', profile, '', type, esxiName, group];
  }
  const { host, gpu, gi } = place;
  return [vm.name, 'Placed', host.name, gpu.index, gpu.board, gi.profile, gi.start, type, esxiName, group];
}

/** The type asked for as the GPU's board has it (any board while the VM waits), or the types the instance can carry. */
function typesOf(wants: Wanted, place: GiPlace | undefined): readonly Pick<VgpuType, 'type' | 'esxiName'>[] {
  if (wants.kind === 'profile') {
    return place === undefined ? [] : vgpuTypesOf(VGPU_BOARDS, place.gpu, place.gi.profile);
  }
  const boards = place === undefined ? VGPU_BOARDS : variantsOf(VGPU_BOARDS, place.gpu);
  const named = boards.flatMap((board) => board.types.filter(({ type }) => type === wants.type));
  return named.length > 0 ? named : [{ type: wants.type, esxiName: null }];
}

function alternatives(names: readonly string[]): string {
  return [...new Set(names)].join(' or ') || UNKNOWN;
}
