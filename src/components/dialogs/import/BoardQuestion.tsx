import { useId } from 'react';
import { BOARDS } from '../../../model/catalogue/catalogue.ts';
import type { BoardId } from '../../../model/board.ts';
import type { Plan } from '../../../model/plan.ts';
import { boardName, makeList } from '../../../placement/messages.ts';
import { classNames } from '../../ui/classNames.ts';
import { SelectField } from '../../ui/SelectField.tsx';
import { biggestProfile, esxiNames, instancesOf, isSameDrawing } from './boardWords.ts';
import type { Question } from './readImport.ts';

interface BoardQuestionProps {
  readonly question: Question;
  /** The only question of the text. */
  readonly isOnly: boolean;
  /** The plan as it was read. */
  readonly plan: Plan;
  readonly onAnswer: (board: BoardId) => void;
}

/** Cards up to this many; a list beyond. */
const MOST_CARDS = 6;

/** The text does not say which board it is of: each candidate with the name that the answer leads to. */
export function BoardQuestion({ question, isOnly, plan, onAnswer }: BoardQuestionProps) {
  const name = useId();
  const { boards, answer } = question;
  const instances = instancesOf(question, plan);
  const biggest = biggestProfile(instances, answer ?? boards[0] ?? '');
  const outcome = (board: BoardId): string => (biggest === null ? '' : esxiNames(board, biggest));
  const title = isOnly ? 'Which board is it?' : `Which board is ${gpusOf(question)}?`;
  const decides = isSameDrawing(boards, instances)
    ? 'It decides the vGPU type names, not the drawing.'
    : 'It decides the drawing and the vGPU type names.';
  return (
    <section className="border-t border-line pt-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <h3 id={name} className="text-table font-semibold">
          {title}
        </h3>
        <span className="text-note text-ink3">
          {boards.length === BOARDS.length
            ? 'no board has all these profiles'
            : `${boards.length} of ${BOARDS.length} boards have these profiles`}
        </span>
      </div>
      <p className="pb-2 text-table text-ink2">The text does not say. {decides}</p>
      {boards.length > MOST_CARDS ? (
        <SelectField
          label={title}
          hideLabel
          value={answer ?? ''}
          onChange={(event) => onAnswer(event.target.value)}
        >
          <option value="" disabled>
            Choose one
          </option>
          {boards.map((board) => (
            <option key={board} value={board}>
              {[boardName(board), outcome(board)].filter(Boolean).join(' · ')}
            </option>
          ))}
        </SelectField>
      ) : (
        <div role="radiogroup" aria-labelledby={name} className="flex flex-col gap-1.5">
          {boards.map((board) => (
            <label
              key={board}
              className={classNames(
                'flex min-h-8 cursor-pointer flex-wrap items-center gap-x-2.5 rounded-control border px-3 py-1 text-table has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-ink pointer-coarse:min-h-11',
                board === answer
                  ? 'border-ink shadow-[inset_0_0_0_1px_var(--ink)]'
                  : 'border-strong hover:border-ink3',
              )}
            >
              <input
                type="radio"
                name={name}
                checked={board === answer}
                onChange={() => onAnswer(board)}
                className="size-3.5 shrink-0 accent-ink outline-none"
              />
              <span className="font-medium whitespace-nowrap">{boardName(board)}</span>
              {board === answer && question.asPlannedOn !== null && (
                <span className="text-ink3">as planned on {question.asPlannedOn}</span>
              )}
              <span className="ml-auto text-right text-ink2">{outcome(board)}</span>
            </label>
          ))}
        </div>
      )}
    </section>
  );
}

function gpusOf({ gpus }: Question): string {
  const names = gpus.map((gpu) => `GPU ${gpu.index}${gpu.host === null ? '' : ` on ${gpu.host}`}`);
  return names.length <= 3 ? makeList(names) : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
}
