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

/** The row that shows a change: of what goes to another GPU, the one that it comes to. -1: none does. */
export function rowOfChange(rows: readonly BoardRow[], change: Change): number {
  const showing = (row: BoardRow): boolean =>
    (row.kind === 'host' ? row.host.changes : row.gpu.changes).includes(change);
  const first = rows.findIndex(showing);
  if (change.about !== 'instance' && change.about !== 'vm') return first;
  const comesTo = rows.findIndex(
    (row, index) => index >= first && row.kind === 'gpu' && showing(row) && comesHere(change, row.gpu),
  );
  return comesTo === -1 ? first : comesTo;
}

function comesHere(change: Extract<Change, { about: 'instance' | 'vm' }>, { after }: GpuPair): boolean {
  if (after === null) return false;
  return change.about === 'instance'
    ? change.after?.gpu.id === after.gpu.id
    : change.vgpus.some((one) => one.after?.at?.gpu.id === after.gpu.id);
}
