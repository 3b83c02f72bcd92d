import { useId, useMemo, useState } from 'react';
import { isDrawable, type Board, type BoardId } from '../../model/board.ts';
import { BOARDS, findBoard } from '../../model/catalogue/catalogue.ts';
import { boardsOf, type Plan } from '../../model/plan.ts';
import { everydayMix, MIX_SOURCES, planMix, type MixSource } from '../../placement/solver/mix.ts';
import { gestures, usePlan, useUi } from '../../state/app.ts';
import type { SimulateArgs } from '../../state/solver/simulateTask.ts';
import { BoardSelect } from '../dialogs/BoardSelect.tsx';
import { boardFor } from '../requests/boardFor.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { SelectField } from '../ui/SelectField.tsx';
import { TextField } from '../ui/TextField.tsx';
import { Simulated } from './Simulated.tsx';
import { LOADS, MIX_LABELS, SHOWN_POLICIES, type MixChoice } from './simulateWords.ts';
import './simulate.css';

/** Arrivals of each seed: enough that a fleet of some hundred GPUs fills and goes round a few times. */
const LEAST_ARRIVALS = 4000;
const ARRIVALS_PER_GPU = 200;

/** How ways to place fare while instances come and go, on the user's own mix. */
export function SimulateDialog() {
  const plan = usePlan((state) => state.plan);
  const chosenBoard = useUi((ui) => ui.requestsOf);
  const [boardId, setBoard] = useState<BoardId>(() => drawnBoard(plan, chosenBoard));
  const board = findBoard(boardId);
  const [gpus, setGpus] = useState(() => String(gpusOf(plan, boardId)));
  const [load, setLoad] = useState('1');
  const [first, setFirst] = useState('1');
  const [seeds, setSeeds] = useState('5');
  const [chosenMix, setMix] = useState<MixChoice | null>(null);
  const [asked, setAsked] = useState<SimulateArgs | null>(null);
  const form = useId();
  const mixes = useMemo(() => mixesFor(plan, board), [plan, board]);
  const mix = mixes.find(({ choice }) => choice === chosenMix) ?? mixes[0];

  const run = (): void => {
    if (mix === undefined) return;
    const [count, from, many] = [readNumber(gpus), readNumber(first), readNumber(seeds)];
    setAsked({
      board: boardId,
      mix: mix.shares,
      gpus: count,
      load: readNumber(load),
      seeds: Array.from(
        { length: Math.max(0, Math.min(1001, Math.floor(many) || 0)) },
        (_, index) => from + index,
      ),
      arrivals: Math.max(LEAST_ARRIVALS, Math.min(100, count || 0) * ARRIVALS_PER_GPU),
      policies: SHOWN_POLICIES,
    });
  };
  return (
    <Dialog
      title="Simulate"
      subtitle="Which way to place admits most while instances come and go?"
      size="wide"
      onClose={gestures.closeDialog}
      footer={
        <>
          <span className="flex-1" />
          <Button onClick={gestures.closeDialog}>Close</Button>
          <Button type="submit" form={form} variant="primary" disabled={mix === undefined}>
            Run
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="simulate-form"
        onSubmit={(event) => {
          event.preventDefault();
          run();
        }}
      >
        <div className="simulate-board">
          <BoardSelect
            value={boardId}
            onChange={(id) => {
              setBoard(id);
              setGpus(String(gpusOf(plan, id)));
            }}
          />
        </div>
        <SelectField
          label="Mix"
          value={mix?.choice ?? ''}
          hint={mix === undefined ? 'The starts of this board are not public' : mixHint(board, mix.shares)}
          onChange={(event) => setMix(event.target.value as MixChoice)}
        >
          {mixes.map(({ choice }) => (
            <option key={choice} value={choice}>
              {MIX_LABELS[choice]}
            </option>
          ))}
        </SelectField>
        <TextField
          label="GPUs"
          inputMode="numeric"
          value={gpus}
          onChange={(event) => setGpus(event.target.value)}
        />
        <SelectField
          label="Load"
          value={load}
          hint="1: just full if nothing were lost to fragmentation"
          onChange={(event) => setLoad(event.target.value)}
        >
          {LOADS.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </SelectField>
        <TextField
          label="Seeds"
          inputMode="numeric"
          hint="How many runs; the spread between them is the interval"
          value={seeds}
          onChange={(event) => setSeeds(event.target.value)}
        />
        <TextField
          label="First seed"
          inputMode="numeric"
          hint="The same seeds give the same answer"
          value={first}
          onChange={(event) => setFirst(event.target.value)}
        />
      </form>
      {asked === null ? (
        <p className="simulate-note">
          Instances of the mix arrive at random and stay for random times; one that finds no place is lost.
          Every way to place sees the same arrivals.
        </p>
      ) : (
        <Simulated asked={asked} />
      )}
    </Dialog>
  );
}

interface Mix {
  readonly choice: MixChoice;
  readonly shares: readonly number[];
}

/** The mixes that the plan gives for this board, and the one that any board has. */
function mixesFor(plan: Plan, board: Board | undefined): Mix[] {
  if (board === undefined || !isDrawable(board)) return [];
  const own = MIX_SOURCES.map((source: MixSource): Mix => ({
    choice: source,
    shares: planMix(plan, board, source),
  }));
  return [...own, { choice: 'uniform' as const, shares: everydayMix(board) }].filter(({ shares }) =>
    shares.some((share) => share > 0),
  );
}

function drawnBoard(plan: Plan, chosen: BoardId | null): BoardId {
  const isDrawn = (id: BoardId): boolean => BOARDS.some((board) => board.id === id && isDrawable(board));
  const suits = chosen ?? boardFor(plan);
  return isDrawn(suits) ? suits : (boardsOf(plan.hosts).find(isDrawn) ?? 'a100-pcie-40gb');
}

/** GPUs of the board in the plan; where it has none, a fleet to think about. */
function gpusOf(plan: Plan, board: BoardId): number {
  const count = plan.hosts
    .flatMap((host) => host.gpus)
    .filter((gpu) => gpu.board === board && gpu.use === 'mig').length;
  return count > 0 ? count : 20;
}

/** NaN where it is none, which is told as any other number that will not do. */
function readNumber(text: string): number {
  return text.trim() === '' ? NaN : Number(text);
}

/** "3g.20gb 40 %, 1g.5gb 60 %", the largest share first. */
function mixHint(board: Board | undefined, shares: readonly number[]): string {
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares
    .map((share, index) => ({ name: board?.profiles[index]?.name ?? '', percent: (100 * share) / total }))
    .filter(({ percent }) => percent > 0)
    .sort((a, b) => b.percent - a.percent)
    .map(({ name, percent }) => `${name} ${percent < 1 ? '<1' : percent.toFixed(0)} %`)
    .join(', ');
}
