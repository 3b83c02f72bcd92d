import { useEffect, useMemo, useRef, useState } from 'react';
import { EMPTY_PLAN } from '../../model/plan.ts';
import { gestures, useReadOnly, useUi } from '../../state/app.ts';
import { figure } from '../dialogs/counted.ts';
import { useRestingPlan } from '../shell/useRestingPlan.ts';
import { Button } from '../ui/Button.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { ChevronDownIcon, EnlargeIcon, PasteIcon, ReduceIcon } from '../ui/icons.tsx';
import { AddVmForm } from './AddVmForm.tsx';
import { listed, sorted, vmEntries, type Sort } from './rows.ts';
import { VmBulkBar } from './VmBulkBar.tsx';
import { VmList } from './VmList.tsx';
import { NoneListed } from './NoneListed.tsx';
import { VmToolbar } from './VmToolbar.tsx';
import './vms.css';

/** All VMs: found, sorted, edited one by one or many at once. */
export function VmDock() {
  const rested = useRestingPlan();
  const plan = rested ?? EMPTY_PLAN;
  const isReadOnly = useReadOnly();
  const { list, picked, isFolded, isLarge, asked, sought } = useUi((ui) => ui.vms);
  // What was typed before something else asked for the list would hide what it asked for.
  const [typed, setTyped] = useState({ text: '', asked });
  const text = typed.asked === asked ? typed.text : '';
  const [sort, setSort] = useState<Sort | null>(null);
  const dock = useRef<HTMLElement>(null);
  const entries = vmEntries(plan);
  const shown = useMemo(() => sorted(listed(entries, list, text), sort), [entries, list, text, sort]);
  const waiting = useMemo(() => entries.filter(({ state }) => state === 'waiting'), [entries]);
  const isEmpty = rested !== null && entries.length === 0;
  const isLargeNow = isLarge && !isFolded && !isEmpty;

  // Asked for from elsewhere: the answer is where the focus goes.
  const answered = useRef(0);
  useEffect(() => {
    if (asked === answered.current) return;
    answered.current = asked;
    dock.current?.querySelector<HTMLElement>('input[type=radio]:checked')?.focus();
  }, [asked]);

  return (
    <section
      ref={dock}
      aria-label="VMs"
      className="dock"
      data-folded={isFolded || undefined}
      data-empty={isEmpty || undefined}
      data-large={isLargeNow || undefined}
    >
      <div className="dock-head">
        <h2 className="text-body font-semibold">
          VMs <span className="font-normal text-ink3">{figure(entries.length)}</span>
        </h2>
        {waiting.length > 0 && <span className="text-table text-ink2">{figure(waiting.length)} waiting</span>}
        <span className="flex-1" />
        {!isFolded && !isReadOnly && <AddVmForm />}
        <Button data-edits title="Add many VMs from a table" onClick={() => gestures.openDialog('vm-table')}>
          <PasteIcon />
          Paste VMs
        </Button>
        {!isEmpty && !isFolded && (
          <IconButton
            label={isLargeNow ? 'Reduce the VMs' : 'Enlarge the VMs'}
            aria-expanded={isLargeNow}
            onClick={() => gestures.showVms({ isLarge: !isLargeNow })}
          >
            {isLargeNow ? <ReduceIcon /> : <EnlargeIcon />}
          </IconButton>
        )}
        <IconButton
          label={isFolded ? 'Unfold the VMs' : 'Fold the VMs'}
          aria-expanded={!isFolded}
          className="max-wide:hidden"
          onClick={() => gestures.showVms({ isFolded: !isFolded })}
        >
          <span className={isFolded ? 'rotate-180' : ''}>
            <ChevronDownIcon />
          </span>
        </IconButton>
      </div>
      {!isFolded &&
        rested !== null &&
        (isEmpty ? (
          <p className="dock-empty">
            {isReadOnly
              ? 'This plan has no VMs.'
              : 'No VMs yet. Add one with the vGPU type it wants, or paste a table of them; then place them all at once, or drag each onto an instance of its type.'}
          </p>
        ) : (
          <>
            <VmToolbar
              text={text}
              onText={(next) => {
                setTyped({ text: next, asked });
                gestures.showVms({ sought: null });
              }}
              list={list}
              waiting={waiting.map(({ vm }) => vm.id)}
              shown={shown.length}
            />
            <VmList
              // A list of other things begins at its top.
              key={`${list} ${text} ${sort?.key ?? ''} ${sort?.isDescending ?? ''} ${sought ?? ''}`}
              entries={shown}
              total={entries.length}
              picked={picked}
              sort={sort}
              sought={sought}
              onSort={(next) => {
                setSort(next);
                gestures.showVms({ sought: null });
              }}
              empty={
                <NoneListed
                  list={list}
                  text={text}
                  total={entries.length}
                  onShowAll={() => {
                    setTyped({ text: '', asked });
                    gestures.showVms({ list: 'all', sought: null });
                  }}
                />
              }
            />
            {!isReadOnly && <VmBulkBar shown={shown} plan={plan} picked={picked} />}
          </>
        ))}
    </section>
  );
}
