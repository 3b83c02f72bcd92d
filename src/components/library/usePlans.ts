import { useEffect, useState } from 'react';
import type { LibraryError } from '../../state/library/library.ts';
import { useLibrary } from '../../state/library/libraryStore.ts';
import { library } from '../../state/library/page.ts';
import type { PlanRecord } from '../../state/library/records.ts';
import type { Result } from '../../model/result.ts';

export interface Plans {
  readonly plans: readonly PlanRecord[];
  readonly deleted: readonly PlanRecord[];
  /** When it was asked for: what "today" is. */
  readonly at: number;
}

/** The plans of the library, read again whenever this tab or another changes one. Null until they are there. */
export function usePlans(): Result<Plans, LibraryError> | null {
  const changes = useLibrary((state) => state.changes);
  const [plans, setPlans] = useState<Result<Plans, LibraryError> | null>(null);
  useEffect(() => {
    let isOver = false;
    void library.list().then((found) => {
      if (!isOver) setPlans(found.ok ? { ok: true, value: { ...found.value, at: Date.now() } } : found);
    });
    return () => {
      isOver = true;
    };
  }, [changes]);
  return plans;
}
