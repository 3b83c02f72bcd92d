import type { Plan } from '../../../model/plan.ts';
import { Button } from '../../ui/Button.tsx';
import { CheckIcon, CopyIcon } from '../../ui/icons.tsx';
import { PlanStrips } from '../PlanStrips.tsx';
import { useCopy } from '../useCopy.ts';

/** What tells boards, starts and cuts. */
const COMMANDS = 'nvidia-smi; nvidia-smi mig -lgi; nvidia-smi mig -lci';

interface WhatToPasteProps {
  readonly plan: Plan;
  readonly title: string;
  /** Why there is nothing to compare; null: nothing was pasted. */
  readonly why: string | null;
}

/** How to get what the hosts have, and what it will be held against. */
export function WhatToPaste({ plan, title, why }: WhatToPasteProps) {
  const { isCopied, copy } = useCopy();
  return (
    <>
      <section>
        <h3 className="text-head font-semibold">{title}</h3>
        {why !== null && <p className="text-body">{why}</p>}
        <p className="pt-1 pb-2 text-table text-ink2">
          Run this on each host after the change, and paste what it prints, prompts included:
        </p>
        <div className="flex flex-wrap items-center gap-2 rounded-card border border-line bg-ground py-1 pr-1 pl-3">
          <code className="min-w-0 flex-1 font-mono text-table [overflow-wrap:anywhere]">{COMMANDS}</code>
          <Button
            size="small"
            onClick={() =>
              void copy({ current: null }, 'the commands', {
                'text/plain': new Blob([COMMANDS], { type: 'text/plain' }),
              })
            }
          >
            {isCopied ? <CheckIcon /> : <CopyIcon />}
            {isCopied ? 'Copied' : 'Copy commands'}
          </Button>
        </div>
        <p className="pt-2 text-table text-ink2">
          Also mig-parted exports, node labels and every other text that Import reads.
        </p>
      </section>
      <section className="border-t border-line pt-3">
        <h3 className="pb-2 text-table font-semibold">What is planned</h3>
        <PlanStrips plan={plan} />
      </section>
    </>
  );
}
