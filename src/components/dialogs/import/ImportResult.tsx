import type { Plan } from '../../../model/plan.ts';
import type { PlanCommand } from '../../../placement/commands.ts';
import { TextField } from '../../ui/TextField.tsx';
import { DestinationChoice } from './DestinationChoice.tsx';
import { isEmpty, type DestinationOption } from './destinations.ts';
import { ImportHints } from './ImportHints.tsx';
import type { HostComparison } from './comparisons.ts';
import { ImportPreview } from './ImportPreview.tsx';
import { ImportQuestions } from './ImportQuestions.tsx';
import type { Reply } from '../../../state/reading/readImport.ts';

interface ImportResultProps {
  readonly read: Reply | null;
  readonly error: string | null;
  /** The plan that is open. */
  readonly plan: Plan;
  readonly options: readonly DestinationOption[];
  readonly chosen: DestinationOption | null;
  readonly command: PlanCommand | null;
  /** The text against the hosts that it goes to. */
  readonly comparisons: readonly HostComparison[];
  readonly onChoose: (value: string) => void;
  /** By key of the question. */
  readonly answers: ReadonlyMap<string, string>;
  readonly onAnswer: (question: string, answer: string) => void;
  /** Null where the text names the host, or where it goes into one that has its name. */
  readonly hostName: string | null;
  readonly nameFault: string | null;
  readonly onHostName: (name: string) => void;
}

/** What was understood, what is still to be answered, and where it goes. */
export function ImportResult(props: ImportResultProps) {
  const { read, error, plan, options, chosen, command, onChoose } = props;
  if (read === null || chosen === null) {
    return (
      <div className="px-5 py-4 max-wide:shrink-0 max-[30rem]:px-4 wide:overflow-y-auto">
        <ImportHints error={error} />
      </div>
    );
  }
  const { imported } = read;
  return (
    <div className="flex min-h-0 flex-col gap-4 px-5 max-wide:shrink-0 py-4 max-[30rem]:px-4 wide:overflow-y-auto">
      <ImportPreview
        plan={imported.reading.plan}
        violations={imported.violations}
        startUnknown={imported.startUnknown}
        comparisons={props.comparisons}
        isReplacing={chosen.destination.kind === 'host'}
        isKindAsked={imported.questions.some((question) => question.kind === 'kind')}
        open={plan}
      />
      <ImportQuestions reply={read} byKey={props.answers} onAnswer={props.onAnswer} />
      {(!isEmpty(plan) ||
        chosen.destination.kind === 'review' ||
        options[0]?.destination.kind === 'review') && (
        <DestinationChoice
          options={options}
          chosen={chosen}
          onChoose={onChoose}
          plan={plan}
          command={command}
          read={imported.reading.plan}
        />
      )}
      {props.hostName !== null && (
        <TextField
          label="Name of the host"
          hint="The text does not say which host it is of."
          value={props.hostName}
          error={props.nameFault}
          onChange={(event) => props.onHostName(event.target.value)}
          className="max-w-60"
        />
      )}
    </div>
  );
}
