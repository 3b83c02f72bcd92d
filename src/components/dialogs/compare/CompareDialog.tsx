import { useMemo, useState } from 'react';
import type { HostId } from '../../../model/ids.ts';
import { countDifferences } from '../../../placement/observed/differenceCounts.ts';
import { countWords, receiptWords } from '../../../placement/observed/differenceMessages.ts';
import { gestures, usePlan, useUi } from '../../../state/app.ts';
import { keepDraft } from '../../../state/exchange.ts';
import { useReading } from '../import/useReading.ts';
import { runCommand } from '../../../state/specialEdits.ts';
import { counted } from '../counted.ts';
import { foundWords } from '../import/formatNames.ts';
import { hostLookedAt } from '../import/hostLookedAt.ts';
import { ImportSource } from '../import/ImportSource.tsx';
import { useSourceText } from '../import/useSourceText.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { CompareResult } from './CompareResult.tsx';
import { compareWith, type Scope } from './comparison.ts';
import { VerdictMark } from './VerdictMark.tsx';

/** What hosts print after the change, held against the plan: as planned or not, a text for the ticket, and recorded as observed. */
export function CompareDialog() {
  const plan = usePlan((state) => state.plan);
  const { text, setText, answers, answer, fileFault, setFileFault, field } = useSourceText('compare');
  const [wanted, setWanted] = useState<HostId | null>(null);
  const [scope, setScope] = useState<Scope>('reported');
  const lookedAt = useUi((ui) => hostLookedAt(plan, ui.selection));
  const into = plan.hosts.find((host) => host.id === wanted) ?? lookedAt;
  const hostName = into?.name ?? 'host-1';
  const {
    reply,
    error: readFault,
    isBehind,
  } = useReading({ text, byKey: answers, hostName, into, isHeldAgainst: true, plan });
  const error = fileFault ?? readFault;
  const isHostOpen = reply?.isUnnamed === true && into === null;
  const comparison = useMemo(
    () => (reply === null || isHostOpen ? null : compareWith(plan, reply.imported, scope)),
    [plan, reply, isHostOpen, scope],
  );
  const isReady = reply?.imported.isDecided === true && comparison !== null && !isBehind;
  const gpus = comparison?.hosts.flatMap((host) => host.gpus) ?? [];
  const recorded = comparison?.recorded ?? [];
  const only = recorded.length === 1 ? plan.hosts.find((host) => host.id === recorded[0]?.hostId) : undefined;

  const record = (): void => {
    const command = comparison?.command ?? null;
    if (command === null || !runCommand(command, `${capital(countWords(countDifferences(gpus)))}.`)) return;
    keepDraft('compare', '');
    gestures.closeDialog();
  };

  return (
    <Dialog
      title="Compare with reality"
      subtitle={reply === null ? plan.name : `recognised as ${foundWords(reply.imported)}`}
      size="widest"
      isBare
      onClose={gestures.closeDialog}
      footer={
        <>
          <div
            role="status"
            aria-label="Comparison"
            className="flex min-w-60 flex-1 items-start gap-2 text-table max-[30rem]:basis-full"
          >
            {isReady && <VerdictMark isSame={comparison.isSame} />}
            <p className="min-w-0">
              {isReady
                ? `${capital(receiptWords(countDifferences(gpus), comparison.isSame))}.`
                : isBehind
                  ? 'Reading …'
                  : (error ?? waitsFor(reply !== null, isHostOpen))}
            </p>
          </div>
          <Button onClick={gestures.closeDialog}>Close</Button>
          <Button
            variant="primary"
            className="max-[30rem]:flex-1"
            disabled={!isReady || comparison.command === null}
            onClick={record}
          >
            {recorded.length === 0
              ? 'Record as observed'
              : `Record as observed on ${only?.name ?? counted(recorded.length, 'host')}`}
          </Button>
        </>
      }
    >
      <div className="flex min-h-0 flex-auto flex-col max-wide:overflow-y-auto wide:grid wide:h-172 wide:grid-cols-[minmax(0,4fr)_minmax(0,7fr)]">
        <ImportSource
          label="What the hosts print"
          placeholder="Paste here, or drop files"
          text={text}
          onText={setText}
          onFileFault={setFileFault}
          imported={reply?.imported ?? null}
          field={field}
        />
        <CompareResult
          plan={plan}
          reply={reply}
          error={error}
          comparison={comparison}
          isDecided={reply?.imported.isDecided === true}
          into={reply?.isUnnamed === true ? { host: into, onChoose: setWanted } : null}
          scope={scope}
          onScope={setScope}
          answers={answers}
          onAnswer={answer}
        />
      </div>
    </Dialog>
  );
}

function waitsFor(isRead: boolean, isHostOpen: boolean): string {
  if (!isRead) return 'Nothing to compare yet.';
  return isHostOpen ? 'Choose the host that it is of.' : 'Answer what is open to go on.';
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
