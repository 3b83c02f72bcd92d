import { classNames } from '../ui/classNames.ts';

/** The number of a step: black once it is done, white while it is to come. The words beside it say the same. */
export function StepBadge({ step, isDone }: { readonly step: number; readonly isDone: boolean }) {
  return (
    <span
      aria-hidden="true"
      className={classNames(
        'inline-flex h-4 min-w-4 shrink-0 items-center justify-center rounded-full border border-ink px-0.5 align-middle text-note leading-none font-semibold tabular-nums',
        isDone ? 'bg-ink text-surface' : 'bg-surface text-ink',
      )}
    >
      {step}
    </span>
  );
}
