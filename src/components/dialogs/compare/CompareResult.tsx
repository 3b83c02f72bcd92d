import { onlyCountedWords, countUnseen } from '../../../console/receipt.ts';
import type { HostId } from '../../../model/ids.ts';
import type { Host, Plan } from '../../../model/plan.ts';
import { countDifferences } from '../../../placement/observed/differenceCounts.ts';
import { makeShortList } from '../../../placement/messages.ts';
import type { Reply } from '../../../state/reading/readImport.ts';
import { counted, figure } from '../counted.ts';
import { ImportQuestions } from '../import/ImportQuestions.tsx';
import { UnknownStart } from '../../ui/MiniGrid.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { SelectField } from '../../ui/SelectField.tsx';
import { ComparedGpus } from './ComparedGpus.tsx';
import type { Comparison, Scope } from './comparison.ts';
import { ReceiptText } from './ReceiptText.tsx';
import { VerdictGrid } from './VerdictGrid.tsx';

interface CompareResultProps {
  readonly plan: Plan;
  readonly reply: Reply | null;
  readonly error: string | null;
  readonly comparison: Comparison | null;
  readonly isDecided: boolean;
  /** The host of a text that names none; null where it names it. */
  readonly into: { readonly host: Host | null; readonly onChoose: (id: HostId) => void } | null;
  readonly scope: Scope;
  readonly onScope: (scope: Scope) => void;
  readonly answers: ReadonlyMap<string, string>;
  readonly onAnswer: (key: string, answer: string) => void;
}

/** GPU by GPU whether it is as planned, and the text for the ticket. */
export function CompareResult(props: CompareResultProps) {
  const { plan, reply, error, comparison, isDecided, into, scope, onScope } = props;
  const unseen =
    reply === null || comparison === null ? 0 : countUnseen(comparison.hosts, reply.imported.startUnknown);
  // What is open comes first; what the plan answered is below, to be looked at and changed.
  const questions = reply !== null && (
    <ImportQuestions reply={reply} byKey={props.answers} onAnswer={props.onAnswer} />
  );
  return (
    <div className="flex min-h-0 flex-col gap-4 px-5 py-4 max-wide:shrink-0 max-[30rem]:px-4 wide:overflow-y-auto">
      {reply === null && <Hints error={error} />}
      {into !== null && plan.hosts.length > 1 && (
        <SelectField
          label="Which host is it?"
          hint="The text does not name it."
          value={into.host?.id ?? ''}
          onChange={(event) => into.onChoose(Number(event.target.value) as HostId)}
          className="max-w-72"
        >
          <option value="" disabled>
            Choose one
          </option>
          {plan.hosts.map((host) => (
            <option key={host.id} value={host.id}>
              {host.name}
            </option>
          ))}
        </SelectField>
      )}
      {reply !== null && comparison !== null && (
        <>
          {isDecided && (
            <section className="flex flex-col gap-3">
              <h3 className="text-head font-semibold">{headline(comparison)}</h3>
              <VerdictGrid hosts={comparison.hosts} />
              {unseen > 0 && (
                <p className="flex items-start gap-1.5 text-table text-ink2">
                  <UnknownStart /> <span>{onlyCountedWords(unseen)}.</span>
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
          )}
          {!isDecided && questions}
          {isDecided && (
            <>
              <ComparedGpus plan={plan} hosts={comparison.hosts} startUnknown={reply.imported.startUnknown} />
              <ReceiptText plan={plan} hosts={comparison.hosts} startUnknown={reply.imported.startUnknown} />
              {questions}
            </>
          )}
        </>
      )}
    </div>
  );
}

function Hints({ error }: { readonly error: string | null }) {
  return (
    <div>
      <h3 className="text-head font-semibold">
        {error === null ? 'What is on the hosts now?' : 'This was not read'}
      </h3>
      {error !== null && <p className="pb-2 text-body">{error}</p>}
      <p className="max-w-120 text-table text-ink2">
        Paste what “nvidia-smi” and “nvidia-smi mig -lgi” print after the change, of one host or of several,
        prompts included. Also mig-parted exports, node labels and every other text that Import reads.
      </p>
    </div>
  );
}

function headline({ hosts, isSame }: Comparison): string {
  const gpus = hosts.flatMap((host) => host.gpus);
  if (isSame) return 'As planned';
  const differing = countDifferences(gpus).gpus;
  if (differing === 0) return 'Not as planned';
  return gpus.length === 1
    ? 'The GPU differs'
    : `${figure(differing)} of ${counted(gpus.length, 'GPU')} ${differing === 1 ? 'differs' : 'differ'}`;
}
