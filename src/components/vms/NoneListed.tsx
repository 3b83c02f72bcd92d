import type { VmList } from '../../state/uiStore.ts';
import { counted } from '../dialogs/counted.ts';
import { Button } from '../ui/Button.tsx';

interface NoneListedProps {
  readonly list: VmList;
  readonly text: string;
  /** VMs of the plan, of which none is listed. */
  readonly total: number;
  readonly onShowAll: () => void;
}

/** Why the list is empty though the plan has VMs, and the way back to all of them. */
export function NoneListed({ list, text, total, onShowAll }: NoneListedProps) {
  return (
    <div className="dock-empty flex flex-wrap items-center gap-3">
      <p>{whyNone(list, text.trim(), total)}</p>
      <Button size="small" onClick={onShowAll}>
        Show all {counted(total, 'VM')}
      </Button>
    </div>
  );
}

function whyNone(list: VmList, text: string, total: number): string {
  if (text !== '') {
    const among = {
      all: '',
      waiting: ' among those that wait',
      placed: ' among those that have their instance',
    }[list];
    return `No VM has “${text}” in its name, type, group or host${among}.`;
  }
  if (list === 'placed')
    return 'No VM has its instance yet: drag each onto one of its type, or place all that wait.';
  return total === 1 ? 'No VM waits: it has its instance.' : 'No VM waits: all have their instances.';
}
