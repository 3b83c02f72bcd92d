import { useLayoutEffect, useState } from 'react';
import type { Plan } from '../../model/plan.ts';
import { usePlan, useUi } from '../../state/app.ts';
import { laterPart, laterPartOf } from '../ui/laterPart.tsx';
import { BoardEnd } from './BoardEnd.tsx';
import { gridRoom } from './gridRoom.ts';
import { HostSection } from './HostSection.tsx';

const { Part: FleetBoard, useIsThere } = laterPartOf(
  async () => (await import('../fleet/FleetBoard.tsx')).FleetBoard,
);

const EmptyBoard = laterPart(async () => (await import('./EmptyBoard.tsx')).EmptyBoard);

/** Above these grids alone are more than an eye takes in, and other ways to draw them are offered. */
const MANY_GPUS = 40;

/** So many are not all drawn, not even until the other board is there. */
const TOO_MANY_GPUS = 200;

/** How many GPUs there are, as far as the board cares. */
function countGpus({ hosts }: Plan): number {
  let count = 0;
  for (const { gpus } of hosts) {
    count += gpus.length;
    if (count > TOO_MANY_GPUS) break;
  }
  return count;
}

/** All hosts with their GPUs. */
export function Board() {
  const isMany = usePlan(({ plan }) => countGpus(plan) > MANY_GPUS);
  const isTooMany = usePlan(({ plan }) => countGpus(plan) > TOO_MANY_GPUS);
  const isEmpty = usePlan(({ plan }) => plan.hosts.length === 0);
  const isChosen = useUi(({ density, shown }) => density !== null || shown !== null);
  // The other board draws few GPUs as well, so that going back below the limit changes nothing that has the focus.
  const [wasFleet, setWasFleet] = useState(false);
  const isFleet = isMany || isChosen || (wasFleet && !isEmpty);
  if (isFleet !== wasFleet) setWasFleet(isFleet);
  const isThere = useIsThere(isFleet);
  if (isFleet && isThere) return <FleetBoard />;
  // The plain one stays until the other is there, which takes its place over in one go.
  return isTooMany ? <div data-board-scroll className="board" /> : <PlainBoard />;
}

function PlainBoard() {
  const hosts = usePlan((state) => state.plan.hosts);
  const room = gridRoom(hosts);
  // On the document: what is in the hand is as large as its place, and stands outside of the board.
  useLayoutEffect(() => {
    const { dataset } = document.documentElement;
    if (room !== null) dataset['gridRoom'] = String(room);
    return () => {
      delete dataset['gridRoom'];
    };
  }, [room]);
  return (
    <div data-board-scroll className="board">
      {hosts.map((host) => (
        <HostSection key={host.id} host={host} />
      ))}
      {hosts.length > 0 ? <BoardEnd /> : <EmptyBoard />}
    </div>
  );
}
