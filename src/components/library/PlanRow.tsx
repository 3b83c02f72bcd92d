import { useLayoutEffect, useRef, useState } from 'react';
import type { PlanRecord } from '../../state/library/records.ts';
import { ActionsButton } from '../board/ActionsButton.tsx';
import { Button } from '../ui/Button.tsx';
import { Menu, MenuGroup, MenuItem } from '../ui/Menu.tsx';
import { FIELD } from '../ui/TextField.tsx';
import { DrawnGpus } from './DrawnGpus.tsx';
import { sizeWords, whenWords } from './planWhen.ts';

interface PlanRowProps {
  readonly record: PlanRecord;
  readonly now: number;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
  readonly onRename: (name: string) => void;
  readonly onDuplicate: () => void;
  readonly onDelete: () => void;
  readonly onVersions: () => void;
  readonly onDownload: () => void;
  readonly onCompare: () => void;
}

/** One plan: drawn, named and counted; Enter opens it, the rest is in its menu. */
export function PlanRow({ record, now, isOpen, onOpen, ...actions }: PlanRowProps) {
  const { id, name, size, drawing, changedAt } = record;
  const [draft, setDraft] = useState<string | null>(null);
  const main = useRef<HTMLButtonElement>(null);
  // The name takes the focus back from its field with the same key press: a frame later it would take it from
  // whatever has been gone to since.
  const isLeftByKey = useRef(false);
  useLayoutEffect(() => {
    if (draft !== null || !isLeftByKey.current) return;
    isLeftByKey.current = false;
    main.current?.focus();
  }, [draft]);

  const end = (isKept: boolean): void => {
    if (draft !== null && isKept && draft.trim() !== '' && draft.trim() !== name) actions.onRename(draft);
    setDraft(null);
  };

  return (
    <li data-plan={id} aria-current={isOpen || undefined} className="plan-row">
      <DrawnGpus gpus={drawing} />
      {draft === null ? (
        <button
          ref={main}
          type="button"
          data-main
          data-focus-home
          onClick={onOpen}
          aria-label={`Open ${name}`}
          className="plan-name"
        >
          {name}
        </button>
      ) : (
        <input
          aria-label={`New name of ${name}`}
          autoFocus
          value={draft}
          autoComplete="off"
          spellCheck={false}
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={() => end(true)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' && event.key !== 'Escape') return;
            // Else the dialog would close, or the name be pressed that takes the field's place.
            event.preventDefault();
            event.stopPropagation();
            isLeftByKey.current = true;
            end(event.key === 'Enter');
          }}
          className={FIELD}
        />
      )}
      <span className="plan-facts">
        {isOpen && <span className="plan-open">open now</span>}
        <span>{sizeWords(size)}</span>
        <time dateTime={changedAt === 0 ? undefined : new Date(changedAt).toISOString()}>
          {`changed ${whenWords(changedAt, now)}`}
        </time>
      </span>
      <span className="plan-actions">
        {!isOpen && (
          <Button size="small" tabIndex={-1} aria-hidden="true" onClick={onOpen} className="max-wide:hidden">
            Open
          </Button>
        )}
        <ActionsButton label={`Actions for ${name}`}>
          {(menu) => (
            <Menu {...menu}>
              <MenuGroup label="The plan">
                <MenuItem onChoose={() => setDraft(name)}>Rename</MenuItem>
                <MenuItem onChoose={actions.onDuplicate}>Duplicate</MenuItem>
                <MenuItem onChoose={actions.onVersions}>Versions</MenuItem>
                <MenuItem onChoose={actions.onDownload}>Download</MenuItem>
                <MenuItem unless={isOpen ? 'it is open' : null} onChoose={actions.onCompare}>
                  Compare with the open plan
                </MenuItem>
              </MenuGroup>
              <MenuItem onChoose={actions.onDelete}>Delete</MenuItem>
            </Menu>
          )}
        </ActionsButton>
      </span>
    </li>
  );
}
