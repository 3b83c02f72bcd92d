import type { Change, ChangeKind, ChangeSubject } from './change.ts';

export type KindCounts = Readonly<Record<ChangeKind, number>>;
export type ChangeCounts = Readonly<Record<ChangeSubject, KindCounts>>;

/** How many changes of each sort there are. */
export function countChanges(changes: readonly Change[]): ChangeCounts {
  const none = (): Record<ChangeKind, number> => ({ added: 0, removed: 0, moved: 0, changed: 0 });
  const counts = {
    ...{ plan: none(), host: none(), gpu: none() },
    ...{ instance: none(), vm: none(), request: none() },
  };
  for (const { about, kind } of changes) counts[about][kind]++;
  return counts;
}

const MATTERING: readonly ChangeSubject[] = ['instance', 'vm', 'gpu', 'host', 'request', 'plan'];

/** Subjects of which something is other, those first that are looked for first. */
export function changedSubjects(counts: ChangeCounts): ChangeSubject[] {
  return MATTERING.filter((one) => Object.values(counts[one]).some((count) => count > 0));
}
