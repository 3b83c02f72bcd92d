/** GPUs and their instances as a table, for inventories: a row to each instance, and one to a GPU that has none. */
import { boardLabel, profileOf } from '../model/board.ts';
import { findBoard } from '../model/catalogue/catalogue.ts';
import { isUndivided, splitName } from '../model/compute.ts';
import { vmsByInstance, type Gpu, type GpuInstance, type Host, type ValidPlan } from '../model/plan.ts';
import type { Cell, Table } from './tableText.ts';

const HEAD = [
  ...[
    'Host',
    'GPU',
    'Board',
    'Board name',
    'UUID',
    'MIG',
    'Profile',
    'Profile ID',
    'Start slice',
    'Memory slices',
  ],
  ...['Compute instances', 'VM'],
];

/**
 * In the order of the plan. Profile IDs and sizes that no public source gives are empty. Notes of hosts and of GPUs have a
 * column each where there are any.
 */
export function instanceTable(plan: ValidPlan): Table {
  const vms = vmsByInstance(plan);
  const hasHostNotes = plan.hosts.some(({ notes }) => notes !== '');
  const hasGpuNotes = plan.hosts.some(({ gpus }) => gpus.some(({ notes }) => notes !== ''));
  const notesOf = (host: Host, gpu: Gpu): Cell[] => [
    ...(hasHostNotes ? [host.notes] : []),
    ...(hasGpuNotes ? [gpu.notes] : []),
  ];
  const rows = plan.hosts.flatMap((host) =>
    host.gpus.flatMap((gpu) =>
      gpu.instances.length === 0
        ? [[...gpuCells(host, gpu), '', '', '', '', '', '', ...notesOf(host, gpu)]]
        : gpu.instances.map((gi) => [
            ...gpuCells(host, gpu),
            ...instanceCells(gpu, gi),
            (vms.get(gi.id) ?? []).map((vm) => vm.name).join(' + '),
            ...notesOf(host, gpu),
          ]),
    ),
  );
  const head = [...HEAD, ...(hasHostNotes ? ['Host notes'] : []), ...(hasGpuNotes ? ['GPU notes'] : [])];
  return { head, rows };
}

function gpuCells(host: Host, gpu: Gpu): Cell[] {
  const board = findBoard(gpu.board);
  const use = { mig: 'on', off: 'off', reserved: 'reserved' }[gpu.use];
  return [host.name, gpu.index, gpu.board, board === undefined ? '' : boardLabel(board), gpu.uuid ?? '', use];
}

function instanceCells(gpu: Gpu, gi: GpuInstance): Cell[] {
  const board = findBoard(gpu.board);
  const profile = board && profileOf(board, gi.profile);
  const split = isUndivided(gi) ? '' : splitName(gi.computeInstances.map((one) => one.profile));
  return [gi.profile, profile?.id ?? '', gi.start, profile?.memorySlices ?? '', split];
}
