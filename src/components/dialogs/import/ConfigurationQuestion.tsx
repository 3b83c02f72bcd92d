import { useId } from 'react';
import type { ConfigurationQuestion as Question } from '../../../console/importText.ts';
import { SelectField } from '../../ui/SelectField.tsx';
import { counted } from '../counted.ts';
import { AnswerCard } from './AnswerCard.tsx';
import { QuestionFrame } from './QuestionFrame.tsx';

interface ConfigurationQuestionProps {
  readonly question: Question;
  readonly answer: string | null;
  readonly onAnswer: (name: string) => void;
}

/** Cards up to this many; a list beyond. */
const MOST_CARDS = 6;

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
      {names.length > MOST_CARDS ? (
        <SelectField
          label={title}
          hideLabel
          value={answer ?? ''}
          onChange={(event) => onAnswer(event.target.value)}
        >
          <option value="" disabled>
            Choose one
          </option>
          {names.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </SelectField>
      ) : (
        <div role="radiogroup" aria-labelledby={name} className="flex flex-col gap-1.5">
          {names.map((one) => (
            <AnswerCard key={one} name={name} isChosen={one === answer} onChoose={() => onAnswer(one)}>
              <span className="min-w-0 font-medium [overflow-wrap:anywhere]">{one}</span>
            </AnswerCard>
          ))}
        </div>
      )}
    </QuestionFrame>
  );
}
