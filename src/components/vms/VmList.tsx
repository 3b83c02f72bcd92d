import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { VmId } from '../../model/ids.ts';
import { gestures } from '../../state/app.ts';
import { figure } from '../dialogs/counted.ts';
import { Term } from '../glossary/Term.tsx';
import type { TermId } from '../glossary/terms.ts';
import { Button } from '../ui/Button.tsx';
import { ChevronDownIcon } from '../ui/icons.tsx';
import { nextSort, rangeOf, type Sort, type SortKey, type VmEntry } from './rows.ts';
import { VmRow } from './VmRow.tsx';

/** From here on the options of a row come when it is touched. */
const MANY = 60;
/** Rows drawn at first, and added when the last comes into sight. */
const SOME = 120;
/** Of those, above the one that was sought. */
const ABOVE = 40;

const COLUMNS: readonly { readonly key: SortKey; readonly title: string; readonly term?: TermId }[] = [
  { key: 'name', title: 'VM' },
  { key: 'type', title: 'vGPU type', term: 'vgpu-type' },
  { key: 'where', title: 'Where' },
  { key: 'group', title: 'Group', term: 'group' },
  { key: 'state', title: 'State', term: 'waiting' },
];

interface VmListProps {
  /** Those that are listed, in their order. */
  readonly entries: readonly VmEntry[];
  readonly total: number;
  readonly picked: ReadonlySet<VmId>;
  readonly sort: Sort | null;
  /** Null: the table begins at its top. */
  readonly sought: VmId | null;
  readonly onSort: (sort: Sort | null) => void;
  /** Where none is listed: why, and the way back. */
  readonly empty: ReactNode;
}

/** The table. Rows far below are drawn when one comes near them, and those far above a VM that was sought when asked for. */
export function VmList({ entries, total, picked, sort, sought, onSort, empty }: VmListProps) {
  const [first, setFirst] = useState(() => {
    const at = sought === null ? 0 : entries.findIndex(({ vm }) => vm.id === sought);
    return at < SOME ? 0 : at - ABOVE;
  });
  const [drawn, setDrawn] = useState(first + SOME);
  const last = useRef<VmId | null>(null);
  const body = useRef<HTMLDivElement>(null);
  const end = useRef<HTMLDivElement>(null);
  const left = entries.length - drawn;

  useEffect(() => {
    if (left <= 0 || end.current === null) return undefined;
    const observer = new IntersectionObserver(
      (seen) => {
        if (seen.some((one) => one.isIntersecting)) setDrawn((count) => count + SOME);
      },
      { root: body.current, rootMargin: '400px' },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [left]);

  // Rows are remembered by what they show: a function that stayed the same lets them stay too.
  const now = useRef({ entries, picked });
  useEffect(() => {
    now.current = { entries, picked };
  });
  const [onPick] = useState(() => (vmId: VmId, isRange: boolean): void => {
    const next = new Set(now.current.picked);
    const isPicked = !next.has(vmId);
    const ids = isRange && last.current !== null ? rangeOf(now.current.entries, last.current, vmId) : [vmId];
    for (const id of ids) {
      if (isPicked) next.add(id);
      else next.delete(id);
    }
    last.current = vmId;
    gestures.showVms({ picked: next });
  });

  const pickedHere = entries.filter(({ vm }) => picked.has(vm.id)).length;
  const areAll = pickedHere === entries.length && pickedHere > 0;
  const pickAll = (): void => {
    const next = new Set(picked);
    for (const { vm } of entries) {
      if (areAll) next.delete(vm.id);
      else next.add(vm.id);
    }
    gestures.showVms({ picked: next });
  };

  return (
    <div ref={body} className="dock-body">
      {first > 0 && (
        <div className="dock-more">
          <Button size="small" onClick={() => setFirst(Math.max(0, first - SOME))}>
            Show {figure(Math.min(SOME, first))} earlier of {figure(first)}
          </Button>
        </div>
      )}
      <table className="vms">
        <thead>
          <tr>
            <th scope="col" data-edits className="vm-pick">
              <input
                type="checkbox"
                aria-label={`Select all ${figure(entries.length)} listed VMs`}
                ref={(box) => {
                  if (box !== null) box.indeterminate = pickedHere > 0 && !areAll;
                }}
                checked={areAll}
                disabled={entries.length === 0}
                onChange={pickAll}
                className="vm-check"
              />
            </th>
            {COLUMNS.map(({ key, title, term }) => (
              <th
                key={key}
                scope="col"
                className={`vm-${key}`}
                aria-sort={sort?.key !== key ? 'none' : sort.isDescending ? 'descending' : 'ascending'}
              >
                <button type="button" className="vm-sort" onClick={() => onSort(nextSort(sort, key))}>
                  {title}
                  {sort?.key === key && (
                    <span className={sort.isDescending ? '' : 'rotate-180'}>
                      <ChevronDownIcon />
                    </span>
                  )}
                </button>
                {term !== undefined && (
                  <Term id={term}>
                    <span aria-hidden="true">?</span>
                    <span className="sr-only">What is meant by {title}</span>
                  </Term>
                )}
              </th>
            ))}
            <th scope="col" data-edits className="vm-remove">
              <span className="sr-only">Remove</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.slice(first, drawn).map(({ vm, lines }) => (
            <VmRow
              key={vm.id}
              vm={vm}
              said={JSON.stringify(lines)}
              isPicked={picked.has(vm.id)}
              isLazy={total > MANY}
              onPick={onPick}
            />
          ))}
        </tbody>
      </table>
      {entries.length === 0 && empty}
      {left > 0 && (
        <div ref={end} className="dock-more">
          <Button size="small" onClick={() => setDrawn(drawn + SOME)}>
            Show {figure(Math.min(SOME, left))} more of {figure(left)}
          </Button>
        </div>
      )}
    </div>
  );
}
