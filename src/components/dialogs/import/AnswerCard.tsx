import type { ReactNode } from 'react';
import { classNames } from '../../ui/classNames.ts';

interface AnswerCardProps {
  /** Of the radio group. */
  readonly name: string;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  readonly children: ReactNode;
}

/** One of a few answers, with what it leads to. */
export function AnswerCard({ name, isChosen, onChoose, children }: AnswerCardProps) {
  return (
    <label
      className={classNames(
        'flex min-h-8 min-w-0 cursor-pointer flex-wrap items-center gap-x-2.5 rounded-control border px-3 py-1 text-table has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-ink pointer-coarse:min-h-11',
        isChosen ? 'border-ink [box-shadow:inset_0_0_0_1px_var(--ink)]' : 'border-strong hover:border-ink3',
      )}
    >
      <input
        type="radio"
        name={name}
        checked={isChosen}
        onChange={onChoose}
        className="size-3.5 shrink-0 accent-ink outline-none"
      />
      {children}
    </label>
  );
}
