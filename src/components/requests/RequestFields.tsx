import { useState, type ReactNode, type Ref } from 'react';
import type { PlanRequest } from '../../model/plan.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { RemoveIcon } from '../ui/icons.tsx';
import { TextField } from '../ui/TextField.tsx';
import { withTyped, type RequestField } from './fleetFields.ts';

interface RequestFieldsProps {
  /** "Request by need 1": what the row is called. */
  readonly label: string;
  readonly request: PlanRequest;
  readonly fields: readonly (readonly [field: RequestField, label: string])[];
  /** What the request holds, as text; empty where it holds nothing. */
  readonly stored: (field: RequestField) => string;
  /** Before the fields. */
  readonly children?: ReactNode;
  readonly countRef: Ref<HTMLInputElement>;
  /** While it is typed: what would be asked for, or null for what is nothing. */
  readonly onDraft: (next: PlanRequest | null) => void;
  /** When a field is left or Enter is pressed: one step in the history. */
  readonly onCommit: (next: PlanRequest) => void;
  readonly onRemove: () => void;
}

function faultWords(field: RequestField, text: string): string {
  if (field === 'count') return 'From 1';
  if (field === 'group') return 'No name';
  if (field === 'weight') return 'A number';
  return Number(text) === 0 ? 'Need one' : 'A number';
}

const placeholderOf = (field: RequestField): string | undefined =>
  field === 'count' ? undefined : field === 'group' ? 'none' : field === 'weight' ? '1' : 'any';

/** One request as a row of fields. */
export function RequestFields({
  label,
  request,
  fields,
  stored,
  children,
  countRef,
  onDraft,
  onCommit,
  onRemove,
}: RequestFieldsProps) {
  const [typed, setTyped] = useState<{ readonly field: RequestField; readonly text: string } | null>(null);
  const draft = typed === null ? request : withTyped(request, typed.field, typed.text);
  const leave = (isTaken: boolean): void => {
    if (typed === null) return;
    setTyped(null);
    onDraft(null);
    if (isTaken && draft !== null && JSON.stringify(draft) !== JSON.stringify(request)) onCommit(draft);
  };
  return (
    <div role="group" aria-label={label} className="grid grid-cols-3 gap-2">
      {children}
      {fields.map(([field, name]) => (
        <TextField
          key={field}
          label={name}
          inputMode={
            field === 'group' ? 'text' : field === 'memoryGB' || field === 'weight' ? 'decimal' : 'numeric'
          }
          placeholder={placeholderOf(field)}
          ref={field === 'count' ? countRef : null}
          value={typed?.field === field ? typed.text : stored(field)}
          error={typed?.field === field && draft === null ? faultWords(field, typed.text) : null}
          onFocus={(event) => event.target.select()}
          onChange={(event) => {
            const text = event.target.value;
            setTyped({ field, text });
            onDraft(withTyped(request, field, text));
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
      ))}
      <div className="flex items-end justify-end">
        <IconButton label={`Remove ${label.charAt(0).toLowerCase()}${label.slice(1)}`} onClick={onRemove}>
          <RemoveIcon />
        </IconButton>
      </div>
    </div>
  );
}
