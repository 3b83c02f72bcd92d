import { useState } from 'react';
import type { Board } from '../../model/board.ts';
import type { PlanRequest } from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';
import { isPlainFor, withCount } from '../../placement/requestEdits.ts';
import { runCommand } from '../../state/specialEdits.ts';
import { counted, figure } from '../dialogs/counted.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { RemoveIcon } from '../ui/icons.tsx';
import { ProfileSwatch } from '../ui/ProfileSwatch.tsx';
import { CountField } from './CountField.tsx';
import { editableNeeds } from './fleetFields.ts';
import { isInGroupRow } from './GroupRows.tsx';

interface RequestListProps {
  readonly board: Board;
  readonly requests: readonly PlanRequest[];
  /** What would be asked for if the field that is typed in were left now; null: nothing is typed. */
  readonly onDraft: (requests: readonly PlanRequest[] | null) => void;
  /** The user has asked for something else. */
  readonly onAsk: () => void;
}

/** Others than plain counts that are listed at once. */
const PAGE = 50;

/** A field for each profile of the board, and the requests that ask for more than a count of one of them. */
export function RequestList({ board, requests, onDraft, onAsk }: RequestListProps) {
  const [limit, setLimit] = useState(PAGE);
  const profiles = board.profiles.filter(({ starts }) => starts !== null);
  const plain = (profile: ProfileName): PlanRequest | undefined =>
    requests.find((one) => isPlainFor(one, profile));
  const inFields = new Set(profiles.map(({ name }) => plain(name)));
  // A second count of a profile, as a table may have it, and needs that are no plain figures.
  const others = requests.filter(
    (one) => !inFields.has(one) && editableNeeds(one) === null && !isInGroupRow(one, board),
  );
  return (
    <>
      <div role="group" aria-label="Count per profile">
        {profiles.map(({ name }) => (
          <CountField
            key={name}
            board={board}
            profile={name}
            count={plain(name)?.count ?? 0}
            onDraft={(count) => onDraft(count === null ? null : withCount(requests, name, count))}
            onCommit={(count) => {
              onAsk();
              runCommand({ type: 'requests/set', requests: withCount(requests, name, count) });
            }}
          />
        ))}
      </div>
      {others.length > 0 && (
        <ul aria-label="Other requests" className="requests-others">
          {others.slice(0, limit).map((one) => (
            <li key={requests.indexOf(one)} className="request-row">
              <span className="flex min-w-0 flex-1 items-baseline gap-2">
                {one.profile !== null && <ProfileSwatch board={board} profile={one.profile} />}
                <span className="min-w-0 [overflow-wrap:anywhere]">
                  {figure(one.count)} × {one.profile ?? needsWords(one)}
                  {termsOf(one) !== '' && <span className="block text-note text-ink3">{termsOf(one)}</span>}
                </span>
              </span>
              <IconButton
                size="small"
                label={`Remove the request for ${one.profile ?? needsWords(one)}`}
                onClick={() =>
                  runCommand({ type: 'requests/set', requests: requests.filter((other) => other !== one) })
                }
              >
                <RemoveIcon />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      {others.length > limit && (
        <button type="button" className="requests-more" onClick={() => setLimit(limit + PAGE)}>
          Show more of {counted(others.length, 'other request')}
        </button>
      )}
    </>
  );
}

/** "weight 3, group web": what the request has besides its count. */
function termsOf({ weight, group }: PlanRequest): string {
  return [weight === null ? '' : `weight ${weight}`, group === null ? '' : `group ${group}`]
    .filter((part) => part !== '')
    .join(', ');
}

/** Needs are a value of the document; what it says is shown as it is. */
function needsWords({ needs }: PlanRequest): string {
  if (typeof needs !== 'object' || needs === null || Array.isArray(needs)) return JSON.stringify(needs);
  return Object.entries(needs)
    .map(([name, value]) => `${name} ${JSON.stringify(value)}`)
    .join(', ');
}
