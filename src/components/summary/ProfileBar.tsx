import type { Hue } from '../../model/drawing.ts';

interface ProfileBarProps {
  readonly hue: Hue;
  /** Shares of the line, from 0 to 1: of the full part, and of the outlined one behind it. */
  readonly full: number;
  readonly more: number;
}

const percentOf = (share: number): string => `${Math.min(1, Math.max(0, share)) * 100}%`;

/** A line in the hue of a profile: what is there is full, what could be is a dashed outline. A wide 1g is hatched here, too. */
export function ProfileBar({ hue, full, more }: ProfileBarProps) {
  return (
    <svg aria-hidden="true" focusable="false" data-hue={hue} className="bar profile-bar">
      <line x1="0" x2="100%" y1="100%" y2="100%" className="bar-base" />
      {more > 0 && <rect x={percentOf(full)} width={percentOf(more)} height="100%" className="bar-more" />}
      {full > 0 && <rect width={percentOf(full)} height="100%" className="bar-full" />}
      {full > 0 && hue === 'wide-1g' && (
        <rect width={percentOf(full)} height="100%" fill="url(#summary-wide)" />
      )}
    </svg>
  );
}
