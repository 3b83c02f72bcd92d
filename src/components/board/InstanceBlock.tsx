import { memo } from 'react';
import type { Board } from '../../model/board.ts';
import { isUndivided, splitName } from '../../model/compute.ts';
import { smallName } from '../../model/drawing.ts';
import type { Gpu, GpuInstance } from '../../model/plan.ts';
import { selectVmsOn } from '../../state/selectors.ts';
import { usePlan, useReadOnly, useUi } from '../../state/app.ts';
import { makeLift } from '../dnd/liftable.ts';
import { PinIcon } from '../ui/icons.tsx';
import {
  columnPitches,
  columnsOf,
  labelsInside,
  rangeStyle,
  roomierSide,
  standingBlock,
} from './gridStyle.ts';
import { hueOf } from './hue.ts';
import { select } from './select.ts';
import { SideLabel } from './SideLabel.tsx';
import { typeOn, typesLabel } from './typeNames.ts';
import { laterPart } from '../ui/laterPart.tsx';

const BlockCuts = laterPart(async () => (await import('../compute/BlockCuts.tsx')).BlockCuts);
const BoardCuts = laterPart(async () => (await import('../compute/BoardCuts.tsx')).BoardCuts);
const CutName = laterPart(async () => (await import('../compute/BlockCuts.tsx')).CutName);

interface InstanceBlockProps {
  readonly gi: GpuInstance;
  readonly gpu: Gpu;
  readonly board: Board;
  readonly isIllegal: boolean;
  readonly isInTheWay: boolean;
  /** A VM is in the hand that it cannot serve. */
  readonly isBack: boolean;
  readonly flag: string | null;
}

/** A placed instance: a button that selects it, a thing that can be lifted. */
export const InstanceBlock = memo(function InstanceBlock({
  gi,
  gpu,
  board,
  isIllegal,
  isInTheWay,
  isBack,
  flag,
}: InstanceBlockProps) {
  // Strings, not arrays: an edit elsewhere in the plan must not render this block again.
  const vmNames = usePlan((state) =>
    selectVmsOn(gi.id)(state)
      .map((vm) => vm.name)
      .join(' + '),
  );
  const wantedType = usePlan((state) => {
    const [vm] = selectVmsOn(gi.id)(state);
    return vm === undefined ? null : typeOn(vm, gi.id, gpu.board);
  });
  const isSelected = useUi((ui) => ui.selection?.kind === 'instance' && ui.selection.id === gi.id);
  // Not while something is in the hand; asked of the selected one alone, so that a lift draws no other again.
  const isReadOnly = useReadOnly();
  const canCut = useUi((ui) => isSelected && ui.lifted === null) && !isIllegal && !isReadOnly;
  const isLifted = useUi((ui) => ui.lifted?.kind === 'instance' && ui.lifted.giId === gi.id);
  const isByKeys = useUi((ui) => isLifted && ui.liftedBy === 'keys');

  const block = standingBlock(board, gi.profile, gi.start);
  const hue = hueOf(board, gi.profile);
  const isInside = labelsInside(board, block);
  // Where its attribute takes the second line, the VMs stand beside it.
  const isWide = block.memory.count * columnPitches(board) >= 3.5;
  const hasVmInside = isInside && (isWide || !/[+-]/.test(gi.profile));
  const isCut = !isUndivided(gi);
  const isFullWidth = block.memory.count >= columnsOf(board);
  const side = isFullWidth ? null : roomierSide(board, block);
  const type = wantedType ?? typesLabel([gpu], gi.profile);
  const name = [
    `${gi.profile} at slice ${gi.start}`,
    ...(isCut ? [`split into ${splitName(gi.computeInstances.map((one) => one.profile))}`] : []),
    vmNames === '' ? 'no VM' : vmNames,
    type ?? 'no vGPU type',
    ...(gi.pinned ? ['pinned'] : []),
    ...(isIllegal ? ['illegal'] : []),
    ...(isInTheWay ? ['in the way'] : []),
  ].join(', ');
  return (
    <div data-hue={hue} className="contents">
      <button
        type="button"
        data-lift={makeLift({ kind: 'instance', giId: gi.id })}
        data-gi-id={gi.id}
        data-gi-start={gi.start}
        data-lifted={isLifted || undefined}
        data-illegal={isIllegal || undefined}
        data-in-the-way={isInTheWay || undefined}
        data-back={isBack || undefined}
        data-wide={(hue === 'wide-1g' && !isInside) || undefined}
        aria-label={name}
        aria-pressed={isByKeys || undefined}
        aria-current={isSelected || undefined}
        onClick={() => select({ kind: 'instance', id: gi.id })}
        className="mig-at mig-block mig-instance"
        style={rangeStyle(block.compute, block.memory)}
      >
        {hue === 'wide-1g' && <span className="hatched-edge absolute inset-y-0 right-0 w-1/2" />}
        {isCut ? (
          <BlockCuts gi={gi} block={block} side={side} vmNames={vmNames} />
        ) : isInside ? (
          <LargeLabel gi={gi} isWide={isWide} vmNames={hasVmInside ? vmNames : ''} />
        ) : (
          <span className="mig-name">{smallName(gi.profile)}</span>
        )}
        {gi.pinned && (
          <span className="absolute top-0 right-0 [scale:0.75]">
            <PinIcon />
          </span>
        )}
        {flag !== null && <span className="mig-flag">{flag}</span>}
      </button>
      {isCut ? (
        <CutName gi={gi} block={block} side={side} vmNames={vmNames} />
      ) : (
        !hasVmInside &&
        vmNames !== '' && (
          <SideLabel block={block} side={roomierSide(board, block)}>
            {vmNames}
          </SideLabel>
        )
      )}
      {canCut && <BoardCuts gi={gi} board={board} block={block} />}
    </div>
  );
});

interface LargeLabelProps {
  readonly gi: GpuInstance;
  readonly isWide: boolean;
  readonly vmNames: string;
}

/** Name over VM; an attribute moves to the second line where the first has no room for it. */
function LargeLabel({ gi, isWide, vmNames }: LargeLabelProps) {
  const cut = gi.profile.search(/[+-]/);
  const [first, rest] =
    isWide || cut < 0 ? [gi.profile, ''] : [gi.profile.slice(0, cut), gi.profile.slice(cut)];
  const second = rest === '' ? vmNames : rest;
  return (
    <>
      <span className="mig-name">{first}</span>
      {second !== '' && <span className="mig-vm">{second}</span>}
    </>
  );
}
