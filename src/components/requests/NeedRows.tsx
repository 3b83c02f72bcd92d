import { useRef, useState, type Ref } from 'react';
import type { PlanRequest } from '../../model/plan.ts';
import { runCommand } from '../../state/specialEdits.ts';
import { counted } from '../dialogs/counted.ts';
import { Button } from '../ui/Button.tsx';
import { PlusIcon } from '../ui/icons.tsx';
import { editableNeeds, FIRST_NEED, NEED_FIELDS, type RequestField } from './fleetFields.ts';
import { RequestFields } from './RequestFields.tsx';

interface NeedRowsProps {
  readonly requests: readonly PlanRequest[];
  /** What would be asked for if the field that is typed in were left now; null: nothing is typed. */
  readonly onDraft: (requests: readonly PlanRequest[] | null) => void;
  /** The user has asked for something else. */
  readonly onAsk: () => void;
}

/** Rows that are listed at once. */
const PAGE = 20;

/** Requests that say what they need and leave the profile open: a row of fields for each. */
export function NeedRows({ requests, onDraft, onAsk }: NeedRowsProps) {
  const [limit, setLimit] = useState(PAGE);
  const isAdded = useRef(false);
  const addRef = useRef<HTMLButtonElement>(null);
  const rows = requests.flatMap((request, index) =>
    editableNeeds(request) === null ? [] : [{ request, index }],
  );
  const replaced = (at: number, next: PlanRequest): readonly PlanRequest[] =>
    requests.map((one, index) => (index === at ? next : one));
  const set = (next: readonly PlanRequest[]): void => {
    onAsk();
    runCommand({ type: 'requests/set', requests: next });
  };
  return (
    <div className="flex flex-col gap-2 pt-2">
      {rows.length > 0 && (
        <ul aria-label="Requests by need" className="flex flex-col gap-2">
          {rows.slice(0, limit).map(({ request, index }, row) => (
            <NeedRow
              key={index}
              number={row + 1}
              request={request}
              countRef={(element) => {
                if (element === null || !isAdded.current || row < Math.min(limit, rows.length) - 1) return;
                isAdded.current = false;
                element.focus();
              }}
              onDraft={(next) => onDraft(next === null ? null : replaced(index, next))}
              onCommit={(next) => set(replaced(index, next))}
              onRemove={() => {
                addRef.current?.focus();
                set(requests.filter((_, other) => other !== index));
              }}
            />
          ))}
        </ul>
      )}
      {rows.length > limit && (
        <button type="button" className="requests-more self-start" onClick={() => setLimit(limit + PAGE)}>
          Show more of {counted(rows.length, 'request')} by need
        </button>
      )}
      <p>
        <Button
          ref={addRef}
          size="small"
          title="Say what instances need: any profile that has it will do"
          onClick={() => {
            isAdded.current = true;
            setLimit(Math.max(limit, rows.length + 1));
            set([...requests, FIRST_NEED]);
          }}
        >
          <PlusIcon /> Add by need
        </Button>
      </p>
    </div>
  );
}

interface NeedRowProps {
  /** From 1, as it is said. */
  readonly number: number;
  readonly request: PlanRequest;
  readonly countRef: Ref<HTMLInputElement>;
  readonly onDraft: (next: PlanRequest | null) => void;
  readonly onCommit: (next: PlanRequest) => void;
  readonly onRemove: () => void;
}

const FIELDS: readonly (readonly [field: RequestField, label: string])[] = [
  ['count', 'Count'],
  ...NEED_FIELDS,
  ['group', 'Group'],
];

function NeedRow({ number, request, ...rest }: NeedRowProps) {
  const needs = editableNeeds(request) ?? {};
  const known: readonly string[] = NEED_FIELDS.map(([name]) => name);
  const others = Object.entries(needs).filter(([name]) => !known.includes(name));
  return (
    <li className="request-board">
      <RequestFields
        label={`Request by need ${number}`}
        request={request}
        fields={FIELDS}
        stored={(field) =>
          field === 'count'
            ? String(request.count)
            : field === 'group'
              ? (request.group ?? '')
              : String(needs[field] ?? '')
        }
        {...rest}
      />
      {others.length > 0 && (
        <p className="pt-1 text-note text-ink3">
          And at least {others.map(([name, least]) => `${least} ${name}`).join(', ')}.
        </p>
      )}
    </li>
  );
}
