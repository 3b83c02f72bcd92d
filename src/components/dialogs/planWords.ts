/** A plan counted in words, for the places that show only its outline. */
import type { Plan } from '../../model/plan.ts';
import { isWaiting } from '../../placement/vms/assign.ts';
import { boardName, makeList } from '../../placement/messages.ts';
import { selectFigures } from '../../state/selectors.ts';
import { counted, figure } from './counted.ts';

/** "18 instances, 8 GPUs". */
export function outlineOf(plan: Plan): string {
  const { instances, gpus } = selectFigures({ plan });
  return `${counted(instances, 'instance')}, ${counted(gpus, 'GPU')}`;
}

/** "2 hosts, 8 A100-PCIE-40GB, 1 of them empty". */
export function hardwareOf(plan: Plan): string {
  const { hosts, gpus, gpusInUse } = selectFigures({ plan });
  const boards = new Map<string, number>();
  for (const host of plan.hosts) {
    for (const gpu of host.gpus) boards.set(gpu.board, (boards.get(gpu.board) ?? 0) + 1);
  }
  const named = [...boards].map(([board, count]) => `${figure(count)} × ${boardName(board)}`);
  const empty = gpus - gpusInUse;
  return [
    counted(hosts, 'host'),
    named.length === 0 ? 'no GPU' : makeList(named),
    ...(empty === 0 ? [] : [`${figure(empty)} of them empty`]),
  ].join(', ');
}

/** "21 VMs, vision and llm-eval waiting"; of many that wait, the first few. */
export function vmsOf(plan: Plan): string {
  const names = plan.vms.filter(isWaiting).map((vm) => vm.name);
  if (plan.vms.length === 0) return 'none';
  const all = counted(plan.vms.length, 'VM');
  if (names.length === 0) return `${all}, none waiting`;
  const few =
    names.length <= 4
      ? makeList(names)
      : `${names.slice(0, 3).join(', ')} and ${figure(names.length - 3)} more`;
  return `${all}, ${few} waiting`;
}
