import { useEffect, useMemo, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Summary } from '../../placement/summary/summary.ts';
import { usePlan } from '../../state/app.ts';
import { useTask } from '../solver/useTask.ts';

interface Summed {
  /** As far as it is known; null before the first word. */
  readonly summary: Summary | null;
  /** Nothing more is to come. */
  readonly isWhole: boolean;
  /** What is shown is of the plan before the last edit. */
  readonly isOld: boolean;
  /** Why there is none. */
  readonly fault: string | null;
}

/** The open plan summed up, beside the page; worked out again after each edit, which shows what was known until then. */
export function useSummary(): Summed {
  const plan = usePlan((state) => state.plan);
  const args = useMemo(() => ({ plan }), [plan]);
  const { ending, soFar } = useTask('summary', args, { keep: { plan, name: 'all' } });
  const now = ending?.outcome.best ?? soFar?.best ?? null;
  // The worker tells ten times a second how far it is. What says nothing new is not drawn again.
  const [shown, setShown] = useState({ plan, summary: now });
  const isNews = now !== null && (shown.plan !== plan || told(now) !== told(shown.summary));
  if (isNews) setShown({ plan, summary: now });
  return {
    summary: isNews ? now : shown.summary,
    isWhole: ending !== null,
    isOld: !isNews && shown.plan !== plan,
    fault: ending?.how === 'fault' ? ending.fault.text : null,
  };
}

/** How much a summary tells, as a text that is the same while it tells no more. */
function told(summary: Summary | null): string {
  if (summary === null) return '';
  const { proof, waiting, boards, stays } = summary;
  const repacked = boards.filter(({ profiles }) => profiles.some((row) => row.repacked !== null)).length;
  return [proof !== null, waiting !== null, stays !== null, repacked].join();
}

/** True while the page is being printed: then all is drawn that fits on paper. */
export function useIsPrinting(): boolean {
  const [isPrinting, setPrinting] = useState(false);
  useEffect(() => {
    // Drawn at once: the browser prints what is there when the event has been heard.
    const begin = (): void => flushSync(() => setPrinting(true));
    const end = (): void => setPrinting(false);
    window.addEventListener('beforeprint', begin);
    window.addEventListener('afterprint', end);
    return () => {
      window.removeEventListener('beforeprint', begin);
      window.removeEventListener('afterprint', end);
    };
  }, []);
  return isPrinting;
}
