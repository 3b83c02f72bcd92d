import type { ReactNode } from 'react';
import { SelectField } from '../../ui/SelectField.tsx';
import { AnswerCard } from './AnswerCard.tsx';

/** Cards up to this many; a list beyond. */
const MOST_CARDS = 6;

/** Whether so many answers are a list: a card has room to say more than a line of it. */
export const isList = (answers: readonly string[]): boolean => answers.length > MOST_CARDS;

interface AnswerChoiceProps<Answer extends string> {
  /** The element that holds `title`. */
  readonly name: string;
  readonly title: string;
  readonly answers: readonly Answer[];
  readonly answer: string | null;
  readonly onAnswer: (answer: Answer) => void;
  /** Of an answer in the list. */
  readonly line: (answer: Answer) => string;
  /** What stands on its card. */
  readonly card: (answer: Answer) => ReactNode;
}

/** One of the answers to a question: on cards, or in a list where there are many. */
export function AnswerChoice<Answer extends string>({
  name,
  title,
  answers,
  answer,
  onAnswer,
  line,
  card,
}: AnswerChoiceProps<Answer>) {
  if (!isList(answers)) {
    return (
      <div role="radiogroup" aria-labelledby={name} className="flex flex-col gap-1.5">
        {answers.map((one) => (
          <AnswerCard key={one} name={name} isChosen={one === answer} onChoose={() => onAnswer(one)}>
            {card(one)}
          </AnswerCard>
        ))}
      </div>
    );
  }
  return (
    <SelectField
      label={title}
      hideLabel
      value={answer ?? ''}
      onChange={(event) => {
        const chosen = answers.find((one) => one === event.target.value);
        if (chosen !== undefined) onAnswer(chosen);
      }}
    >
      <option value="" disabled>
        Choose one
      </option>
      {answers.map((one) => (
        <option key={one} value={one}>
          {line(one)}
        </option>
      ))}
    </SelectField>
  );
}
