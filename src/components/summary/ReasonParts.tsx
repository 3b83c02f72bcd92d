import { useState } from 'react';
import { boardName, makeShortList } from '../../placement/messages.ts';
import { causeKey, type StrandedGroup } from '../../placement/summary/strandedCause.ts';
import type { Summary } from '../../placement/summary/summary.ts';
import { causeMessage, sliceName } from '../../placement/summary/summaryMessages.ts';
import { gestures } from '../../state/app.ts';
import { counted, figure } from '../dialogs/counted.ts';
import { goToPart } from '../search/goTo.ts';
import { Button } from '../ui/Button.tsx';

/** Causes and reasons that are shown at once. */
const SHOWN = 6;

/** Which slices are free and of no use, what strands them, and the GPUs where it is so. */
export function StrandedPart({ summary: { stranded, boards } }: { readonly summary: Summary }) {
  const [isAll, setAll] = useState(false);
  const listed = isAll ? stranded : stranded.slice(0, SHOWN);
  const most = Math.max(1, ...stranded.map(({ gpus }) => gpus));
  return (
    <section aria-labelledby="summary-stranded" className="summary-part">
      <h3 id="summary-stranded">Stranded, and why</h3>
      {stranded.length === 0 ? (
        <p className="summary-note">Nothing is stranded: every free slice is of use to some profile.</p>
      ) : (
        <p className="summary-note">
          A slice that is free and that no profile can use. The cause is the fewest instances that would
          strand it alone.
        </p>
      )}
      <ul className="summary-reasons">
        {listed.map((group) => (
          <Cause key={causeKey(group)} group={group} most={most} isOneBoard={boards.length === 1} />
        ))}
      </ul>
      {stranded.length > listed.length && (
        <Button size="small" onClick={() => setAll(true)}>
          All {figure(stranded.length)} causes
        </Button>
      )}
    </section>
  );
}

interface CauseProps {
  readonly group: StrandedGroup;
  readonly most: number;
  readonly isOneBoard: boolean;
}

function Cause({ group, most, isOneBoard }: CauseProps) {
  const name = sliceName(group);
  const where = `${counted(group.gpus, 'GPU')}${isOneBoard ? '' : `, ${boardName(group.board)}`}`;
  return (
    <li>
      <p className="summary-reason-head">
        <span>
          <strong>{name}</strong> on {where}
        </span>
        <Button
          size="small"
          variant="quiet"
          aria-label={`Show ${where}: ${name.toLowerCase()} stranded`}
          onClick={() => goToPart({ kind: 'cause', cause: group })}
        >
          Show
        </Button>
      </p>
      <svg aria-hidden="true" focusable="false" className="bar reason-bar">
        <rect width={`${(group.gpus / most) * 100}%`} height="100%" className="bar-free" />
        <rect
          width={`${(group.gpus / most) * 100}%`}
          height="100%"
          fill="url(#summary-hatch)"
          className="bar-stranded"
        />
      </svg>
      <p>{causeMessage(group)}</p>
    </li>
  );
}

/** Who waits, by the reason. */
export function WaitingPart({ summary: { waiting, vms } }: { readonly summary: Summary }) {
  const [isAll, setAll] = useState(false);
  const listed = isAll ? (waiting ?? []) : (waiting ?? []).slice(0, SHOWN);
  return (
    <section aria-labelledby="summary-waiting" className="summary-part">
      <div className="summary-head">
        <h3 id="summary-waiting">Waiting VMs</h3>
        {vms.waiting > 0 && (
          <Button
            size="small"
            variant="quiet"
            onClick={() => {
              gestures.closeView();
              gestures.listVms('waiting');
            }}
          >
            List them
          </Button>
        )}
      </div>
      {waiting === null ? (
        <p className="summary-note">
          {vms.waiting === 0 ? 'Nobody waits.' : 'Why they wait is being worked out.'}
        </p>
      ) : (
        waiting.length === 0 && (
          <p className="summary-note">
            {vms.total === 0 ? 'The plan has no VM.' : `Nobody waits: ${counted(vms.total, 'VM')} placed.`}
          </p>
        )
      )}
      <ul className="summary-reasons">
        {listed.map((group) => (
          <li key={group.why}>
            <p>
              <strong>{counted(group.vms, 'VM')}</strong>: {group.why}
            </p>
            <p className="text-ink3">
              {makeShortList(group.names)}
              {group.vms > group.names.length && ` and ${figure(group.vms - group.names.length)} more`};
              wanted: {makeShortList(group.wants.map(({ wanted, count }) => `${figure(count)} × ${wanted}`))}
            </p>
          </li>
        ))}
      </ul>
      {waiting !== null && waiting.length > listed.length && (
        <Button size="small" onClick={() => setAll(true)}>
          All {figure(waiting.length)} reasons
        </Button>
      )}
    </section>
  );
}
