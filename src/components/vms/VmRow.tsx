import { memo, useState, type FocusEvent, type PointerEvent } from 'react';
import type { VmId } from '../../model/ids.ts';
import type { Vm } from '../../model/plan.ts';
import { gestures, usePlan, useUi } from '../../state/app.ts';
import { select } from '../board/select.ts';
import { makeLift } from '../dnd/liftable.ts';
import { EditableName } from '../ui/EditableName.tsx';
import { GripIcon, NotesIcon, RemoveIcon } from '../ui/icons.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import type { VmLine } from './rows.ts';
import { TypeCell, WhereCell } from './VgpuCells.tsx';
import { PLACED, stateText } from './waiting.ts';

export interface VmRowProps {
  readonly vm: Vm;
  /** What is said of its vGPUs, in one text so that a row that says the same is not drawn again. */
  readonly said: string;
  readonly isPicked: boolean;
  /** All options of every row at once are too many in a long list: then they come when the row is touched. */
  readonly isLazy: boolean;
  /** With Shift: all from the one that was picked last. */
  readonly onPick: (vmId: VmId, isRange: boolean) => void;
}

/** One VM: what it wants, where it is, which it is kept apart from, and what would let it in. */
export const VmRow = memo(function VmRow({ vm, said, isPicked, isLazy, onPick }: VmRowProps) {
  const [isTouched, setTouched] = useState(false);
  const isInHand = useUi((ui) => ui.lifted?.kind === 'vm' && ui.lifted.vmId === vm.id);
  const isByKeys = useUi((ui) => isInHand && ui.liftedBy === 'keys');
  const state = usePlan(({ plan }) => stateText(plan, vm));
  const lift = makeLift({ kind: 'vm', vmId: vm.id });
  const hasAll = !isLazy || isTouched;
  const lines = JSON.parse(said) as readonly VmLine[];
  const touch = isLazy && !isTouched ? () => setTouched(true) : undefined;
  // The options go again when neither pointer nor focus is here: hundreds of rows that were crossed are not to keep them.
  const leave = (event: PointerEvent<HTMLElement> | FocusEvent<HTMLElement>): void => {
    const row = event.currentTarget;
    const isFocused =
      event.type === 'blur'
        ? event.relatedTarget instanceof Node && row.contains(event.relatedTarget)
        : row.contains(document.activeElement);
    if (isLazy && !isFocused && !row.matches(':hover')) setTouched(false);
  };
  return (
    <tr
      data-lift={lift}
      data-in-hand={isInHand || undefined}
      data-picked={isPicked || undefined}
      onPointerEnter={touch}
      onPointerLeave={leave}
      onFocus={touch}
      onBlur={leave}
    >
      <td data-edits className="vm-pick">
        <input
          type="checkbox"
          aria-label={`Select ${vm.name}`}
          checked={isPicked}
          onChange={(event) =>
            onPick(vm.id, event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)
          }
          className="vm-check"
        />
      </td>
      <td className="vm-name">
        <span className="flex items-center">
          <button
            type="button"
            data-focus-home
            data-edits
            data-lift={lift}
            aria-pressed={isByKeys || undefined}
            aria-label={`Lift ${vm.name}`}
            title="Drag onto a matching instance, or press Space"
            onClick={() => gestures.lift({ kind: 'vm', vmId: vm.id }, 'choice')}
            className="grip"
          >
            <GripIcon />
          </button>
          <EditableName
            value={vm.name}
            label={`Rename ${vm.name}`}
            onCommit={(name) => gestures.run({ type: 'vm/rename', vmId: vm.id, name })}
            className="font-medium"
            isGrip
          />
          {(hasAll || vm.notes !== '') && (
            <IconButton
              size="small"
              label={`Notes on ${vm.name}`}
              {...(vm.notes === '' ? {} : { title: vm.notes.slice(0, 300) })}
              onClick={() => select({ kind: 'vm', id: vm.id }, true)}
              className="vm-notes"
              data-empty={vm.notes === '' || undefined}
              data-edits={vm.notes === '' || undefined}
            >
              <NotesIcon />
            </IconButton>
          )}
        </span>
      </td>
      <TypeCell vm={vm} lines={lines} hasAll={hasAll} />
      <WhereCell vm={vm} lines={lines} hasAll={hasAll} />
      <td className="vm-group">
        <EditableName
          value={vm.group ?? ''}
          emptyText="–"
          label={`Group of ${vm.name}`}
          onCommit={(group) => gestures.run({ type: 'vm/setGroup', vmIds: [vm.id], group })}
          className="text-ink2"
        />
      </td>
      <td className="vm-state text-ink2" data-placed={state === PLACED || undefined}>
        {state}
      </td>
      <td data-edits className="vm-remove">
        <IconButton
          label={`Remove ${vm.name}`}
          size="small"
          onClick={() => gestures.run({ type: 'vm/remove', vmId: vm.id })}
        >
          <RemoveIcon />
        </IconButton>
      </td>
    </tr>
  );
});
