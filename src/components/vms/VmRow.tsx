import { memo, useState } from 'react';
import { findInstance, type Plan, type Vm } from '../../model/plan.ts';
import { isWaiting } from '../../placement/assign.ts';
import { gestures, useUi } from '../../state/app.ts';
import { makeLift } from '../dnd/liftable.ts';
import { EditableName } from '../ui/EditableName.tsx';
import { GripIcon, RemoveIcon } from '../ui/icons.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { OneVgpu, SeveralVgpus } from './VgpuCells.tsx';
import { prospectText } from './waiting.ts';

interface VmRowProps {
  readonly vm: Vm;
  readonly plan: Plan;
  /** All options of every row at once are too many in a long list: then they come when the row is touched. */
  readonly isLazy: boolean;
}

/** One VM: what it wants, where it is, and what would let it in. */
export const VmRow = memo(function VmRow({ vm, plan, isLazy }: VmRowProps) {
  const [isTouched, setTouched] = useState(false);
  const isInHand = useUi((ui) => ui.lifted?.kind === 'vm' && ui.lifted.vmId === vm.id);
  const isByKeys = useUi((ui) => isInHand && ui.liftedBy === 'keys');
  const lift = makeLift({ kind: 'vm', vmId: vm.id });
  const hasAll = !isLazy || isTouched;
  const touch = isLazy && !isTouched ? () => setTouched(true) : undefined;
  return (
    <tr data-lift={lift} data-in-hand={isInHand || undefined} onPointerEnter={touch} onFocus={touch}>
      <td>
        <span className="flex items-center">
          <button
            type="button"
            data-focus-home
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
        </span>
      </td>
      {vm.attachments.length > 1 ? (
        <SeveralVgpus vm={vm} plan={plan} hasAll={hasAll} />
      ) : (
        <OneVgpu vm={vm} plan={plan} hasAll={hasAll} />
      )}
      <td className="text-ink2">{stateText(vm, plan)}</td>
      <td>
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

/** "Placed", or what would let it in. */
function stateText(vm: Vm, plan: Plan): string {
  if (isWaiting(vm)) return prospectText(plan, vm);
  const isWhole = vm.attachments.every(
    ({ instance }) => instance !== null && findInstance(plan, instance) !== undefined,
  );
  return isWhole ? 'Placed' : 'Its instance is gone';
}
