import { useEffect, useMemo, useState } from 'react';
import type { Plan } from '../../../model/plan.ts';
import { withoutNames } from '../../../formats/share.ts';
import { reader } from '../../../state/reading/reader.ts';
import { makeLink, type MadeLinks } from '../../../state/reading/shareTask.ts';

/** Links of more hosts and VMs are made by the worker: a thousand take as long as a frame. */
const AT_ONCE = 1000;

export interface Links {
  /** Null while they are made. */
  readonly made: MadeLinks | null;
  /** One sentence why there is none. */
  readonly fault: string | null;
}

/** Both links of the plan, with what is read back from them. */
export function useLinks(plan: Plan): Links {
  const isLarge = plan.hosts.length + plan.vms.length > AT_ONCE;
  const atOnce = useMemo(
    () => (isLarge ? null : { named: makeLink(plan), bare: makeLink(withoutNames(plan)) }),
    [plan, isLarge],
  );
  const [later, setLater] = useState<(Links & { readonly plan: Plan }) | null>(null);
  useEffect(() => {
    if (!isLarge) return undefined;
    let isStale = false;
    const run = reader.start('share', { plan });
    void run.ended.then((ending) => {
      if (isStale) return;
      const fault =
        ending.how === 'fault'
          ? `The link could not be made: ${ending.fault.text}. Send the plan file.`
          : null;
      setLater({ plan, made: ending.outcome.best, fault });
    });
    return () => {
      isStale = true;
      run.cancel();
    };
  }, [plan, isLarge]);
  if (atOnce !== null) return { made: atOnce, fault: null };
  return later?.plan === plan ? later : { made: null, fault: null };
}
