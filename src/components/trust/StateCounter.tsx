import { useEffect, useRef, useState } from 'react';
import { isDrawable, type Board } from '../../model/board.ts';
import { countLayouts, type LayoutCounts } from '../../placement/layouts/layouts.ts';
import { figure } from '../dialogs/counted.ts';
import { Button } from '../ui/Button.tsx';

/** Counted at a stretch before the page may do something else. */
const STRETCH_MS = 8;

interface Run {
  readonly counts: LayoutCounts;
  readonly ms: number;
  readonly isDone: boolean;
}

/**
 * Walks through every state of the board in the visitor's own browser and says how many there are. In short stretches, so that the
 * page stays at hand.
 */
export function StateCounter({ board }: { readonly board: Board }) {
  const [run, setRun] = useState<Run | null>(null);
  const isHere = useRef(true);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);
  if (!isDrawable(board)) {
    return <p className="pt-4 text-table text-ink2">Without starts there are no states to count.</p>;
  }
  const count = async (): Promise<void> => {
    const counter = countLayouts(board);
    const began = performance.now();
    for (let isDone = false; !isDone && isHere.current;) {
      const until = performance.now() + STRETCH_MS;
      let next = counter.next();
      while (next.done !== true && performance.now() < until) next = counter.next();
      isDone = next.done === true;
      setRun({ counts: next.value, ms: performance.now() - began, isDone });
      if (!isDone) await new Promise((resolve) => setTimeout(resolve));
    }
  };
  const isRunning = run !== null && !run.isDone;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 pt-4">
      <Button aria-disabled={isRunning || undefined} onClick={isRunning ? undefined : () => void count()}>
        Count all its states here
      </Button>
      <p role="status" aria-label="States" className="text-table">
        {run === null
          ? ''
          : isRunning
            ? `${figure(run.counts.layouts)} so far …`
            : countsText(run.counts, run.ms)}
      </p>
    </div>
  );
}

function countsText({ layouts, maximal, sets, maximalSets }: LayoutCounts, ms: number): string {
  return (
    `${figure(layouts)} layouts, ${figure(maximal)} maximal layouts, ${figure(sets)} sets, ` +
    `${figure(maximalSets)} maximal sets, in ${ms < 1 ? 'less than 1' : figure(Math.round(ms))} ms. The empty GPU is not counted.`
  );
}
