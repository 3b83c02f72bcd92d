import { onlyCountedWords, countUnseen, WISH_WORDS } from '../../../console/receipt.ts';
import type { Plan } from '../../../model/plan.ts';
import { countDifferences } from '../../../placement/observed/differenceCounts.ts';
import { makeShortList } from '../../../placement/messages.ts';
import type { Reply } from '../../../state/reading/readImport.ts';
import { UnknownStart } from '../../ui/MiniGrid.tsx';
import { WarningIcon } from '../../ui/icons.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { counted, figure } from '../counted.ts';
import { ImportQuestions } from '../import/ImportQuestions.tsx';
import { ComparedGpus } from './ComparedGpus.tsx';
import type { Comparison, Scope } from './comparison.ts';
import { ReceiptText, type ReceiptTextProps } from './ReceiptText.tsx';
import { VerdictGrid } from './VerdictGrid.tsx';
import { WhatToPaste } from './WhatToPaste.tsx';
import { HostSelect } from './HostSelect.tsx';
import type { HostQuestion, PickedHost } from './whichHost.ts';

interface CompareResultProps {
  readonly plan: Plan;
  readonly reply: Reply | null;
  readonly error: string | null;
  readonly comparison: Comparison | null;
  /** Null where the text calls every host as the plan does. */
  readonly question: HostQuestion | null;
  readonly onPick: (picked: PickedHost) => void;
  readonly scope: Scope;
  readonly onScope: (scope: Scope) => void;
  readonly receipt: ReceiptTextProps;
  readonly answers: ReadonlyMap<string, string>;
  readonly onAnswer: (key: string, answer: string) => void;
}

/** GPU by GPU whether it is as planned, and the text for the ticket. */
export function CompareResult(props: CompareResultProps) {
  const { plan, reply, error, comparison, question, receipt } = props;
  const isTold = comparison !== null && comparison.hosts.length > 0;
  const isDecided = reply?.imported.isDecided === true;
  // What is open comes first; what the plan answered is below, to be looked at and changed.
  const questions = reply !== null && (
    <ImportQuestions reply={reply} byKey={props.answers} onAnswer={props.onAnswer} />
  );
  return (
    <div className="flex min-h-0 flex-col gap-4 px-5 py-4 max-wide:shrink-0 max-[30rem]:px-4 wide:overflow-y-auto">
      {reply === null && (
        <WhatToPaste
          plan={plan}
          title={error === null ? 'What is on the hosts now?' : 'This was not read'}
          why={error}
        />
      )}
      {question !== null && (question.asked !== null || plan.hosts.length > 1) && (
        <HostSelect plan={plan} question={question} onPick={props.onPick} />
      )}
      {comparison !== null && !isTold && (
        <WhatToPaste plan={plan} title="Nothing to compare" why={untoldWords(comparison.untold)} />
      )}
      {reply !== null && isTold && (
        <>
          {isDecided && <Verdict {...props} reply={reply} comparison={comparison} />}
          {!isDecided && questions}
          {isDecided && (
            <>
              <ComparedGpus plan={plan} hosts={comparison.hosts} startUnknown={reply.imported.startUnknown} />
              <ReceiptText {...receipt} />
              {questions}
            </>
          )}
        </>
      )}
    </div>
  );
}

interface VerdictProps extends Pick<CompareResultProps, 'scope' | 'onScope'> {
  readonly reply: Reply;
  readonly comparison: Comparison;
}

/** As planned or not, host by host, and how far the text can be trusted for it. */
function Verdict({ reply: { imported }, comparison, scope, onScope }: VerdictProps) {
  const unseen = countUnseen(comparison.hosts, imported.startUnknown);
  return (
    <section className="flex flex-col gap-3">
      <h3 className="text-head font-semibold">{headline(comparison, unseen > 0)}</h3>
      <VerdictGrid hosts={comparison.hosts} />
      {!imported.isObservation && (
        <p className="flex items-start gap-1.5 text-table text-ink2">
          <WarningIcon /> <span>{WISH_WORDS}</span>
        </p>
      )}
      {unseen > 0 && (
        <p className="flex items-start gap-1.5 text-table text-ink2">
          <UnknownStart />{' '}
          <span>
            {onlyCountedWords(unseen)}
            {comparison.command === null && ', nor recorded'}.
          </span>
        </p>
      )}
      {comparison.silent.length > 0 && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <p className="min-w-40 flex-1 text-table text-ink2">
            {scope === 'reported' ? 'Not reported, and left aside: ' : 'Not reported: '}
            {makeShortList(comparison.silent)}.
          </p>
          <Segmented
            label="Hosts to compare"
            options={[
              { value: 'reported', label: 'Reported hosts' },
              { value: 'all', label: 'The whole plan' },
            ]}
            value={scope}
            onChange={onScope}
          />
        </div>
      )}
    </section>
  );
}

function untoldWords(hosts: readonly string[]): string {
  if (hosts.length === 0) return 'The text speaks of no host.';
  const [is, it] = hosts.length === 1 ? ['is', 'it has'] : ['are', 'they have'];
  return `${makeShortList(hosts)} ${is} in the text, but not which instances ${it}.`;
}

function headline({ hosts, isSame }: Comparison, isByCount: boolean): string {
  const gpus = hosts.flatMap((host) => host.gpus);
  if (isSame) return isByCount ? 'As planned, by count' : 'As planned';
  const differing = countDifferences(gpus).gpus;
  if (differing === 0) return 'Not as planned';
  return gpus.length === 1
    ? 'The GPU differs'
    : `${figure(differing)} of ${counted(gpus.length, 'GPU')} ${differing === 1 ? 'differs' : 'differ'}`;
}
