import { useId, type ReactNode } from 'react';
import { gestures } from '../../state/app.ts';
import { makeTemplate, type TemplateId } from '../../state/templates.ts';
import { ArrowRightIcon } from '../ui/icons.tsx';

interface TemplateCardProps {
  readonly template: TemplateId;
  readonly name: string;
  readonly about: string;
  /** The drawing, and what has to be said of it. */
  readonly children: ReactNode;
}

/** A plan to start from, drawn as it is. Choosing it opens a copy. */
export function TemplateCard({ template, name, about, children }: TemplateCardProps) {
  const id = useId();
  return (
    <button
      type="button"
      data-focus-home
      aria-labelledby={id}
      aria-describedby={`${id}-about`}
      onClick={() => gestures.run({ type: 'plan/replace', plan: makeTemplate(template), origin: 'template' })}
      className="flex flex-col rounded-card border border-strong bg-surface p-4 text-left hover:border-ink3"
    >
      <span className="flex w-full items-center justify-between">
        <span id={id} className="text-body font-semibold">
          {name}
        </span>
        <ArrowRightIcon />
      </span>
      <span id={`${id}-about`} className="pt-1 pb-3 text-table text-ink2">
        {about}
      </span>
      {children}
    </button>
  );
}
