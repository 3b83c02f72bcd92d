import type { ReactNode } from 'react';
import { findHost } from '../../model/plan.ts';
import { creationOf } from '../../model/platform.ts';
import { usePlan, useReadOnly, useUi } from '../../state/app.ts';
import { BAR } from '../actions/barActions.ts';
import { KEYS } from '../actions/keys.ts';
import { printedKeys } from '../actions/printedKeys.ts';
import { Kbd } from '../ui/Kbd.tsx';

/** A key of each kind is enough: all of them are on the sheet. */
function Hint({ keys, children }: { readonly keys: readonly string[]; readonly children: ReactNode }) {
  return (
    <span className="flex items-center gap-1">
      {keys
        .flatMap((key) => printedKeys(key))
        .map((key) => (
          <Kbd key={key}>{key}</Kbd>
        ))}
      {children}
    </span>
  );
}

const [PLACE] = KEYS.place;
const [REMOVE] = KEYS.remove;
const [NEXT_GPU] = KEYS.nextGpu;
const PASTE = ['Ctrl', 'V'];
const STEP = [KEYS.previous[0], KEYS.next[0]];

/** What the keys do at this moment. It comes after the first look. */
export function KeyHints() {
  const liftedBy = useUi((ui) => (ui.lifted === null ? null : ui.liftedBy));
  const isRefused = useUi((ui) => ui.refusal !== null);
  // "No legal start in the plan": there is none to click.
  const isToldNo = useUi((ui) => ui.message.tone === 'refused');
  const isReadOnly = useReadOnly();
  const view = useUi((ui) => ui.view);
  const canStep = usePlan(({ plan }) => {
    const host = view?.kind === 'power-on' ? findHost(plan, view.hostId) : undefined;
    return host !== undefined && creationOf(host) === 'power-on';
  });
  const hasInstance = useUi((ui) => ui.selection?.kind === 'instance');
  // On the start screen nothing can be lifted yet.
  const hasPlan = usePlan(({ plan }) => plan.hosts.length + plan.vms.length + plan.requests.length > 0);
  return (
    <div className="hidden shrink-0 items-center gap-4 text-table text-ink3 wide:flex pointer-coarse:hidden">
      {liftedBy === 'keys' ? (
        <>
          <Hint keys={STEP}>next start</Hint>
          <Hint keys={[NEXT_GPU]}>next GPU</Hint>
          <Hint keys={[PLACE]}>place</Hint>
          <Hint keys={KEYS.putBack}>put back</Hint>
        </>
      ) : liftedBy === 'choice' ? (
        <>
          {!isToldNo && <span>Click a start</span>}
          <Hint keys={KEYS.putBack}>done</Hint>
        </>
      ) : liftedBy === 'pointer' ? (
        <Hint keys={KEYS.putBack}>put back</Hint>
      ) : isRefused ? (
        <Hint keys={KEYS.putBack}>clear</Hint>
      ) : view !== null ? (
        <>
          {canStep && <Hint keys={STEP}>step</Hint>}
          {view.kind === 'lab' && <Hint keys={KEYS.nextPane}>next pane</Hint>}
          <Hint keys={KEYS.putBack}>close</Hint>
        </>
      ) : (
        <>
          {!hasPlan && <Hint keys={PASTE}>paste anywhere</Hint>}
          {hasPlan && !isReadOnly && <Hint keys={KEYS.lift}>lift</Hint>}
          {hasInstance && !isReadOnly && <Hint keys={[REMOVE]}>remove</Hint>}
          <Hint keys={BAR.commands.keys}>commands</Hint>
          {hasPlan && <Hint keys={KEYS.nextPane}>next pane</Hint>}
          <button
            type="button"
            title={BAR.keys.about}
            onClick={BAR.keys.run}
            className="-my-1 min-h-6 underline-offset-2 hover:underline"
          >
            <Hint keys={BAR.keys.keys}>all keys</Hint>
          </button>
        </>
      )}
    </div>
  );
}
