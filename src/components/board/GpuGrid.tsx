import { useState, type MouseEvent } from 'react';
import type { Board } from '../../model/board.ts';
import type { GiId } from '../../model/ids.ts';
import type { Gpu, GpuInstance } from '../../model/plan.ts';
import type { PlacementError } from '../../placement/errors.ts';
import type { SliceUse } from '../../placement/stranded.ts';
import { profileInHand, targetsOn } from '../../state/targets.ts';
import type { Refusal, Target } from '../../state/uiStore.ts';
import { usePlan } from '../../state/app.ts';
import { laterPart } from '../ui/laterPart.tsx';
import { Axes } from './Axes.tsx';
import { columnsOf } from './gridStyle.ts';
import { InstanceBlock } from './InstanceBlock.tsx';
import { Rails } from './Rails.tsx';
import { StartButtons } from './StartButtons.tsx';
import { StrandedSlices } from './StrandedSlices.tsx';
import type { Hand } from './useGpuHand.ts';
import { WantedPlace } from './WantedPlace.tsx';

const InstanceMenu = laterPart(async () => (await import('../compute/InstanceMenu.tsx')).InstanceMenu, {
  isSoon: true,
});

const FirstHint = laterPart(async () => (await import('./FirstHint.tsx')).FirstHint);

export interface Fault {
  readonly gi: GpuInstance | null;
  readonly fault: PlacementError;
}

interface GpuGridProps {
  readonly gpu: Gpu;
  readonly board: Board;
  readonly use: SliceUse;
  readonly faults: readonly Fault[];
  readonly hand: Hand | null;
  readonly target: Target | null;
  readonly refusal: Refusal | null;
}

/** More flags than this would hide what they point at. */
const MAX_FLAGS = 2;

/** The drawing: a row per compute slice, a column per memory slice; only what stands in it has an element. */
export function GpuGrid({ gpu, board, use, faults, hand, target, refusal }: GpuGridProps) {
  const [menu, setMenu] = useState<{ readonly giId: GiId; readonly anchor: HTMLElement } | null>(null);
  const menuOf = menu === null ? undefined : gpu.instances.find((gi) => gi.id === menu.giId);
  // Where nothing is placed yet, the first GPU says how.
  const isFirst = usePlan(
    ({ plan: { hosts } }) =>
      hosts[0]?.gpus[0] === gpu &&
      hosts.every((host) => host.gpus.every((one) => one.instances.length === 0)),
  );
  const openMenu = (event: MouseEvent): void => {
    const block = (event.target as Element).closest<HTMLElement>('button[data-gi-id]');
    if (block === null) return;
    event.preventDefault();
    // A finger that rests on a block lifts it.
    if ((event.nativeEvent as PointerEvent).pointerType === 'touch') return;
    setMenu({ giId: Number(block.dataset['giId']) as GiId, anchor: block });
  };
  const inHand = hand === null ? null : profileInHand(hand.plan, hand.lifted);
  const legal = hand === null ? [] : targetsOn(gpu, hand.legal);
  const refused =
    refusal !== null
      ? refusal
      : target !== null && inHand !== null && !legal.some(({ start }) => start === target.start)
        ? { profile: inHand, start: target.start, blockedBy: [] }
        : null;
  const blockers = new Set(refusal?.blockedBy);
  const flagged = new Set([...blockers].slice(0, blockers.size > MAX_FLAGS ? 1 : MAX_FLAGS));
  const flag = refusal?.profile === null ? 'Not this one' : 'In the way';
  return (
    <div className="gpu-body">
      <div
        className="mig-grid"
        onContextMenu={openMenu}
        data-grid={`${board.computeSlices}x${columnsOf(board)}`}
      >
        <Rails gpu={gpu} board={board} use={use} />
        <Axes board={board} />
        <StrandedSlices board={board} use={use} />
        {refused?.start != null && refused.profile !== null && (
          <WantedPlace board={board} profile={refused.profile} start={refused.start} />
        )}
        {gpu.instances.map((gi) => (
          <InstanceBlock
            key={gi.id}
            gi={gi}
            gpu={gpu}
            board={board}
            isIllegal={faults.some((one) => one.gi?.id === gi.id)}
            isInTheWay={blockers.has(gi.id)}
            isBack={hand?.lifted.kind === 'vm' && !hand.legal.instances.includes(gi.id)}
            flag={flagged.has(gi.id) ? flag : null}
          />
        ))}
        {isFirst && gpu.use === 'mig' && <FirstHint isAside={hand !== null} />}
        {hand !== null && <StartButtons gpu={gpu} board={board} hand={hand} target={target} />}
      </div>
      {menu !== null && menuOf !== undefined && (
        <InstanceMenu
          gpu={gpu}
          gi={menuOf}
          menu={{
            label: `Actions for ${menuOf.profile} at slice ${menuOf.start}`,
            anchor: menu.anchor,
            onClose: () => setMenu(null),
          }}
        />
      )}
    </div>
  );
}
