import { useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { searchChangeRecord } from '../../console/changeRecord.ts';
import type { Plan } from '../../model/plan.ts';
import type { Change, ChangeKind } from '../../placement/changes/change.ts';
import { CHANGE_KINDS } from '../../placement/changes/change.ts';
import { countChanges } from '../../placement/changes/changeCounts.ts';
import {
  changeCountWords,
  changeMessage,
  KIND_WORDS,
  matchMessage,
} from '../../placement/changes/changeMessages.ts';
import { searchChanges } from '../../placement/changes/changesBetween.ts';
import { gestures, usePlan } from '../../state/app.ts';
import { comparePlansStore, useComparePlans } from '../../state/comparePlans.ts';
import { areSignsOff, ariaKeys, isPressed } from '../actions/keys.ts';
import { LATER_KEYS } from '../actions/laterKeys.ts';
import { counted, figure } from '../dialogs/counted.ts';
import { isField } from '../dialogs/isField.ts';
import { saveText } from '../dialogs/saveText.ts';
import { useCopy } from '../dialogs/useCopy.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import {
  CheckIcon,
  CopyIcon,
  DownloadIcon,
  MoveIcon,
  NextIcon,
  PreviousIcon,
  RefusedIcon,
} from '../ui/icons.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import { SelectField } from '../ui/SelectField.tsx';
import { TextField } from '../ui/TextField.tsx';
import { boardRows } from './boardRows.ts';
import { ChangeBoards } from './ChangeBoards.tsx';
import { ChangeList } from './ChangeList.tsx';
import type { Drawing } from './GpuPairRow.tsx';
import { HowToChoose } from './HowToChoose.tsx';
import { OtherSelect } from './OtherSelect.tsx';
import { RecordView } from './RecordView.tsx';
import { useOther } from './useOther.ts';
import { finish, useSteps, type Steps } from './useSteps.ts';
import { capital } from '../ui/capital.ts';

interface ComparisonDialogProps {
  readonly isChosen: boolean;
  readonly onType: () => void;
}

type Shown = Drawing | 'record';
type Step = 'next' | 'previous' | 'first' | 'last';

const VIEWS = [
  { value: 'side-by-side', label: 'Side by side' },
  { value: 'overlaid', label: 'Overlaid' },
  { value: 'record', label: 'Change record' },
] as const;

