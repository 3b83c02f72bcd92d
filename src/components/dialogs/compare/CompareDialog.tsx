import { useMemo, useRef, useState } from 'react';
import { makeReceipt, type ReceiptForm } from '../../../console/receipt.ts';
import { countDifferences } from '../../../placement/observed/differenceCounts.ts';
import { countWords, receiptWords } from '../../../placement/observed/differenceMessages.ts';
import { gestures, usePlan, useUi } from '../../../state/app.ts';
import { keepDraft } from '../../../state/exchange.ts';
import { runCommand } from '../../../state/specialEdits.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { CheckIcon, CopyIcon, RefusedIcon } from '../../ui/icons.tsx';
import { counted } from '../counted.ts';
import { NotRead } from '../NotRead.tsx';
import { Recognised } from '../import/Recognised.tsx';
import { hostLookedAt } from '../import/hostLookedAt.ts';
import { ImportSource } from '../import/ImportSource.tsx';
import { useReading } from '../import/useReading.ts';
import { useSourceText } from '../import/useSourceText.ts';
import { useCopy } from '../useCopy.ts';
import { CompareResult } from './CompareResult.tsx';
import { compareWith, type Scope } from './comparison.ts';
import { receiptRemarks } from './receiptRemarks.ts';
import { VerdictMark } from './VerdictMark.tsx';
import { hostAsked, hostQuestion, type AskedHost, type PickedHost } from './whichHost.ts';
import { capital } from '../../ui/capital.ts';

/** What hosts print after the change, held against the plan: as planned or not, a text for the ticket, and recorded as observed. */
export function CompareDialog() {
  const plan = usePlan((state) => state.plan);
  const { text, setText, answers, answer, fileFault, setFileFault, field } = useSourceText('compare');
  const [asked, setAsked] = useState<AskedHost | null>(null);
  const [picked, setPicked] = useState<PickedHost | null>(null);
  const [scope, setScope] = useState<Scope>('reported');
  const [form, setForm] = useState<ReceiptForm>('text');
  const receiptField = useRef<HTMLTextAreaElement>(null);
  const { isCopied, copy } = useCopy();
  const lookedAt = useUi((ui) => hostLookedAt(plan, ui.selection));
  const question = hostQuestion(asked, plan, picked, lookedAt);
  const into = question === null ? lookedAt : question.into;
  const {
    reply,
    error: readFault,
    faultLine,
    isBehind,
  } = useReading({
    ...{ text, byKey: answers, hostName: into?.name ?? 'host-1', into, isHeldAgainst: true, plan },
  });
  const error = fileFault ?? readFault;
  const nowAsked = reply === null ? null : hostAsked(reply, plan);
  if ((nowAsked === null) !== (asked === null) || nowAsked?.name !== asked?.name) setAsked(nowAsked);

  const isHostOpen = question?.isOpen === true;
  const name = question?.asked ?? null;
  const comparison = useMemo(() => {
    if (reply === null || isHostOpen) return null;
    const same = name === null || into === null ? null : { name, planned: into };
    return compareWith(plan, reply.imported, scope, same);
  }, [plan, reply, isHostOpen, scope, name, into]);
  const isReady =
    reply?.imported.isDecided === true && comparison !== null && comparison.hosts.length > 0 && !isBehind;
  const receipt = useMemo(
    () =>
      comparison === null || reply === null
        ? ''
        : makeReceipt(plan, comparison.hosts, form, {
            startUnknown: reply.imported.startUnknown,
            remarks: receiptRemarks(reply.imported),
          }),
    [plan, comparison, reply, form],
  );
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
      subtitle={reply === null ? plan.name : <Recognised imported={reply.imported} />}
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
            {error !== null && !isBehind && <RefusedIcon />}
            <p className="min-w-0">
              {isReady ? (
                `${capital(receiptWords(countDifferences(gpus), comparison.isSame))}.`
              ) : isBehind ? (
                'Reading …'
              ) : error !== null ? (
                <NotRead why={error} isTold={reply === null} />
              ) : (
                waitsFor(reply !== null, isHostOpen, comparison?.hosts.length === 0)
              )}
            </p>
          </div>
          <Button variant="quiet" onClick={() => gestures.openDialog('compare-plans')}>
            Compare plans
          </Button>
          <Button disabled={!isReady} onClick={() => void copy(receiptField, 'the receipt')}>
            {isCopied ? <CheckIcon /> : <CopyIcon />}
            {isCopied ? 'Copied' : 'Copy receipt'}
          </Button>
          <Button
            data-edits
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
      <div className="flex min-h-0 flex-auto flex-col max-wide:overflow-y-auto wide:grid wide:h-172 wide:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
        <ImportSource
          label="What the hosts print"
          placeholder="Paste here, or drop files"
          text={text}
          onText={setText}
          onFileFault={setFileFault}
          imported={reply?.imported ?? null}
          faultLine={faultLine}
          field={field}
        />
        <CompareResult
          plan={plan}
          reply={reply}
          error={error}
          comparison={comparison}
          question={question}
          onPick={setPicked}
          scope={scope}
          onScope={setScope}
          receipt={{ text: receipt, form, onForm: setForm, field: receiptField }}
          answers={answers}
          onAnswer={answer}
        />
      </div>
    </Dialog>
  );
}

function waitsFor(isRead: boolean, isHostOpen: boolean, isNothingTold: boolean): string {
  if (!isRead) return 'Nothing to compare yet.';
  if (isHostOpen) return 'Choose the host that it is of.';
  return isNothingTold ? 'Nothing to compare: no instances are told.' : 'Answer what is open to go on.';
}
