/** A part of the plan on the board alone: by a question of the search, or by a figure that is asked where it comes from. */
import { partLabel, partOf, type PartQuestion } from '../placement/boardParts.ts';
import { counted } from '../placement/messages.ts';
import type { Gestures } from './gestures.ts';
import type { PlanStore } from './planStore.ts';
import type { UiStore } from './uiStore.ts';

interface Page {
  readonly planStore: PlanStore;
  readonly uiStore: UiStore;
  readonly gestures: Pick<Gestures, 'say' | 'showBoard' | 'showVms' | 'closeView'>;
}

/** "12 GPUs on 5 hosts: room for 3g.20gb". False where the plan has none: the board stays as it is, and that is said. */
export function showPart({ planStore, uiStore, gestures }: Page, question: PartQuestion): boolean {
  const part = partOf(planStore.getState().plan, question);
  const label = partLabel(question);
  if (part.hosts.size === 0) {
    gestures.say(`No GPU of the plan: ${label}.`);
    return false;
  }
  const { view, vms } = uiStore.getState();
  if (view !== null) gestures.closeView();
  if (vms.isLarge) gestures.showVms({ isLarge: false });
  gestures.showBoard({ shown: { ...part, label } });
  const where = part.hosts.size === 1 ? 'one host' : `${part.hosts.size} hosts`;
  gestures.say(`Shown: ${counted(part.gpus.size, 'GPU')} on ${where}: ${label}. “Show all” shows the rest.`);
  return true;
}