/** What is other: a list to go through, drawings of both plans, and the change record for the ticket. */
export function ComparisonDialog({ isChosen, onType }: ComparisonDialogProps) {
  const open = usePlan((state) => state.plan);
  const other = useComparePlans((state) => state.other);
  const isOpenFirst = useComparePlans((state) => state.isOpenFirst);
  const { plan, match, error } = useOther(other, open);
  const [shown, setShown] = useState<Shown>('side-by-side');
  const [isAll, setAll] = useState(false);
  const [filter, setFilter] = useState<{ text: string; kind: ChangeKind | 'all' }>({ text: '', kind: 'all' });
  const [chosen, setChosen] = useState<Change | null>(null);
  const [focusCount, setFocusCount] = useState(0);
  const [said, setSaid] = useState('');
  const select = useRef<HTMLSelectElement>(null);
  const recordField = useRef<HTMLTextAreaElement>(null);
  const { isCopied, copy } = useCopy();
  useLayoutEffect(() => select.current?.focus(), []);

  const comparing = useMemo(() => {
    if (plan === null) return null;
    const [before, after] = isOpenFirst ? [open, plan] : [plan, open];
    return searchChanges(before, after, match);
  }, [open, plan, match, isOpenFirst]);
  const compared = useSteps(comparing);
  const changes = comparing === null || compared.isBehind ? null : compared.value;
  // What was listed before stays until what is typed now is found.
  const found = useSteps(
    useMemo(() => filtered(changes?.changes ?? NONE, filter.text, filter.kind), [changes, filter]),
  );
  const listed = found.value ?? NONE;
  const rows = useMemo(() => (changes === null ? [] : boardRows(changes, isAll)), [changes, isAll]);
  const counts = useMemo(() => countChanges(changes?.changes ?? []), [changes]);
  const written = useSteps(
    useMemo(
      () => (changes !== null && shown === 'record' ? searchChangeRecord(changes) : null),
      [changes, shown],
    ),
  );
  const record = written.isBehind || shown !== 'record' ? null : written.value;
  const at = chosen === null ? -1 : listed.indexOf(chosen);
  const current = at < 0 ? null : chosen;

  const step = (to: Step, isByKey: boolean): void => {
    const last = listed.length - 1;
    if (last < 0) return;
    const next = {
      next: Math.min(last, at + 1),
      previous: Math.max(0, at < 0 ? last : at - 1),
      first: 0,
      last,
    }[to];
    const change = listed[next];
    if (change === undefined) return;
    setChosen(change);
    if (shown === 'record') setShown('side-by-side');
    // Where the focus goes to the sentence it is read there; where it stays on a button it has to be said.
    if (isByKey) setFocusCount((count) => count + 1);
    else setSaid(`Change ${next + 1} of ${listed.length}. ${changeMessage(change)}`);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (isTypedInto(event.target) || areSignsOff()) return;
    const isNext = isPressed(event, LATER_KEYS.nextChange);
    if (!isNext && !isPressed(event, LATER_KEYS.previousChange)) return;
    event.preventDefault();
    step(isNext ? 'next' : 'previous', true);
  };

  const recordText = (): string | Promise<string> =>
    record ?? (changes === null ? '' : finish(searchChangeRecord(changes)));
  const otherName = other === null ? 'another plan' : other.label;
  const names = isOpenFirst ? [open.name, otherName] : [otherName, open.name];
  const isSame = changes !== null && changes.changes.length === 0;

  return (
    <Dialog
      title="Compare plans"
      subtitle={isChosen ? `${names[0]} → ${names[1]}` : open.name}
      size="widest"
      isBare
      onClose={gestures.closeDialog}
      footer={
        <>
          <p
            role="status"
            aria-label="Comparison"
            className="flex min-w-40 flex-1 items-center gap-2 text-table max-[30rem]:basis-full"
          >
            {error !== null && <RefusedIcon />}
            {isSame && <CheckIcon />}
            {error ??
              (changes === null
                ? waitingFor(isChosen, plan !== null)
                : sentenceOf(changeCountWords(counts), shown === 'record' && record === null))}
          </p>
          <Button
            disabled={changes === null}
            onClick={() =>
              void copy(recordField, 'the change record', {
                'text/plain': recordBlob(recordText()),
              })
            }
          >
            {isCopied ? <CheckIcon /> : <CopyIcon />}
            {isCopied ? 'Copied' : 'Copy change record'}
          </Button>
          <Button
            variant="primary"
            className="max-[30rem]:flex-1"
            disabled={changes === null}
            onClick={() => void saveRecord(recordText())}
          >
            <DownloadIcon /> Download
          </Button>
        </>
      }
    >
      <div className="plan-changes" onKeyDown={onKeyDown}>
        <div className="change-bar">
          <OtherSelect
            ref={select}
            other={other}
            isTyping={false}
            onChoose={(next) => comparePlansStore.setState({ other: next })}
            onType={onType}
          />
          <Button
            disabled={!isChosen}
            title="The other way about"
            onClick={() => comparePlansStore.setState({ isOpenFirst: !isOpenFirst })}
          >
            <MoveIcon /> Swap
          </Button>
          {changes !== null && (
            <>
              <Segmented label="View" options={VIEWS} value={shown} onChange={setShown} />
              {shown !== 'record' && (
                <label className="flex min-h-7 items-center gap-1.5 text-table pointer-coarse:min-h-11">
                  <input type="checkbox" checked={isAll} onChange={(event) => setAll(event.target.checked)} />
                  All GPUs
                </label>
              )}
            </>
          )}
          {other?.kind === 'plan' && other.of === 'text' && <Button onClick={onType}>Edit the text</Button>}
        </div>
        {changes === null ? (
          <HowToChoose
            open={open}
            waiting={isChosen && error === null ? waitingFor(isChosen, plan !== null) : null}
            onChoose={(next) => comparePlansStore.setState({ other: next })}
            onType={onType}
          />
        ) : (
          <div className="change-panes">
            <section aria-label="What differs" className="change-pane">
              <div className="change-sizes">
                <Figures before={changes.before} after={changes.after} />
              </div>
              <p className="text-note text-ink3">{matchMessage(changes)}</p>
              <div className="flex items-end gap-1">
                <TextField
                  label="Filter changes"
                  hideLabel
                  placeholder="Filter"
                  type="search"
                  value={filter.text}
                  onChange={(event) => setFilter({ ...filter, text: event.target.value })}
                  className="flex-1"
                />
                <SelectField
                  label="Kind of change"
                  hideLabel
                  value={filter.kind}
                  onChange={(event) =>
                    setFilter({ ...filter, kind: event.target.value as ChangeKind | 'all' })
                  }
                >
                  <option value="all">All kinds</option>
                  {CHANGE_KINDS.map((kind) => (
                    <option key={kind} value={kind}>
                      {KIND_WORDS[kind]}
                    </option>
                  ))}
                </SelectField>
              </div>
              <div className="flex items-center gap-1">
                <p className="flex-1 text-note text-ink2 tabular-nums">
                  {found.isBehind
                    ? 'Filtering …'
                    : at < 0
                      ? counted(listed.length, 'change')
                      : `${figure(at + 1)} of ${counted(listed.length, 'change')}`}
                </p>
                <IconButton
                  label="Previous change"
                  title="Previous change (P)"
                  aria-keyshortcuts={ariaKeys(LATER_KEYS.previousChange)}
                  disabled={listed.length === 0}
                  onClick={() => step('previous', false)}
                >
                  <PreviousIcon />
                </IconButton>
                <IconButton
                  label="Next change"
                  title="Next change (N)"
                  aria-keyshortcuts={ariaKeys(LATER_KEYS.nextChange)}
                  disabled={listed.length === 0}
                  onClick={() => step('next', false)}
                >
                  <NextIcon />
                </IconButton>
              </div>
              <p role="status" aria-label="Change" className="sr-only">
                {said}
              </p>
              <ChangeList
                changes={listed}
                current={current}
                focusCount={focusCount}
                onChoose={setChosen}
                onStep={(to) => step(to, true)}
              />
            </section>
            {shown === 'record' ? (
              <div className="change-record">
                <RecordView text={record ?? ''} field={recordField} />
              </div>
            ) : (
              <ChangeBoards changes={changes} rows={rows} drawing={shown} current={current} />
            )}
          </div>
        )}
      </div>
    </Dialog>
  );
}

