import { useMemo } from 'react';
import { gestures, usePlan, useUi } from '../../state/app.ts';
import { DENSITIES, type Density } from '../../state/uiStore.ts';
import { counted, figure } from '../dialogs/counted.ts';
import { Button } from '../ui/Button.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import { countGpus, type HostRow } from './density.ts';

const NAMES: Readonly<Record<Density, string>> = { grid: 'Grid', strips: 'Strips', map: 'Map' };

interface FleetBarProps {
  readonly density: Density;
  /** What is shown. */
  readonly rows: readonly HostRow[];
  readonly gpus: number;
  /** Not all of it is on the page: the browser's own search would miss the rest (useFindKey.ts). */
  readonly isInPart: boolean;
}

/** How much there is, which part of it is shown and why, and how it is drawn. */
export function FleetBar({ density, rows, gpus, isInPart }: FleetBarProps) {
  const hosts = usePlan((state) => state.plan.hosts);
  const shown = useUi((ui) => ui.shown);
  const all = useMemo(() => countGpus(hosts), [hosts]);
  return (
    <div className="fleet-bar">
      <p className="fleet-count">
        {shown === null ? (
          `${counted(all, 'GPU')} on ${counted(hosts.length, 'host')}`
        ) : (
          <>
            Showing <b>{figure(gpus)}</b> of {counted(all, 'GPU')} on {counted(rows.length, 'host')}:{' '}
            <b>{shown.label}</b>
          </>
        )}
      </p>
      {shown !== null && (
        <Button size="small" onClick={() => gestures.showBoard({ shown: null })}>
          Show all
        </Button>
      )}
      {isInPart && (
        <p className="fleet-hint">Find (Ctrl+F) searches the whole plan; pressed again, what is drawn.</p>
      )}
      <span className="flex-1" />
      <Button data-edits size="small" onClick={() => gestures.openDialog('hosts')}>
        Edit hosts
      </Button>
      <Segmented
        label="Draw the GPUs as"
        options={DENSITIES.map((value) => ({ value, label: NAMES[value] }))}
        value={density}
        onChange={(next) => gestures.showBoard({ density: next })}
      />
    </div>
  );
}
