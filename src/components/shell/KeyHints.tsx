import type { ReactNode } from 'react';
import { findHost } from '../../model/plan.ts';
import { creationOf } from '../../model/platform.ts';
import { usePlan, useReadOnly, useUi } from '../../state/app.ts';
import { Kbd } from '../ui/Kbd.tsx';

function Hint({ keys, children }: { readonly keys: readonly string[]; readonly children: ReactNode }) {
  return (
    <span className="flex items-center gap-1">
      {keys.map((key) => (
        <Kbd key={key}>{key}</Kbd>
      ))}
      {children}
    </span>
  );
}

/** What the keys do at this moment. */
export function KeyHints() {
  const liftedBy = useUi((ui) => (ui.lifted === null ? null : ui.liftedBy));
  const isRefused = useUi((ui) => ui.refusal !== null);
  const isReadOnly = useReadOnly();
  const view = useUi((ui) => ui.view);
  const canStep = usePlan(({ plan }) => {
    const host = view?.kind === 'power-on' ? findHost(plan, view.hostId) : undefined;
    return host !== undefined && creationOf(host) === 'power-on';
  });
  const hasInstance = useUi((ui) => ui.selection?.kind === 'instance');
  return (
    <div className="hidden shrink-0 items-center gap-4 text-table text-ink3 wide:flex pointer-coarse:hidden">
      {liftedBy === 'keys' ? (
        <>
          <Hint keys={['←', '→']}>next start</Hint>
          <Hint keys={['PgDn']}>next GPU</Hint>
          <Hint keys={['Space']}>place</Hint>
          <Hint keys={['Esc']}>put back</Hint>
        </>
      ) : liftedBy === 'choice' ? (
        <>
          <span>Click a start</span>
          <Hint keys={['Esc']}>done</Hint>
        </>
      ) : liftedBy === 'pointer' ? (
        <Hint keys={['Esc']}>put back</Hint>
      ) : isRefused ? (
        <Hint keys={['Esc']}>clear</Hint>
      ) : view !== null ? (
        <>
          {canStep && <Hint keys={['←', '→']}>step</Hint>}
          {view.kind === 'lab' && <Hint keys={['F6']}>next pane</Hint>}
          <Hint keys={['Esc']}>close</Hint>
        </>
      ) : (
        <>
          {!isReadOnly && <Hint keys={['Space']}>lift</Hint>}
          {hasInstance && !isReadOnly && <Hint keys={['Del']}>remove</Hint>}
          {!isReadOnly && <Hint keys={['Ctrl', 'Z']}>undo</Hint>}
          <Hint keys={['F6']}>next pane</Hint>
        </>
      )}
    </div>
  );
}
