import { useMemo } from 'react';
import type { Board } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { shortProfileName } from '../../model/profile.ts';
import { makeTemplate } from '../../state/templates.ts';
import { CheckIcon, RefusedIcon } from '../ui/icons.tsx';
import { MiniGrid } from '../ui/MiniGrid.tsx';
import { orderTrap, type Attempt } from './orderTrap.ts';
import { TemplateCard } from './TemplateCard.tsx';

const ORDINALS = ['1st', '2nd', '3rd'];

/** The same instances in two orders, each drawn as the driver would leave it. */
export function TrapTemplate() {
  const plan = useMemo(() => makeTemplate('order-trap'), []);
  const gpu = plan.hosts[0]?.gpus[0];
  const board = gpu === undefined ? undefined : findBoard(gpu.board);
  const trap = useMemo(
    () => (gpu === undefined || board === undefined ? null : orderTrap(board, gpu.instances)),
    [gpu, board],
  );
  return (
    <TemplateCard
      template="order-trap"
      name={plan.name}
      about="The same four instances, given to the driver without starts, in two orders."
    >
      {board !== undefined && trap !== null && (
        <span className="flex w-full flex-wrap justify-between gap-3">
          <AttemptDrawing board={board} attempt={trap.works} />
          <AttemptDrawing board={board} attempt={trap.fails} />
        </span>
      )}
    </TemplateCard>
  );
}

function AttemptDrawing({ board, attempt }: { readonly board: Board; readonly attempt: Attempt }) {
  const { created, refused, profileIds } = attempt;
  return (
    <span className="flex flex-col">
      <MiniGrid
        board={board}
        pitch={16}
        showStranded
        instances={created.map(({ profile, start }, index) => ({
          profile,
          start,
          label: ORDINALS[index] ?? `${index + 1}th`,
        }))}
      />
      <span className="flex items-center gap-1.5 pt-3 text-note text-ink2">
        {refused === null ? <CheckIcon /> : <RefusedIcon />}
        <span>
          <code className="font-mono">{profileIds}</code>{' '}
          {refused === null ? `all ${created.length}` : `${shortProfileName(refused)} refused`}
        </span>
      </span>
    </span>
  );
}
