import type { ImportQuestion } from '../../../console/importText.ts';
import { SelectField } from '../../ui/SelectField.tsx';

type Choice = Exclude<ImportQuestion, { kind: 'board' }>;

interface OpenChoiceProps {
  readonly question: Choice;
  readonly onAnswer: (answer: string) => void;
}

/** What the text leaves open besides the board, as a list to choose from. */
export function OpenChoice({ question, onAnswer }: OpenChoiceProps) {
  return (
    <section className="border-t border-line pt-3">
      <SelectField
        label={titleOf(question)}
        value={question.answer === null ? '' : String(question.answer)}
        onChange={(event) => onAnswer(event.target.value)}
      >
        <option value="" disabled>
          Choose one
        </option>
        {choicesOf(question).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </SelectField>
    </section>
  );
}

function titleOf(question: Choice): string {
  switch (question.kind) {
    case 'kind': {
      const { host, index } = question.gpu;
      return `Is GPU ${index}${host === null ? '' : ` on ${host}`} straight or mirrored? Its IDs fit both.`;
    }
    case 'configuration':
      return 'Which configuration of the text?';
    case 'gpu-count':
      return `How many GPUs has ${question.host ?? 'the host'}? The text speaks of all of them.`;
  }
}

function choicesOf(question: Choice): (readonly [value: string, label: string])[] {
  switch (question.kind) {
    case 'kind':
      return question.choices.map(({ kind, layout }) => [kind, `${kind}: ${layout}`]);
    case 'configuration':
      return question.names.map((name) => [name, name]);
    case 'gpu-count':
      return Array.from({ length: question.max }, (_, n) => [String(n + 1), String(n + 1)]);
  }
}
