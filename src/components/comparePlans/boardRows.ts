/** What is drawn of two plans, row by row: the heading of a host, then its GPUs. */
import type { Change, GpuPair, HostPair, PlanChanges } from '../../placement/changes/change.ts';

export type BoardRow =
  | { readonly kind: 'host'; readonly key: string; readonly host: HostPair }
  | { readonly kind: 'gpu'; readonly key: string; readonly host: HostPair; readonly gpu: GpuPair };

/** GPUs that differ, or all of them, below their hosts. */
export function boardRows({ hosts }: PlanChanges, isAll: boolean): BoardRow[] {
  return hosts.flatMap((host, n) => {
    const gpus = host.gpus.flatMap((gpu, m): BoardRow[] =>
      isAll || gpu.changes.length > 0 ? [{ kind: 'gpu', key: `${n}.${m}`, host, gpu }] : [],
    );
    const isShown = isAll || gpus.length + host.changes.length > 0;
    return isShown ? [{ kind: 'host', key: String(n), host }, ...gpus] : [];
  });
}

/** The row that shows a change: of what goes to another GPU, the one that it comes to. */
export function rowsOfChanges(rows: readonly BoardRow[]): Map<Change, number> {
  const found = new Map<Change, number>();
  for (const [index, row] of rows.entries()) {
    if (row.kind === 'host') {
      for (const change of row.host.changes) found.set(change, index);
      continue;
    }
    const id = row.gpu.after?.gpu.id;
    for (const change of row.gpu.changes) {
      const comesHere =
        change.about === 'instance'
          ? change.after?.gpu.id === id
          : change.about === 'vm' && change.vgpus.some((one) => one.after?.at?.gpu.id === id);
      if (!found.has(change) || (comesHere && id !== undefined)) found.set(change, index);
    }
  }
  return found;
}
