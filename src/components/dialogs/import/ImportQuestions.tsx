import type { Plan } from '../../../model/plan.ts';
import type { ImportQuestion } from '../../../console/importText.ts';
import type { Reply } from '../../../state/reading/readImport.ts';
import { BoardQuestion } from './BoardQuestion.tsx';
import { ConfigurationQuestion } from './ConfigurationQuestion.tsx';
import { CountQuestion } from './CountQuestion.tsx';
import { KindQuestion } from './KindQuestion.tsx';

interface ImportQuestionsProps {
  readonly reply: Reply;
  /** Answers by key of the question; the reply may not know the latest yet. */
  readonly byKey: ReadonlyMap<string, string>;
  readonly onAnswer: (key: string, answer: string) => void;
}

/** More of a kind are asked as these are answered. */
const MOST_OPEN = 16;

/** What the text leaves open, answered or not: which configuration, how many GPUs, which board, which kind. */
export function ImportQuestions({ reply, byKey, onAnswer }: ImportQuestionsProps) {
  const { imported, asPlannedOn } = reply;
  const { plan } = imported.reading;
  const kinds: readonly ImportQuestion['kind'][] = ['configuration', 'gpu-count', 'board', 'kind'];
  return kinds.map((kind) => {
    const all = imported.questions.filter((question) => question.kind === kind);
    const answered = all.filter((one) => one.answer !== null || byKey.has(one.key)).length;
    const shown = all.slice(0, MOST_OPEN + answered);
    return (
      <div key={kind} className="contents">
        {shown.map((question) => (
          <OneQuestion
            key={question.key}
            question={question}
            isOnly={all.length === 1}
            answer={byKey.get(question.key) ?? (question.answer === null ? null : String(question.answer))}
            asPlannedOn={asPlannedOn.get(question.key) ?? null}
            plan={plan}
            onAnswer={(answer) => onAnswer(question.key, answer)}
          />
        ))}
        {shown.length < all.length && (
          <p className="text-note text-ink3">and {all.length - shown.length} more like these</p>
        )}
      </div>
    );
  });
}

interface OneQuestionProps {
  readonly question: ImportQuestion;
  readonly isOnly: boolean;
  readonly answer: string | null;
  readonly asPlannedOn: string | null;
  readonly plan: Plan;
  readonly onAnswer: (answer: string) => void;
}

function OneQuestion({ question, ...rest }: OneQuestionProps) {
  switch (question.kind) {
    case 'board':
      return <BoardQuestion question={question} {...rest} />;
    case 'kind':
      return <KindQuestion question={question} {...rest} />;
    case 'configuration':
      return <ConfigurationQuestion question={question} {...rest} />;
    case 'gpu-count':
      return <CountQuestion question={question} {...rest} />;
  }
}
