import type { Plan } from '../../model/plan.ts';
import { usePlan, useUi } from '../../state/app.ts';
import { laterPart } from '../ui/laterPart.tsx';
import { BoardEnd } from './BoardEnd.tsx';
import { HostSection } from './HostSection.tsx';

const FleetBoard = laterPart(async () => (await import('../fleet/FleetBoard.tsx')).FleetBoard, {
  meanwhile: <div data-board-scroll className="board" />,
});

const EmptyBoard = laterPart(async () => (await import('./EmptyBoard.tsx')).EmptyBoard);

/** Above these grids alone are more than an eye takes in, and other ways to draw them are offered. */
const MANY_GPUS = 40;

/** More GPUs than the plain board is for. */
function isFleet({ hosts }: Plan): boolean {
  let count = 0;
  for (const { gpus } of hosts) {
    count += gpus.length;
    if (count > MANY_GPUS) return true;
  }
  return false;
}

/** All hosts with their GPUs. */
export function Board() {
  const hosts = usePlan((state) => state.plan.hosts);
  const isMany = usePlan((state) => isFleet(state.plan));
  const isChosen = useUi(({ density, shown }) => density !== null || shown !== null);
  if (isMany || isChosen) {
    return <FleetBoard />;
  }
  return (
    <div data-board-scroll className="board">
      {hosts.map((host) => (
        <HostSection key={host.id} host={host} />
      ))}
      {hosts.length > 0 ? <BoardEnd /> : <EmptyBoard />}
    </div>
  );
}
