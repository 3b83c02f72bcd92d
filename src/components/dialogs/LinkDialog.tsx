import { useLayoutEffect, useRef } from 'react';
import { keepMine, openLinkPlan, usePendingLink } from '../../state/exchange.ts';
import { usePlan } from '../../state/app.ts';
import type { Plan } from '../../model/plan.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { counted } from './counted.ts';
import { PlanStrips } from './PlanStrips.tsx';
import { outlineOf } from './planWords.ts';

/** A link was opened over a plan of the user's own. Neither choice loses anything. */
export function LinkDialog() {
  const link = usePendingLink();
  const mine = usePlan((state) => state.plan);
  const changes = usePlan((state) => state.past.length);
  const open = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => open.current?.focus(), []);
  if (link === null) return null;
  const { reading, violations } = link;
  const remarks = [
    ...(violations.length === 0 ? [] : [`${counted(violations.length, 'violation')}, kept as they are`]),
    ...(reading.notices.length === 0 ? [] : [counted(reading.notices.length, 'remark')]),
  ];
  return (
    <Dialog
      title="This link holds another plan"
      size="normal"
      onClose={keepMine}
      footer={
        <>
          <p className="min-w-40 flex-1 text-table text-ink2">
            It opens as a plan of its own: yours stays among your plans, and Undo leads back to it.
          </p>
          <div className="flex gap-2 max-[30rem]:w-full">
            <Button onClick={keepMine}>Keep mine</Button>
            <Button
              ref={open}
              variant="primary"
              className="max-[30rem]:flex-1"
              onClick={() => void openLinkPlan()}
            >
              Open the link’s plan
            </Button>
          </div>
        </>
      }
    >
      <p className="pb-3 text-body text-ink2">
        Your plan is open. Neither choice loses anything: the link can be opened again, and your plan can be
        found under Plans.
      </p>
      <Side title="In the link" plan={reading.plan} note={remarks.join('; ')} />
      <Side title="Yours" plan={mine} note={changes === 0 ? '' : counted(changes, 'step')} />
    </Dialog>
  );
}

interface SideProps {
  readonly title: string;
  readonly plan: Plan;
  readonly note: string;
}

function Side({ title, plan, note }: SideProps) {
  return (
    <section className="border-t border-line py-3">
      <div className="flex flex-wrap items-baseline gap-x-2 pb-2 text-table">
        <h3 className="font-semibold">{title}</h3>
        <span className="min-w-0 truncate text-ink2">{plan.name}</span>
        <span className="ml-auto text-ink3">{[outlineOf(plan), note].filter(Boolean).join('; ')}</span>
      </div>
      <PlanStrips plan={plan} maxHosts={6} />
    </section>
  );
}
