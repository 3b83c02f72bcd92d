import { useRef, useState, type KeyboardEvent } from 'react';
import { profileOf, type Board } from '../../model/board.ts';
import { ciRows } from '../../model/compute.ts';
import type { GpuInstance } from '../../model/plan.ts';
import type { Block } from '../../model/slices.ts';
import { rangeStyle } from '../board/gridStyle.ts';
import { CiRows } from './CiRows.tsx';
import { CutLines } from './CutLines.tsx';
import { withCut, type Moving } from './cutNames.ts';

interface BoardCutsProps {
  readonly gi: GpuInstance;
  readonly board: Board;
  readonly block: Block;
}

/**
 * Over the selected block of the board: a grip at the right end of each line between its compute instances, and at its
 * lower edge. The rest of the block lets the pointer through, for there the instance is lifted.
 */
export function BoardCuts({ gi, board, block }: BoardCutsProps) {
  const [moving, setMoving] = useState<Moving | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const profile = profileOf(board, gi.profile);
  // Where there is nothing to choose from there is nothing to hold.
  if (profile === undefined || profile.computeInstances.length < 2) return null;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    document.querySelector<HTMLElement>(`[data-gi-id="${gi.id}"]`)?.focus();
  };
  return (
    <div
      ref={box}
      role="group"
      aria-label={`Cuts of ${gi.profile} at slice ${gi.start}`}
      className="mig-at board-cuts"
      style={rangeStyle(block.compute, block.memory)}
      onKeyDown={onKeyDown}
    >
      {moving !== null && (
        <div className="mig-block board-cuts-rows">
          <CiRows rows={ciRows(withCut(gi, moving), profile.computeSlices)} total={profile.computeSlices} />
        </div>
      )}
      <CutLines
        gi={gi}
        profile={profile}
        box={box}
        moving={moving}
        onMoving={setMoving}
        makeName={(line) => `${line} of ${gi.profile} at slice ${gi.start}`}
      />
    </div>
  );
}
