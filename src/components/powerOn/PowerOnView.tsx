import { useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { creationOf } from '../../model/platform.ts';
import type { Host } from '../../model/plan.ts';
import { gestures, usePlan } from '../../state/app.ts';
import { isPressed } from '../actions/keys.ts';
import { LATER_KEYS } from '../actions/laterKeys.ts';
import { isField } from '../dialogs/isField.ts';
import { NotNeeded } from './NotNeeded.tsx';
import { OrderList } from './OrderList.tsx';
import { PowerOnGpus } from './PowerOnGpus.tsx';
import { PowerOnSummary } from './PowerOnSummary.tsx';
import { readPowerOn } from './readPowerOn.ts';
import { ReplayBar } from './ReplayBar.tsx';
import { stepWords } from './stepWords.ts';
import './powerOn.css';

/** In which order to start the VMs of a host, where each lands, and why, step by step. */
export function PowerOnView({ host }: { readonly host: Host }) {
  const heading = useRef<HTMLHeadingElement>(null);
  // With the first drawing, so that whoever sees the task is in it.
  useLayoutEffect(() => heading.current?.focus(), []);
  useEffect(() => () => focusWayIn(host.id), [host.id]);
  return creationOf(host) === 'power-on' ? (
    <PowerOn host={host} heading={heading} />
  ) : (
    <NotNeeded host={host} heading={heading} />
  );
}

interface PowerOnProps {
  readonly host: Host;
  readonly heading: React.RefObject<HTMLHeadingElement | null>;
}

function PowerOn({ host, heading }: PowerOnProps) {
  const plan = usePlan((state) => state.plan);
  const reading = useMemo(() => readPowerOn(plan, host.id), [plan, host.id]);
  const [chosen, setChosen] = useState<string | null>(null);
  const [wanted, setWanted] = useState<number | null>(null);
  if (reading === null) return null;
  const { models } = reading;
  const shown = models.find(({ name }) => name === chosen) ?? models[0] ?? null;
  const last = shown?.steps.length ?? 0;
  // At first where it ends: the layout to expect, or the VM that is refused.
  const step = Math.min(wanted ?? last, last);
  const goTo = (to: number): void => {
    const next = Math.max(0, Math.min(last, to));
    setWanted(next);
    if (shown !== null) gestures.say(stepWords(plan, reading, shown, next));
  };
  const choose = (name: string): void => {
    setChosen(name);
    const next = models.find((one) => one.name === name);
    if (next !== undefined) gestures.say(`${name}: ${stepWords(plan, reading, next, step)}`);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (isField(event.target) || shown === null) return;
    const { stepBack, stepOn, firstStep, lastStep } = LATER_KEYS;
    const steps = [
      { keys: stepBack, to: step - 1 },
      { keys: stepOn, to: step + 1 },
      { keys: firstStep, to: 0 },
      { keys: lastStep, to: last },
    ];
    const to = steps.find(({ keys }) => isPressed(event, keys))?.to;
    if (to === undefined) return;
    event.preventDefault();
    goTo(to);
  };
  return (
    <main className="power-on" onKeyDown={onKeyDown}>
      <PowerOnSummary reading={reading} shown={shown} heading={heading} />
      <OrderList reading={reading} shown={shown} step={step} />
      <PowerOnGpus plan={plan} reading={reading} shown={shown} step={step} />
      {shown !== null && (
        <ReplayBar models={models} shown={shown} step={step} onStep={goTo} onModel={choose} />
      )}
    </main>
  );
}

/** The board comes back when the task is closed: the focus goes to where the task was opened. */
function focusWayIn(hostId: number): void {
  if (document.activeElement !== null && document.activeElement !== document.body) return;
  document.querySelector<HTMLElement>(`[data-power-on="${hostId}"]`)?.focus();
}
