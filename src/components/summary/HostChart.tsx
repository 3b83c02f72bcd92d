import { useMemo } from 'react';
import type { HostSummary } from '../../placement/summary/summary.ts';
import { counted, figure } from '../dialogs/counted.ts';
import { USE_STEPS, stepOf } from './hostUse.ts';

interface HostChartProps {
  readonly hosts: readonly HostSummary[];
  /** The bar whose hosts are listed; null: all. */
  readonly step: number | null;
  readonly onStep: (step: number | null) => void;
}

/** How many hosts are how full. Each bar is a button that says what it shows and lists its hosts below. */
export function HostChart({ hosts, step, onStep }: HostChartProps) {
  const counts = useMemo(() => {
    const all = USE_STEPS.map(() => 0);
    for (const host of hosts) {
      const at = stepOf(host);
      if (at !== null) all[at] = (all[at] ?? 0) + 1;
    }
    return all;
  }, [hosts]);
  const most = Math.max(1, ...counts);
  return (
    <div role="group" aria-label="Hosts by how much of their memory slices is used" className="host-chart">
      <div className="host-bars">
        {USE_STEPS.map(({ words, label }, index) => {
          const count = counts[index] ?? 0;
          const share = (count / most) * 100;
          return (
            <button
              key={label}
              type="button"
              aria-pressed={step === index}
              aria-disabled={count === 0}
              aria-label={`${counted(count, 'host')}: ${words}`}
              title={`${counted(count, 'host')}: ${words}`}
              className="host-bar"
              onClick={() => {
                if (count > 0) onStep(step === index ? null : index);
              }}
            >
              <span className="host-bar-count">{count === 0 ? '' : figure(count)}</span>
              <svg aria-hidden="true" focusable="false" className="host-bar-drawing">
                <line x1="0" x2="100%" y1="100%" y2="100%" className="bar-base" />
                {count > 0 && (
                  <rect
                    y={`${100 - share}%`}
                    width="100%"
                    height={`${Math.max(share, 1.5)}%`}
                    className="bar-used"
                  />
                )}
              </svg>
              <span className="host-bar-label">{label}</span>
            </button>
          );
        })}
      </div>
      <p className="summary-note">
        Hosts by % of memory slices used, up to each figure. A bar lists its hosts.
      </p>
    </div>
  );
}
