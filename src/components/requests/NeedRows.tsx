import { useRef, useState, type Ref } from 'react';
import type { PlanRequest } from '../../model/plan.ts';
import { runCommand } from '../../state/specialEdits.ts';
import { counted } from '../dialogs/counted.ts';
import { Button } from '../ui/Button.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { PlusIcon, RemoveIcon } from '../ui/icons.tsx';
import { TextField } from '../ui/TextField.tsx';
import { editableNeeds, FIRST_NEED, NEED_FIELDS, withTyped, type NeedField } from './fleetFields.ts';

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
  /** While it is typed: what would be asked for, or null for what is nothing. */
  readonly onDraft: (next: PlanRequest | null) => void;
  /** When a field is left or Enter is pressed: one step in the history. */
  readonly onCommit: (next: PlanRequest) => void;
  readonly onRemove: () => void;
}

function faultWords(name: Field, text: string): string {
  if (name === 'count') return 'From 1';
  if (name === 'group') return 'No name';
  return Number(text) === 0 ? 'Need one' : 'A number';
}

type Field = NeedField | 'count' | 'group';

function NeedRow({ number, request, countRef, onDraft, onCommit, onRemove }: NeedRowProps) {
  const [typed, setTyped] = useState<{ readonly field: Field; readonly text: string } | null>(null);
  const needs = editableNeeds(request) ?? {};
  const draft = typed === null ? request : withTyped(request, typed.field, typed.text);
  const leave = (isTaken: boolean): void => {
    if (typed === null) return;
    setTyped(null);
    onDraft(null);
    if (isTaken && draft !== null && JSON.stringify(draft) !== JSON.stringify(request)) onCommit(draft);
  };
  const field = (name: Field, label: string, stored: string): React.ReactElement => (
    <TextField
      key={name}
      label={label}
      inputMode={name === 'group' ? 'text' : name === 'memoryGB' ? 'decimal' : 'numeric'}
      placeholder={name === 'group' ? 'none' : name === 'count' ? undefined : 'any'}
      ref={name === 'count' ? countRef : null}
      value={typed?.field === name ? typed.text : stored}
      error={typed?.field === name && draft === null ? faultWords(name, typed.text) : null}
      onFocus={(event) => event.target.select()}
      onChange={(event) => {
        const text = event.target.value;
        setTyped({ field: name, text });
        onDraft(withTyped(request, name, text));
      }}
      onBlur={() => leave(true)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') leave(true);
        else if (event.key === 'Escape' && typed !== null) {
          event.stopPropagation();
          leave(false);
        }
      }}
    />
  );
  const known: readonly string[] = NEED_FIELDS.map(([name]) => name);
  const others = Object.entries(needs).filter(([name]) => !known.includes(name));
  return (
    <li className="request-board">
      <div role="group" aria-label={`Request by need ${number}`} className="grid grid-cols-3 gap-2">
        {field('count', 'Count', String(request.count))}
        {NEED_FIELDS.map(([name, label]) =>
          field(name, label, needs[name] === undefined ? '' : String(needs[name])),
        )}
        {field('group', 'Group', request.group ?? '')}
        <div className="flex items-end justify-end">
          <IconButton label={`Remove request by need ${number}`} onClick={onRemove}>
            <RemoveIcon />
          </IconButton>
        </div>
      </div>
      {others.length > 0 && (
        <p className="pt-1 text-note text-ink3">
          And at least {others.map(([name, least]) => `${least} ${name}`).join(', ')}.
        </p>
      )}
    </li>
  );
}
