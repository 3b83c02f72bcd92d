import { useId, useState } from 'react';
import type { CountQuestion as Question } from '../../../console/importText.ts';
import { Segmented } from '../../ui/Segmented.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { QuestionFrame } from './QuestionFrame.tsx';

interface CountQuestionProps {
  readonly question: Question;
  readonly answer: string | null;
  readonly asPlannedOn: string | null;
  readonly onAnswer: (count: string) => void;
}

/** What servers are sold with. */
const USUAL = ['1', '2', '4', '8'];

/** The text speaks of every GPU of a host and does not count them. */
export function CountQuestion({ question, answer, asPlannedOn, onAnswer }: CountQuestionProps) {
  const id = useId();
  const [typed, setTyped] = useState('');
  const { host, max } = question;
  const title = `How many GPUs does ${host ?? 'the host'} have?`;
  const isCount = (text: string): boolean =>
    /^[0-9]{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= max;
  return (
    <QuestionFrame
      id={id}
      title={title}
      about="The text speaks of all of them and does not count them."
      asPlannedOn={asPlannedOn}
    >
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <Segmented
          label={title}
          options={USUAL.map((value) => ({ value, label: value }))}
          value={answer ?? ''}
          onChange={(value) => {
            setTyped('');
            onAnswer(value);
          }}
        />
        <TextField
          label="Another number"
          hideLabel
          inputMode="numeric"
          placeholder="Another number"
          value={typed !== '' || answer === null || USUAL.includes(answer) ? typed : answer}
          error={typed !== '' && !isCount(typed) ? `A number from 1 to ${max}.` : null}
          onChange={({ target: { value } }) => {
            setTyped(value);
            if (isCount(value.trim())) onAnswer(String(Number(value)));
          }}
          className="w-36"
        />
      </div>
    </QuestionFrame>
  );
}
