import { useCallback, useLayoutEffect, useMemo } from 'react';
import { vmsByInstance } from '../../model/plan.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { Change, HostPair, PlanChanges } from '../../placement/changes/change.ts';
import { changeMessage } from '../../placement/changes/changeMessages.ts';
import { useIsNarrow } from '../dialogs/useIsNarrow.ts';
import { Rows } from '../fleet/Rows.tsx';
import { rowOfChange, type BoardRow } from './boardRows.ts';
import { ChangeSign } from './ChangeSign.tsx';
import { useBox } from './useBox.ts';
import { GpuPairRow, type Drawing } from './GpuPairRow.tsx';

interface ChangeBoardsProps {
  readonly changes: PlanChanges;
  readonly rows: readonly BoardRow[];
  readonly drawing: Drawing;
  /** The change that is looked at: its GPU is drawn, and comes into sight. */
  readonly current: Change | null;
}

const GAP_PX = 12;
const HEAD_PX = 32;

/** Both plans drawn, GPU by GPU, so that they cannot scroll apart; only what is in sight is there. */
export function ChangeBoards({ changes, rows, drawing, current }: ChangeBoardsProps) {
  const { box, boxRef } = useBox();
  const pitch = useIsNarrow() ? 19 : 22;
  const keys = useMemo(() => rows.map(({ key }) => key), [rows]);
  const index = useMemo(() => (current === null ? -1 : rowOfChange(rows, current)), [rows, current]);
  const estimate = useCallback(
    (n: number) => {
      const row = rows[n];
      if (row === undefined || row.kind === 'host') return HEAD_PX;
      const place = row.gpu.after ?? row.gpu.before;
      const isDrawn = place !== null && findBoard(place.gpu.board) !== undefined && place.gpu.use === 'mig';
      return isDrawn ? 7 * pitch + 60 : 90;
    },
    [rows, pitch],
  );
  const pinned = useMemo(() => (index < 0 ? [] : [index]), [index]);
  const shownKey = index < 0 ? null : (keys[index] ?? null);
  useLayoutEffect(() => {
    if (shownKey === null) return;
    box?.current?.querySelector(`[data-row="${CSS.escape(shownKey)}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [box, shownKey, current]);
  const vmsBefore = vmsByInstance(changes.before);
  const vmsAfter = vmsByInstance(changes.after);
  return (
    <div ref={boxRef} role="region" aria-label="Drawings" tabIndex={0} className="change-boards">
      {rows.length === 0 && <p className="text-body text-ink2">No GPU differs.</p>}
      {box !== null && (
        <Rows
          box={box}
          keys={keys}
          estimate={estimate}
          gapPx={GAP_PX}
          aheadPx={500}
          pinned={pinned}
          isWhole={false}
          shape={`${drawing} ${pitch}`}
          row={(n) => {
            const row = rows[n];
            if (row === undefined) return null;
            if (row.kind === 'host') return <HostHead host={row.host} />;
            return (
              <GpuPairRow
                {...{ drawing, vmsBefore, vmsAfter, pitch }}
                host={row.host}
                pair={row.gpu}
                isCurrent={n === index}
              />
            );
          }}
        />
      )}
    </div>
  );
}

function HostHead({ host }: { readonly host: HostPair }) {
  const wasCalled = host.before !== null && host.before.name !== host.name ? host.before.name : null;
  return (
    <div className="change-host">
      <h3 className="text-body font-semibold">
        {host.name}
        {wasCalled !== null && <span className="font-normal text-ink3"> before {wasCalled}</span>}
        {(host.before === null || host.after === null) && (
          <span className="font-normal text-ink2">
            {host.before === null ? ' only after' : ' only before'}
          </span>
        )}
      </h3>
      {host.changes.map((change, n) => (
        <p key={n} className="flex gap-1.5 text-note text-ink2">
          <ChangeSign kind={change.kind} />
          <span>{changeMessage(change)}</span>
        </p>
      ))}
    </div>
  );
}
