import { findBoard } from '../../model/catalogue/catalogue.ts';
import { findInstance, findVm, type Plan } from '../../model/plan.ts';
import { profileOf, type Board } from '../../model/board.ts';
import { profileInHand } from '../../state/targets.ts';
import { usePlan, useUi } from '../../state/app.ts';
import type { Lifted } from '../../state/uiStore.ts';
import { gridStyle, labelsInside } from '../board/gridStyle.ts';
import { hueOf } from '../board/hue.ts';
import { shortProfileName } from '../../model/profile.ts';
import { blockOf } from '../../model/slices.ts';

interface LiftedBlockProps {
  /** Receives the element that has to follow the pointer. */
  readonly attach: (block: HTMLElement | null) => void;
}

/** The board whose block is shown: the instance's own, that of the profile, else the first of the plan that has it. */
function boardInHand(plan: Plan, lifted: Lifted): Board | undefined {
  if (lifted.kind === 'vm') return undefined;
  if (lifted.kind === 'instance') {
    const place = findInstance(plan, lifted.giId);
    return place === undefined ? undefined : findBoard(place.gpu.board);
  }
  if (lifted.board !== undefined) return findBoard(lifted.board);
  for (const host of plan.hosts) {
    for (const gpu of host.gpus) {
      const board = findBoard(gpu.board);
      if (board !== undefined && profileOf(board, lifted.profile) !== undefined) return board;
    }
  }
  return undefined;
}

/** What the pointer carries, at its true size. */
export function LiftedBlock({ attach }: LiftedBlockProps) {
  const lifted = useUi((ui) => (ui.liftedBy === 'pointer' ? ui.lifted : null));
  const plan = usePlan((state) => (lifted === null ? null : state.plan));
  if (lifted === null || plan === null) return null;
  const profile = profileInHand(plan, lifted);
  const board = boardInHand(plan, lifted);
  const hand = 'pointer-events-none fixed top-0 left-0 z-50 shadow-lift will-change-transform';
  if (board === undefined || profile === null) {
    const name = lifted.kind === 'vm' ? findVm(plan, lifted.vmId)?.name : profile;
    return (
      <div
        ref={attach}
        aria-hidden="true"
        className={`${hand} rounded-control border border-ink bg-surface px-3 py-1 text-table font-medium`}
      >
        {name}
      </div>
    );
  }
  const block = blockOf(board, profile, 0);
  return (
    <div
      ref={attach}
      aria-hidden="true"
      className={`${hand} lifted mig rounded-block`}
      style={gridStyle(board)}
    >
      <div
        data-hue={hueOf(board, profile)}
        className="mig-block flex items-center justify-center border-2 text-table font-semibold"
        style={{
          width: `calc(var(--col) * ${block.memory.count})`,
          height: `calc(var(--row) * ${block.compute.count})`,
        }}
      >
        <span className="whitespace-nowrap">
          {labelsInside(board, block) ? profile : shortProfileName(profile)}
        </span>
      </div>
    </div>
  );
}
