import { memo } from 'react';

/** The texture of stranded slices, for all bars of the page. */
export function Textures() {
  return (
    <svg aria-hidden="true" width="0" height="0" className="summary-textures">
      <defs>
        <pattern
          id="summary-hatch"
          width="5"
          height="5"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width="1.6" height="5" className="bar-hatch-line" />
        </pattern>
        <pattern
          id="summary-wide"
          width="5"
          height="5"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width="1.2" height="5" className="bar-wide-line" />
        </pattern>
      </defs>
    </svg>
  );
}

interface UseBarProps {
  readonly used: number;
  readonly stranded: number;
  readonly total: number;
}

/** Used, stranded and free slices as one line, as wide as its box. The figures stand beside it. */
export const UseBar = memo(function UseBar({ used, stranded, total }: UseBarProps) {
  const share = (part: number): string => `${total === 0 ? 0 : (part / total) * 100}%`;
  return (
    <svg aria-hidden="true" focusable="false" className="bar">
      <rect width="100%" height="100%" className="bar-free" />
      <rect width={share(used)} height="100%" className="bar-used" />
      {stranded > 0 && (
        <rect
          x={share(used)}
          width={share(stranded)}
          height="100%"
          fill="url(#summary-hatch)"
          className="bar-stranded"
        />
      )}
    </svg>
  );
});

/** What the parts of a bar are, in words beside each. */
export function UseKey() {
  return (
    <p className="summary-key">
      <svg aria-hidden="true" className="bar key">
        <rect width="100%" height="100%" className="bar-used" />
      </svg>
      used
      <svg aria-hidden="true" className="bar key">
        <rect width="100%" height="100%" className="bar-free" />
        <rect width="100%" height="100%" fill="url(#summary-hatch)" className="bar-stranded" />
      </svg>
      stranded
      <svg aria-hidden="true" className="bar key">
        <rect width="100%" height="100%" className="bar-free" />
      </svg>
      free
    </p>
  );
}
