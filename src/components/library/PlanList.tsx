import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { gestures } from '../../state/app.ts';
import { openComparePlans } from '../../state/comparePlans.ts';
import { library, session } from '../../state/library/page.ts';
import { useLibrary } from '../../state/library/libraryStore.ts';
import { libraryErrorMessage } from '../../state/library/messages.ts';
import type { LibraryError } from '../../state/library/library.ts';
import type { PlanRecord } from '../../state/library/records.ts';
import type { Result } from '../../model/result.ts';
import { saveText } from '../dialogs/saveText.ts';
import { counted } from '../dialogs/counted.ts';
import { TextField } from '../ui/TextField.tsx';
import type { Done } from './LibraryDialog.tsx';
import { PlanRow } from './PlanRow.tsx';

interface PlanListProps {
  readonly plans: readonly PlanRecord[];
  readonly at: number;
  readonly onDone: (done: Done) => void;
  readonly onVersions: (id: string) => void;
}

/** As many are found by looking. */
const MAX_WITHOUT_SEARCH = 8;

/** The plans, the last changed first, and what is done with each. */
export function PlanList({ plans, at, onDone, onVersions }: PlanListProps) {
  const openId = useLibrary((state) => state.planId);
  const [text, setText] = useState('');
  const list = useRef<HTMLUListElement>(null);
  const shown = useMemo(() => {
    const wanted = text.trim().toLowerCase();
    return plans.filter(({ name }) => name.toLowerCase().includes(wanted));
  }, [plans, text]);

  const wanted = useRef<string | null>(null);
  const focusWanted = (): void => {
    const main = wanted.current === null ? null : mainOf(list.current, wanted.current);
    if (main === null) return;
    wanted.current = null;
    main.focus();
  };
  // The row may only be there once the list has been read again.
  useEffect(focusWanted, [plans]);
  const focusOn = (id: string): void => {
    wanted.current = id;
    focusWanted();
  };

  const open = async (record: PlanRecord, isForced = false): Promise<void> => {
    const { id, name } = record;
    if (id === openId) {
      gestures.closeDialog();
      return;
    }
    const opened = await session.open(id, isForced);
    if (opened.ok) {
      gestures.closeDialog();
      gestures.say(`${name} is open.`, 'done');
      return;
    }
    const text = libraryErrorMessage(opened.error, name);
    const openAnyway = { label: 'Open all the same', run: () => void open(record, true) };
    onDone(opened.error.code === 'unsaved' ? { text, next: openAnyway } : { text });
  };

  const tell = <T,>(name: string, result: Result<T, LibraryError>, done: (value: T) => Done): boolean => {
    onDone(result.ok ? done(result.value) : { text: libraryErrorMessage(result.error, name) });
    return result.ok;
  };

  const rename = async ({ id, name }: PlanRecord, to: string): Promise<void> => {
    tell(name, await library.rename(id, to), (plan) => ({ text: `Renamed to ${plan.name}.` }));
  };

  const duplicate = async ({ id, name }: PlanRecord): Promise<void> => {
    tell(name, await library.duplicate(id), (copy) => {
      focusOn(copy);
      return { text: `Made a copy of ${name}.` };
    });
  };

  const bringBack = async ({ id, name }: PlanRecord, wasOpen: boolean): Promise<void> => {
    const isBack = tell(name, await library.restore(id), () => ({ text: `${name} is back.` }));
    if (isBack && wasOpen) await session.open(id);
    focusOn(id);
  };

  const remove = async (record: PlanRecord): Promise<void> => {
    const { id, name } = record;
    const wasOpen = id === openId;
    const gone = await library.delete(id);
    if (gone.ok) {
      const undo = { label: 'Undo', run: () => void bringBack(record, wasOpen) };
      onDone({ text: `Deleted ${name}.`, next: undo });
      return;
    }
    const text = libraryErrorMessage(gone.error, name);
    const isFull = gone.error.code === 'storage' && gone.error.fault.code === 'full';
    const forGood = {
      label: 'Delete it for good',
      run: () =>
        void library.deleteForGood([id]).then((done) => {
          tell(name, done, () => ({ text: `${name} is gone for good.` }));
        }),
    };
    onDone(isFull && !wasOpen ? { text, next: forGood } : { text });
  };

  const download = async ({ id, name }: PlanRecord): Promise<void> => {
    tell(name, await library.textOf(id), (document) => {
      const fileName = `${fileStem(name)}.mig-plan.json`;
      saveText(document, fileName);
      return { text: `Saved as ${fileName}.` };
    });
  };

  return (
    <>
      {plans.length > MAX_WITHOUT_SEARCH && (
        <TextField
          label="Search plans"
          type="search"
          value={text}
          onChange={(event) => setText(event.target.value)}
          hint={text === '' ? counted(plans.length, 'plan') : `${counted(shown.length, 'plan')} found`}
          className="max-w-80"
        />
      )}
      {plans.length === 0 && (
        <p className="text-body text-ink2">
          No plan is kept yet: the first edit of one keeps it here, with its steps to undo. Import opens a
          plan file.
        </p>
      )}
      <ul ref={list} aria-label="Plans" className="plan-list" onKeyDown={stepThrough}>
        {shown.map((record) => (
          <PlanRow
            key={record.id}
            record={record}
            now={at}
            isOpen={record.id === openId}
            onOpen={() => void open(record)}
            onRename={(to) => void rename(record, to)}
            onDuplicate={() => void duplicate(record)}
            onDelete={() => void remove(record)}
            onVersions={() => onVersions(record.id)}
            onDownload={() => void download(record)}
            onCompare={() => openComparePlans({ kind: 'stored', id: record.id, label: record.name })}
          />
        ))}
      </ul>
    </>
  );
}

function mainOf(list: HTMLElement | null, id: string): HTMLElement | null {
  const row = [...(list?.children ?? [])].find(
    (one) => one instanceof HTMLElement && one.dataset['plan'] === id,
  );
  return row?.querySelector<HTMLElement>('[data-main]') ?? null;
}

/** The arrow keys go from plan to plan. */
function stepThrough(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined || !(event.target instanceof HTMLElement) || event.target.matches('input')) return;
  const mains = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-main]')];
  const row = event.target.closest('li');
  const at = mains.findIndex((main) => main.closest('li') === row);
  const next = mains[at + step];
  if (at === -1 || next === undefined) return;
  event.preventDefault();
  next.focus();
}

/** A name as a file may have it on any system. */
function fileStem(name: string): string {
  const stem = name
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 60);
  return stem === '' ? 'plan' : stem;
}
