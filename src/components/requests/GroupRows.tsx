import { useRef, useState } from 'react';
import type { Board } from '../../model/board.ts';
import type { PlanRequest } from '../../model/plan.ts';
import { isPlainFor } from '../../placement/requestEdits.ts';
import { runCommand } from '../../state/specialEdits.ts';
import { counted } from '../dialogs/counted.ts';
import { Button } from '../ui/Button.tsx';
import { PlusIcon } from '../ui/icons.tsx';
import { SelectField } from '../ui/SelectField.tsx';
import { firstOfGroup, type RequestField } from './fleetFields.ts';
import { joinRequests } from './joinRequests.ts';
import { RequestFields } from './RequestFields.tsx';

interface GroupRowsProps {
  readonly board: Board;
  readonly requests: readonly PlanRequest[];
  /** What would be asked for if the field that is typed in were left now; null: nothing is typed. */
  readonly onDraft: (requests: readonly PlanRequest[] | null) => void;
  /** The user has asked for something else. */
  readonly onAsk: () => void;
}

/** Rows that are listed at once. */
const PAGE = 20;
const FIELDS: readonly (readonly [field: RequestField, label: string])[] = [
  ['count', 'Count'],
  ['group', 'Group'],
  ['weight', 'Weight'],
];

/** A request of a profile that is more than a count: it has a group, a weight, or a profile of another board. */
export function isInGroupRow(request: PlanRequest, board: Board): boolean {
  const { profile } = request;
  if (profile === null) return false;
  return !isPlainFor(request, profile) || !board.profiles.some((one) => one.name === profile);
}

/** Requests of a profile with a group or a weight: a row of fields for each. */
export function GroupRows({ board, requests, onDraft, onAsk }: GroupRowsProps) {
  const [limit, setLimit] = useState(PAGE);
  const isAdded = useRef(false);
  const addRef = useRef<HTMLButtonElement>(null);
  const rows = requests.flatMap((request, index) =>
    isInGroupRow(request, board) ? [{ request, index }] : [],
  );
  const profiles = board.profiles.flatMap(({ name, starts }) => (starts === null ? [] : [name]));
  const replaced = (at: number, next: PlanRequest): readonly PlanRequest[] =>
    requests.map((one, index) => (index === at ? next : one));
  const set = (next: readonly PlanRequest[]): void => {
    onAsk();
    runCommand({ type: 'requests/set', requests: next });
  };
  return (
    <div className="flex flex-col gap-2 pt-2">
      {rows.length > 0 && (
        <ul aria-label="Requests with a group" className="flex flex-col gap-2">
          {rows.slice(0, limit).map(({ request, index }, row) => (
            <li key={index} className="request-board">
              <RequestFields
                label={`Request with a group ${row + 1}`}
                request={request}
                fields={FIELDS}
                stored={(field) =>
                  field === 'count'
                    ? String(request.count)
                    : field === 'weight'
                      ? String(request.weight ?? '')
                      : (request.group ?? '')
                }
                countRef={(element) => {
                  if (element === null || !isAdded.current || row < Math.min(limit, rows.length) - 1) return;
                  isAdded.current = false;
                  element.focus();
                }}
                onDraft={(next) => onDraft(next === null ? null : replaced(index, next))}
                // Without a group and a weight it is a plain count, and joins the one that there is.
                onCommit={(next) => set(joinRequests([], replaced(index, next)))}
                onRemove={() => {
                  addRef.current?.focus();
                  set(requests.filter((_, other) => other !== index));
                }}
              >
                <SelectField
                  label="Profile"
                  value={request.profile ?? ''}
                  className="col-span-2 min-w-0"
                  onChange={(event) => set(replaced(index, { ...request, profile: event.target.value }))}
                >
                  {request.profile !== null && !profiles.includes(request.profile) && (
                    <option value={request.profile}>{request.profile}, not on this board</option>
                  )}
                  {profiles.map((name) => (
                    <option key={name}>{name}</option>
                  ))}
                </SelectField>
              </RequestFields>
            </li>
          ))}
        </ul>
      )}
      {rows.length > limit && (
        <button type="button" className="requests-more self-start" onClick={() => setLimit(limit + PAGE)}>
          Show more of {counted(rows.length, 'request')} with a group
        </button>
      )}
      <p>
        <Button
          ref={addRef}
          size="small"
          title="Members of a group: no two of them on one GPU"
          onClick={() => {
            isAdded.current = true;
            setLimit(Math.max(limit, rows.length + 1));
            set([...requests, firstOfGroup(requests, usualProfile(requests, profiles))]);
          }}
        >
          <PlusIcon /> Add with a group
        </Button>
      </p>
    </div>
  );
}

/** The profile that is asked for already, or else the smallest of the board. */
function usualProfile(requests: readonly PlanRequest[], profiles: readonly string[]): string {
  const asked = requests.find(({ profile }) => profile !== null && profiles.includes(profile))?.profile;
  return asked ?? profiles[0] ?? '';
}
