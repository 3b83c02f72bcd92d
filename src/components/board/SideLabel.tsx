import type { ReactNode } from 'react';
import type { Block } from '../../model/slices.ts';
import { rangeStyle } from './gridStyle.ts';

interface SideLabelProps {
  readonly block: Block;
  readonly side: 'left' | 'right';
  readonly children: ReactNode;
}

/** A VM's name beside a block that is too small for it. Nobody else owns these rows, so there is always room. */
export function SideLabel({ block, side, children }: SideLabelProps) {
  return (
    <span
      aria-hidden="true"
      data-side={side}
      className="mig-beside"
      style={rangeStyle(block.compute, block.memory)}
    >
      <span>{children}</span>
    </span>
  );
}
