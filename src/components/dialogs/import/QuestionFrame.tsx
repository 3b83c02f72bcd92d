import type { ReactNode } from 'react';

interface QuestionFrameProps {
  readonly id: string;
  readonly title: string;
  /** Beside the title. */
  readonly aside?: string;
  /** Why it is asked, and what it decides. */
  readonly about: string;
  /** The host of the open plan that answered it. */
  readonly asPlannedOn: string | null;
  readonly children: ReactNode;
}

/** Something that the text leaves open. */
export function QuestionFrame({ id, title, aside, about, asPlannedOn, children }: QuestionFrameProps) {
  return (
    <section className="border-t border-line pt-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <h3 id={id} className="text-table font-semibold">
          {title}
        </h3>
        {aside !== undefined && <span className="text-note text-ink3">{aside}</span>}
      </div>
      <p className="pb-2 text-table text-ink2">
        {about}
        {asPlannedOn !== null && ` Answered as planned on ${asPlannedOn}.`}
      </p>
      {children}
    </section>
  );
}
