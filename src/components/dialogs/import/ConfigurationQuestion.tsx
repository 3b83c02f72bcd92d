import { useId } from 'react';
import type { ConfigurationQuestion as Question } from '../../../console/importText.ts';
import { counted } from '../counted.ts';
import { AnswerChoice } from './AnswerChoice.tsx';
import { QuestionFrame } from './QuestionFrame.tsx';

interface ConfigurationQuestionProps {
  readonly question: Question;
  readonly answer: string | null;
  readonly onAnswer: (name: string) => void;
}

/** The text holds several configurations, of which a host has one at a time. */
export function ConfigurationQuestion({ question, answer, onAnswer }: ConfigurationQuestionProps) {
  const name = useId();
  const { names, line } = question;
  const title = 'Which configuration?';
  const where = line === null ? 'The text' : `The text from line ${line} on`;
  return (
    <QuestionFrame
      id={name}
      title={title}
      about={`${where} holds ${counted(names.length, 'configuration')}; a host has one at a time.`}
      asPlannedOn={null}
    >
      <AnswerChoice
        name={name}
        title={title}
        answers={names}
        answer={answer}
        onAnswer={onAnswer}
        line={(one) => one}
        card={(one) => <span className="min-w-0 font-medium [overflow-wrap:anywhere]">{one}</span>}
      />
    </QuestionFrame>
  );
}
