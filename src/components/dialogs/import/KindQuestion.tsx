import { useId } from 'react';
import { isDrawable } from '../../../model/board.ts';
import { findBoard } from '../../../model/catalogue/catalogue.ts';
import type { Plan } from '../../../model/plan.ts';
import type { KindQuestion as Question } from '../../../console/importText.ts';
import { makeList } from '../../../placement/messages.ts';
import { MiniGrid } from '../../ui/MiniGrid.tsx';
import { AnswerCard } from './AnswerCard.tsx';
import { QuestionFrame } from './QuestionFrame.tsx';
import { gpuNamed, gpuNames } from './questionWords.ts';

interface KindQuestionProps {
  readonly question: Question;
  readonly answer: string | null;
  readonly asPlannedOn: string | null;
  /** The plan as it was read. */
  readonly plan: Plan;
  readonly onAnswer: (kind: string) => void;
}

const PITCH_PX = 12;
const NAME = { straight: 'Straight', mirrored: 'Mirrored' } as const;

/** The IDs fit a straight and a mirrored GPU: both drawings, to be held against what the host shows. */
export function KindQuestion({ question, answer, asPlannedOn, plan, onAnswer }: KindQuestionProps) {
  const name = useId();
  const id = gpuNamed(question.gpu, plan)?.board;
  const board = id === undefined ? undefined : findBoard(id);
  return (
    <QuestionFrame
      id={name}
      title={`Is ${gpuNames([question.gpu])} straight or mirrored?`}
      about="Its instance IDs fit both, and are drawn differently. “nvidia-smi mig -lgi” prints the starts."
      asPlannedOn={asPlannedOn}
    >
      <div role="radiogroup" aria-labelledby={name} className="grid grid-cols-2 gap-1.5">
        {question.choices.map(({ kind, places }) => (
          <AnswerCard key={kind} name={name} isChosen={kind === answer} onChoose={() => onAnswer(kind)}>
            <span className="font-medium">{NAME[kind]}</span>
            {board !== undefined && isDrawable(board) && (
              <span className="order-last basis-full py-1.5">
                <MiniGrid board={board} pitch={PITCH_PX} instances={places} />
              </span>
            )}
            <span className="min-w-0 basis-full text-note text-ink2">
              {makeList(places.map(({ profile, start }) => `${profile} at ${start}`))}
            </span>
          </AnswerCard>
        ))}
      </div>
    </QuestionFrame>
  );
}
