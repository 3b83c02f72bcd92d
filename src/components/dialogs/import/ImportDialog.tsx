import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { checkName } from '../../../model/name.ts';
import { nameMessage } from '../../../placement/messages.ts';
import { EMPTY_PLAN } from '../../../model/plan.ts';
import type { PlanCommand } from '../../../placement/commands.ts';
import { countDifferences } from '../../../placement/observed/differenceCounts.ts';
import { countWords } from '../../../placement/observed/differenceMessages.ts';
import { gestures, usePlan, useUi } from '../../../state/app.ts';
import { useReading, warmReader } from '../../../state/reading/useReading.ts';
import { draftOfImport, keepDraft } from '../../../state/exchange.ts';
import { runCommand } from '../../../state/specialEdits.ts';
import { freeHostName } from '../freeHostName.ts';
import { hostLookedAt } from './hostLookedAt.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { commandFor, confirmLabel, defaultFor, destinationsFor, hostOf } from './destinations.ts';
import { comparisonsFor, type HostComparison } from './comparisons.ts';
import { foundWords } from './formatNames.ts';
import { ImportResult } from './ImportResult.tsx';
import { ImportSource } from './ImportSource.tsx';
import { ImportVerdict } from './ImportVerdict.tsx';

const NO_ANSWERS: ReadonlyMap<string, string> = new Map();
/** Reads on while the name that is being typed is none. */
const SPARE_NAME = 'host-1';

/** Any text in: what it says is drawn beside it before anything is kept. */
export function ImportDialog() {
  const plan = usePlan((state) => state.plan);
  const given = useUi((ui) => ui.importText);
  const [text, setText] = useState(() => given || draftOfImport());
  const [taken, setTaken] = useState(given);
  const [answers, setAnswers] = useState(NO_ANSWERS);
  const [hostName, setHostName] = useState(() => freeHostName(plan));
  const [wish, setWish] = useState<string | null>(null);
  const [fileFault, setFileFault] = useState<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);

  // Files that are dropped on the open dialog come with the text that they were added to.
  if (given !== taken) {
    setTaken(given);
    if (given !== '') {
      setText(given);
      setFileFault(null);
    }
  }

  useLayoutEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(0, 0);
  }, []);

  useEffect(() => keepDraft(text), [text]);
  useEffect(() => warmReader(EMPTY_PLAN), []);

  const name = checkName(hostName);
  const nameOrSpare = name.ok ? name.value : SPARE_NAME;
  const lookedAt = useUi((ui) => hostLookedAt(plan, ui.selection));
  const into = wish === null ? lookedAt : hostOf(plan, wish);
  const {
    reply: read,
    error: readFault,
    isBehind,
  } = useReading({ text, byKey: answers, hostName: nameOrSpare, into, isHeldAgainst: false, plan });

  const found =
    read === null
      ? null
      : {
          reading: read.imported.reading,
          isObservation: read.imported.isObservation,
          isUnnamed: read.isUnnamed,
        };
  const options = found === null ? [] : destinationsFor(found, plan);
  const preselected = found === null ? '' : defaultFor(found, options, plan, lookedAt);
  const chosen =
    options.find((option) => option.value === wish) ??
    options.find((option) => option.value === preselected) ??
    null;
  const comparisons = chosen === null ? [] : comparisonsFor(chosen.destination, plan);
  const isNew = chosen?.destination.kind === 'new' || chosen?.destination.kind === 'replace';
  const needsName = read?.isUnnamed === true && isNew;
  const nameFault = needsName && !name.ok ? nameMessage(name.error) : null;
  const command =
    found === null || chosen === null ? null : commandFor(chosen.destination, found.reading, plan);
  const canConfirm = read?.imported.isDecided === true && command !== null && !isBehind && nameFault === null;

  const confirm = (): void => {
    if (command === null || !runCommand(command, noteOf(command, comparisons))) return;
    keepDraft('');
    gestures.closeDialog();
  };
  const replaceText = (next: string): void => {
    setText(next);
    setFileFault(null);
    // Another text asks anew; and a file that was dropped before may be dropped again.
    if (next.trim() === '') setAnswers(NO_ANSWERS);
    if (given !== '') gestures.openDialog('import');
  };
  const error = fileFault ?? readFault;

  return (
    <Dialog
      title="Import"
      subtitle={read === null ? undefined : `recognised as ${foundWords(read.imported)}`}
      size="widest"
      isBare
      onClose={gestures.closeDialog}
      footer={
        <>
          <ImportVerdict reply={read} error={error} isBehind={isBehind} nameFault={nameFault} />
          <Button onClick={gestures.closeDialog}>Cancel</Button>
          <Button variant="primary" className="max-[30rem]:flex-1" disabled={!canConfirm} onClick={confirm}>
            {found === null || chosen === null ? 'Import' : confirmLabel(chosen.destination, found, plan)}
          </Button>
        </>
      }
    >
      <div className="flex min-h-0 flex-auto flex-col max-wide:overflow-y-auto wide:grid wide:h-172 wide:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
        <ImportSource
          label="Text to import"
          placeholder="Paste here, or drop files"
          text={text}
          onText={replaceText}
          onFileFault={setFileFault}
          imported={read?.imported ?? null}
          field={field}
        />
        <ImportResult
          read={read}
          error={error}
          plan={plan}
          options={options}
          chosen={chosen}
          command={command}
          comparisons={comparisons}
          onChoose={setWish}
          answers={answers}
          onAnswer={(key, answer) => setAnswers((before) => new Map(before).set(key, answer))}
          hostName={needsName ? hostName : null}
          nameFault={nameFault}
          onHostName={setHostName}
        />
      </div>
    </Dialog>
  );
}

/** What was recorded, against the plan. */
function noteOf(command: PlanCommand, comparisons: readonly HostComparison[]): string {
  if (command.type !== 'host/observe') return '';
  return `${capital(countWords(countDifferences(comparisons.flatMap((one) => one.gpus))))}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
