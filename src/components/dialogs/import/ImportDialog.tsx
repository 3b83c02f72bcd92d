import { useState } from 'react';
import type { Imported } from '../../../console/importText.ts';
import type { Reading } from '../../../formats/reading.ts';
import { EMPTY_PLAN, type Plan } from '../../../model/plan.ts';
import { checkName } from '../../../model/name.ts';
import { nameMessage } from '../../../placement/messages.ts';
import type { PlanCommand } from '../../../placement/commands.ts';
import { countDifferences } from '../../../placement/observed/differenceCounts.ts';
import { countWords } from '../../../placement/observed/differenceMessages.ts';
import { gestures, usePlan, useReadOnly, useUi } from '../../../state/app.ts';
import { useReading } from './useReading.ts';
import { keepDraft } from '../../../state/exchange.ts';
import { runCommand } from '../../../state/specialEdits.ts';
import { freeHostName } from '../freeHostName.ts';
import { hostLookedAt } from './hostLookedAt.ts';
import { isPressed } from '../../actions/keys.ts';
import { LATER_KEYS } from '../../actions/laterKeys.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { commandFor, confirmLabel, defaultFor, destinationsFor, hostOf, isEmpty } from './destinations.ts';
import { comparisonsFor, type HostComparison } from './comparisons.ts';
import { Recognised } from './Recognised.tsx';
import { ImportResult } from './ImportResult.tsx';
import { ImportSource } from './ImportSource.tsx';
import { ImportVerdict } from './ImportVerdict.tsx';
import { useSourceText } from './useSourceText.ts';
import { capital } from '../../ui/capital.ts';

/** Reads on while the name that is being typed is none. */
const SPARE_NAME = 'host-1';

/** Any text in: what it says is drawn beside it before anything is kept. */
export function ImportDialog() {
  const plan = usePlan((state) => state.plan);
  const isReadOnly = useReadOnly();
  const { text, setText, answers, answer, fileFault, setFileFault, field } = useSourceText('import');
  const [hostName, setHostName] = useState(() => freeHostName(plan));
  const [wish, setWish] = useState<string | null>(null);
  const name = checkName(hostName);
  const nameOrSpare = name.ok ? name.value : SPARE_NAME;
  const lookedAt = useUi((ui) => hostLookedAt(plan, ui.selection));
  const into = wish === null ? lookedAt : hostOf(plan, wish);
  const {
    reply: read,
    error: readFault,
    faultLine,
    isBehind,
  } = useReading({ text, byKey: answers, hostName: nameOrSpare, into, isHeldAgainst: false, plan });

  const found =
    read === null
      ? null
      : {
          reading: keepingName(read.imported, plan),
          isObservation: read.imported.isObservation,
          isUnnamed: read.isUnnamed,
          isDocument: isDocument(read.imported),
        };
  const options = found === null ? [] : destinationsFor(found, plan, isReadOnly);
  const preselected = found === null ? '' : defaultFor(found, options, plan, lookedAt);
  const chosen =
    options.find((option) => option.value === wish) ??
    options.find((option) => option.value === preselected) ??
    null;
  const comparisons =
    chosen === null || read === null ? [] : comparisonsFor(chosen.destination, plan, read.imported.untold);
  const isReview = chosen?.destination.kind === 'review';
  const isNew = isReview || chosen?.destination.kind === 'new' || chosen?.destination.kind === 'replace';
  const needsName = read?.isUnnamed === true && isNew;
  const nameFault = needsName && !name.ok ? nameMessage(name.error) : null;
  const command =
    found === null || chosen === null ? null : commandFor(chosen.destination, found.reading, plan);
  const canConfirm =
    read?.imported.isDecided === true && (command !== null || isReview) && !isBehind && nameFault === null;

  const confirm = (): void => {
    if (isReview && found !== null) {
      keepDraft('import', '');
      gestures.closeDialog();
      void import('../../../state/review.ts').then(({ startReview }) =>
        startReview(found.reading.plan, 'file'),
      );
      return;
    }
    if (command === null || !runCommand(command, noteOf(command, comparisons))) return;
    keepDraft('import', '');
    gestures.closeDialog();
  };
  const error = fileFault ?? readFault;

  return (
    <Dialog
      title="Import"
      subtitle={read === null ? undefined : <Recognised imported={read.imported} />}
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
      <div
        onKeyDown={(event) => {
          if (!isPressed(event, LATER_KEYS.confirm)) return;
          event.preventDefault();
          if (canConfirm) confirm();
        }}
        className="flex min-h-0 flex-auto flex-col max-wide:overflow-y-auto wide:grid wide:h-172 wide:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]"
      >
        <ImportSource
          label="Text to import"
          placeholder="Paste here, or drop files"
          text={text}
          onText={setText}
          onFileFault={setFileFault}
          imported={read?.imported ?? null}
          faultLine={faultLine}
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
          onAnswer={answer}
          hostName={needsName ? hostName : null}
          nameFault={nameFault}
          onHostName={setHostName}
        />
      </div>
    </Dialog>
  );
}

/** Only a plan of the planner's own has a name, and is somebody's. */
function isDocument({ found }: Pick<Imported, 'found'>): boolean {
  return found.some(({ format }) => format === 'plan-json' || format === 'share-link');
}

/** A plan that was named while it was empty keeps its name; only a plan has one of its own. */
function keepingName({ found, reading }: Imported, { name, ...plan }: Plan): Reading {
  if (isDocument({ found }) || name === EMPTY_PLAN.name || !isEmpty({ ...plan, name })) return reading;
  return { ...reading, plan: { ...reading.plan, name } };
}

/** What was recorded, against the plan. */
function noteOf(command: PlanCommand, comparisons: readonly HostComparison[]): string {
  if (command.type !== 'host/observe' || comparisons.length === 0) return '';
  return `${capital(countWords(countDifferences(comparisons.flatMap((one) => one.gpus))))}.`;
}