/** A tick or a radio takes no letters. */
function isTypedInto(target: EventTarget): boolean {
  return isField(target) && !(target instanceof HTMLInputElement && /^(radio|checkbox)$/.test(target.type));
}

const NONE: readonly Change[] = [];
/** Changes that are looked at between two rests. */
const AT_ONCE = 500;

function* filtered(
  changes: readonly Change[],
  text: string,
  kind: ChangeKind | 'all',
): Steps<readonly Change[]> {
  const wanted = text.trim().toLowerCase();
  if (wanted === '' && kind === 'all') return changes;
  const found: Change[] = [];
  for (const [index, change] of changes.entries()) {
    if (index % AT_ONCE === 0) yield;
    const isKind = kind === 'all' || change.kind === kind;
    if (isKind && (wanted === '' || changeMessage(change).toLowerCase().includes(wanted))) found.push(change);
  }
  return found;
}

/** Why there is nothing to see yet. */
function waitingFor(isChosen: boolean, isRead: boolean): string {
  if (!isChosen) return 'Nothing to compare yet.';
  return isRead ? 'Comparing …' : 'Reading …';
}

function sentenceOf(words: string, isWriting: boolean): string {
  return `${capital(words)}.${isWriting ? ' Writing the change record …' : ''}`;
}

/** A blob at once, where the text is: some browsers copy only what they have with the click. */
function recordBlob(text: string | Promise<string>): Blob | Promise<Blob> {
  const blobOf = (whole: string): Blob => new Blob([whole], { type: 'text/plain' });
  return typeof text === 'string' ? blobOf(text) : text.then(blobOf);
}

async function saveRecord(text: string | Promise<string>): Promise<void> {
  saveText(typeof text === 'string' ? text : await text, 'change-record.md');
}

/** How big both plans are, beside each other. */
function Figures({ before, after }: { readonly before: Plan; readonly after: Plan }) {
  const sizeOf = (plan: Plan) => {
    const gpus = plan.hosts.flatMap((host) => host.gpus);
    const instances = gpus.reduce((sum, gpu) => sum + gpu.instances.length, 0);
    return [plan.hosts.length, gpus.length, instances, plan.vms.length];
  };
  const [was, is] = [sizeOf(before), sizeOf(after)];
  return (
    <table className="change-figures">
      <thead>
        <tr>
          <td />
          {['Hosts', 'GPUs', 'Instances', 'VMs'].map((what) => (
            <th key={what} scope="col">
              {what}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {[
          ['Before', was],
          ['After', is],
        ].map(([when, figures]) => (
          <tr key={String(when)}>
            <th scope="row">{String(when)}</th>
            {(figures as readonly number[]).map((count, n) => (
              <td key={n}>{figure(count)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
