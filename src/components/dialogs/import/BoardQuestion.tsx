import { useId } from 'react';
import { BOARDS } from '../../../model/catalogue/catalogue.ts';
import type { BoardId } from '../../../model/board.ts';
import type { Plan } from '../../../model/plan.ts';
import type { BoardQuestion as Question } from '../../../console/importText.ts';
import { capital, place } from '../../../formats/messages.ts';
import { boardName } from '../../../placement/messages.ts';
import { AnswerChoice, isList } from './AnswerChoice.tsx';
import { biggestProfile, esxiNames, instancesOf, isSameDrawing } from './boardWords.ts';
import { QuestionFrame } from './QuestionFrame.tsx';
import { gpuNames } from './questionWords.ts';

interface BoardQuestionProps {
  readonly question: Question;
  readonly answer: string | null;
  /** The only question of its kind. */
  readonly isOnly: boolean;
  /** The host of the open plan that answered it. */
  readonly asPlannedOn: string | null;
  /** The plan as it was read. */
  readonly plan: Plan;
  readonly onAnswer: (board: BoardId) => void;
}

function differWords({ at, other }: NonNullable<Question['differ']>): string {
  return `${capital(place(other))} and ${place(at)} are of different boards.`;
}

/** The text does not say which board it is of: each candidate with the name that the answer leads to. */
export function BoardQuestion({ question, answer, isOnly, asPlannedOn, plan, onAnswer }: BoardQuestionProps) {
  const name = useId();
  const { boards } = question;
  const instances = instancesOf(question, plan);
  const biggest = biggestProfile(instances, answer ?? boards[0] ?? '');
  const outcome = (board: BoardId): string => (biggest === null ? '' : esxiNames(board, biggest));
  const title = isOnly ? 'Which board is it?' : `Which board is ${gpuNames(question.gpus)}?`;
  const decides =
    instances.length === 0
      ? 'It decides what can be placed there.'
      : isSameDrawing(boards, instances)
        ? 'It decides the vGPU type names, not the drawing.'
        : 'It decides the drawing and the vGPU type names.';
  return (
    <QuestionFrame
      id={name}
      title={title}
      aside={
        question.differ !== null
          ? 'two lines do not agree'
          : boards.length === BOARDS.length
            ? 'no board has all these profiles'
            : `${boards.length} of ${BOARDS.length} boards have these profiles`
      }
      about={`${question.differ === null ? 'The text does not say.' : differWords(question.differ)} ${decides}`}
      asPlannedOn={isList(boards) ? asPlannedOn : null}
    >
      <AnswerChoice
        name={name}
        title={title}
        answers={boards}
        answer={answer}
        onAnswer={onAnswer}
        line={(board) => [boardName(board), outcome(board)].filter(Boolean).join(' · ')}
        card={(board) => (
          <>
            <span className="font-medium whitespace-nowrap">{boardName(board)}</span>
            {board === answer && asPlannedOn !== null && (
              <span className="text-ink3">as planned on {asPlannedOn}</span>
            )}
            <span className="ml-auto text-right text-ink2">{outcome(board)}</span>
          </>
        )}
      />
    </QuestionFrame>
  );
}
