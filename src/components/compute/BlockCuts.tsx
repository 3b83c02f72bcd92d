import type { CSSProperties } from 'react';
import { ciRows } from '../../model/compute.ts';
import type { GpuInstance } from '../../model/plan.ts';
import type { Block } from '../../model/slices.ts';
import { SideLabel } from '../board/SideLabel.tsx';
import { CiRows } from './CiRows.tsx';

interface BlockCutsProps {
  readonly gi: GpuInstance;
  readonly block: Block;
  /** Null: the block has the full width, so its name stands in it. */
  readonly side: 'left' | 'right' | null;
  readonly vmNames: string;
}

type Lengths = CSSProperties & Readonly<Record<`--${string}`, number>>;

const rowsOf = ({ compute }: Block): Lengths => ({ '--of': compute.count });

/**
 * Inside a block of the board that is cut: its compute instances, solid lines across its rows. A strip has no rows: there the same
 * lines stand close together at the end of the block, beside its name.
 */
export function BlockCuts({ gi, block, side, vmNames }: BlockCutsProps) {
  return (
    <span className={side === null ? 'ci-cuts ci-wide' : 'ci-cuts'} style={rowsOf(block)}>
      <span className="mig-name ci-name">{gi.profile}</span>
      <CiRows rows={ciRows(gi, block.compute.count)} total={block.compute.count} />
      {side === null && (
        <span className="ci-within">
          <b className="font-semibold">{gi.profile}</b> {vmNames}
        </span>
      )}
    </span>
  );
}

/** Beside it: the name of the instance, for which the cuts leave no room, and its VM. */
export function CutName({ gi, block, side, vmNames }: BlockCutsProps) {
  if (side === null) return null;
  return (
    <SideLabel block={block} side={side}>
      <b className="block truncate font-semibold text-ink">{gi.profile}</b>
      {vmNames !== '' && <span className="block truncate">{vmNames}</span>}
    </SideLabel>
  );
}
