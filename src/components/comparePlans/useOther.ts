import { useEffect, useState } from 'react';
import type { Plan } from '../../model/plan.ts';
import type { Match } from '../../placement/changes/change.ts';
import { usePlan } from '../../state/app.ts';
import { matchNow, type OtherPlan } from '../../state/comparePlans.ts';
import { libraryErrorMessage } from '../../state/library/messages.ts';
import { library } from '../../state/library/page.ts';
import { useReading } from '../dialogs/import/useReading.ts';

export interface Other {
  /** Null while it is read, and where it cannot be. */
  readonly plan: Plan | null;
  readonly match: Match;
  /** One sentence why there is none. */
  readonly error: string | null;
}

const NO_ANSWERS: ReadonlyMap<string, string> = new Map();

/** The plan that is compared with, read where it is not at hand. */
export function useOther(other: OtherPlan | null, open: Plan): Other {
  const past = usePlan((state) => state.past);
  const id = other?.kind === 'stored' ? other.id : null;
  const [stored, setStored] = useState<{ id: string; text: string; error: string | null } | null>(null);
  useEffect(() => {
    if (id === null) return undefined;
    let isOver = false;
    void library.textOf(id).then((found) => {
      if (isOver) return;
      const error = found.ok ? null : libraryErrorMessage(found.error, 'The other plan');
      setStored({ id, text: found.ok ? found.value : '', error });
    });
    return () => {
      isOver = true;
    };
  }, [id]);
  const found = stored !== null && stored.id === id ? stored : null;
  const text = other?.kind === 'version' ? other.version.text : (found?.text ?? '');
  const reading = useReading({
    ...{ text, byKey: NO_ANSWERS, hostName: '', into: null, isHeldAgainst: false, plan: open },
  });
  if (other === null) return { plan: null, match: 'names', error: null };
  if (other.kind === 'plan') return { plan: other.plan, match: matchNow(other, past), error: null };
  const plan = reading.isBehind ? null : (reading.reply?.imported.reading.plan ?? null);
  return { plan, match: 'names', error: found?.error ?? (reading.isBehind ? null : reading.error) };
}
