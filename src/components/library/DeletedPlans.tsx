import { useState } from 'react';
import { library } from '../../state/library/page.ts';
import { libraryErrorMessage } from '../../state/library/messages.ts';
import type { PlanRecord } from '../../state/library/records.ts';
import { counted } from '../dialogs/counted.ts';
import { Button } from '../ui/Button.tsx';
import type { Done } from './LibraryDialog.tsx';
import { DrawnGpus } from './DrawnGpus.tsx';
import { sizeWords, whenWords } from './planWhen.ts';

interface DeletedPlansProps {
  readonly deleted: readonly PlanRecord[];
  readonly now: number;
  readonly onDone: (done: Done) => void;
}

/** What was deleted and can be brought back: the last ones, until others are deleted after them. */
export function DeletedPlans({ deleted, now, onDone }: DeletedPlansProps) {
  const [isAsked, setAsked] = useState(false);
  if (deleted.length === 0) return null;
  const restore = async ({ id, name }: PlanRecord): Promise<void> => {
    const back = await library.restore(id);
    onDone({ text: back.ok ? `${name} is back.` : libraryErrorMessage(back.error, name) });
  };
  const deleteAll = async (): Promise<void> => {
    const gone = await library.deleteForGood(deleted.map(({ id }) => id));
    const what = counted(deleted.length, 'deleted plan');
    onDone({ text: gone.ok ? `${what}: gone for good.` : libraryErrorMessage(gone.error, what) });
  };
  return (
    <details className="plan-deleted">
      <summary data-focus-home>{counted(deleted.length, 'deleted plan')}</summary>
      <ul aria-label="Deleted plans">
        {deleted.map((record) => (
          <li key={record.id} className="plan-row">
            <DrawnGpus gpus={record.drawing} />
            <span className="plan-name">{record.name}</span>
            <span className="plan-facts">
              <span>{sizeWords(record.size)}</span>
              <span>{`deleted ${whenWords(record.deletedAt ?? 0, now)}`}</span>
            </span>
            <span className="plan-actions">
              <Button
                size="small"
                data-focus-home
                aria-label={`Restore ${record.name}`}
                onClick={() => void restore(record)}
              >
                Restore
              </Button>
            </span>
          </li>
        ))}
      </ul>
      <div className="p-2">
        <Button
          size="small"
          data-focus-home
          onClick={() => {
            if (isAsked) void deleteAll();
            setAsked(!isAsked);
          }}
        >
          {isAsked ? 'Really, for good: it cannot be undone' : 'Delete these for good'}
        </Button>
      </div>
    </details>
  );
}
