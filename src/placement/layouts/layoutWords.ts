/** Layouts in words, for the pages and dialogs that offer them. */
import type { VmId } from '../../model/ids.ts';
import { findVm, type Plan } from '../../model/plan.ts';
import type { LayoutChoice } from './layoutChoices.ts';
import type { LayoutChange } from './layoutEdits.ts';
import { counted, makeList, makeShortList } from '../messages.ts';
import type { SliceUse } from '../stranded.ts';

/** "3g.20gb at 0, 3g.20gb at 4: strands compute slice 3". */
export function layoutWords({ layout, use }: Pick<LayoutChoice, 'layout' | 'use'>): string {
  const pieces = layout.map(({ profile, start }) => `${profile} at ${start}`).join(', ');
  return `${pieces}: ${strandsWords(use)}`;
}

/** "strands compute slice 3 and memory slice 7", "strands nothing". */
export function strandsWords({ strandedCompute, strandedMemory }: SliceUse): string {
  const slices = (kind: string, numbers: readonly number[]): string[] =>
    numbers.length === 0 ? [] : [`${kind} ${numbers.length === 1 ? 'slice' : 'slices'} ${makeList(numbers)}`];
  const parts = [...slices('compute', strandedCompute), ...slices('memory', strandedMemory)];
  return `strands ${parts.length === 0 ? 'nothing' : makeList(parts)}`;
}

/** "2 instances removed, 1 moved, chat-a waits": what changes on the GPUs, and who loses by it. Empty: nothing does. */
export function changeWords(changes: readonly LayoutChange[], plan: Plan): string {
  const sum = (count: (change: LayoutChange) => number): number =>
    changes.reduce((total, change) => total + count(change), 0);
  const figures = [
    [sum(({ removed }) => removed.length), 'removed'],
    [sum(({ moved }) => moved), 'moved'],
    [sum(({ added }) => added), 'added'],
  ] as const;
  const parts = figures
    .filter(([count]) => count > 0)
    .map(([count, what], index) => `${index === 0 ? counted(count, 'instance') : count} ${what}`);
  const waiting = new Set<VmId>(
    changes.flatMap(({ handOvers }) => handOvers.filter(({ to }) => to === null).map(({ vmId }) => vmId)),
  );
  const names = [...waiting].map((id) => findVm(plan, id)?.name ?? 'a VM');
  if (names.length > 0) parts.push(`${makeShortList(names)} ${names.length === 1 ? 'waits' : 'wait'}`);
  return parts.join(', ');
}
