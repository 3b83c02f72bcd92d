import type { VmId } from '../../model/ids.ts';
import { gestures, useUi } from '../../state/app.ts';
import { placeMany } from '../../state/placeMany.ts';
import { VM_LISTS, type VmList } from '../../state/uiStore.ts';
import { figure } from '../dialogs/counted.ts';
import { Button } from '../ui/Button.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import { FIELD } from '../ui/TextField.tsx';
import { WorkSign } from './WorkSign.tsx';

interface VmToolbarProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly list: VmList;
  readonly waiting: readonly VmId[];
  readonly shown: number;
}

const LABEL: Readonly<Record<VmList, string>> = { all: 'All', waiting: 'Waiting', placed: 'Placed' };

/** Which VMs are listed, and one button for all that wait. */
export function VmToolbar({ text, onText, list, waiting, shown }: VmToolbarProps) {
  const count = waiting.length;
  const isWorking = useUi((ui) => ui.work !== null);
  return (
    <div className="dock-tools">
      <input
        type="search"
        aria-label="Filter VMs"
        placeholder="Name, type, group or host"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => onText(event.target.value)}
        className={`${FIELD} dock-filter`}
      />
      <Segmented
        label="VMs listed"
        options={VM_LISTS.map((value) => ({ value, label: LABEL[value] }))}
        value={list}
        onChange={(value) => gestures.showVms({ list: value, sought: null })}
      />
      {(text !== '' || list !== 'all') && (
        <span className="text-table text-ink2">{figure(shown)} listed</span>
      )}
      <span className="flex-1" />
      <WorkSign />
      {count > 0 && (
        <Button
          data-edits
          title="Each takes a free instance of its type, or has one made; nothing that stands is moved"
          disabled={isWorking}
          onClick={() => void placeMany({ type: 'vm/place', vmIds: waiting })}
        >
          {count === 1 ? 'Place the waiting VM' : `Place all ${figure(count)} waiting`}
        </Button>
      )}
    </div>
  );
}
