import { useState } from 'react';
import type { GpuId } from '../../model/ids.ts';
import type { GpuPlace, Host, Plan } from '../../model/plan.ts';
import { layoutChange } from '../../placement/layouts/layoutEdits.ts';
import type { Layout } from '../../placement/layouts/layouts.ts';
import { changeWords } from '../../placement/layouts/layoutWords.ts';
import { gpuName } from '../../placement/messages.ts';
import { useUi } from '../../state/app.ts';
import { Button } from '../ui/Button.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import { likeGpus, type Scope, type ScopeKind } from './targetsOf.ts';

/** Rows at once; a fleet has a thousand GPUs of one board. */
const PAGE = 100;

interface ApplyToProps {
  readonly plan: Plan;
  readonly place: GpuPlace;
  readonly host: Host;
  readonly scope: Scope;
  readonly onScope: (scope: Scope) => void;
  /** For what each GPU would lose by it. */
  readonly layout: Layout | null;
}

/** Which GPUs are cut: this one, all alike on its host, or any alike in the plan. */
export function ApplyTo({ plan, place, host, scope, onScope, layout }: ApplyToProps) {
  const alike = likeGpus(plan, place);
  const onHost = alike.filter((other) => other.host.id === host.id);
  // The layout is made for these: who holds something is chosen by hand.
  const emptyOnes = new Set(alike.filter(({ gpu }) => gpu.instances.length === 0).map(({ gpu }) => gpu.id));
  if (alike.length < 2) return null;
  const setKind = (kind: ScopeKind): void =>
    onScope(kind === 'many' ? { kind, gpuIds: emptyOnes } : { kind });
  return (
    <div className="layouts-apply flex flex-col gap-2">
      <h3 className="text-table font-semibold">Apply to</h3>
      <Segmented<ScopeKind>
        label="Apply to"
        isFull
        value={scope.kind}
        onChange={setKind}
        options={[
          { value: 'gpu', label: `GPU ${place.gpu.index}` },
          ...(onHost.length > 1
            ? [{ value: 'host' as const, label: `All ${onHost.length} on ${host.name}` }]
            : []),
          { value: 'many', label: 'Many' },
        ]}
      />
      {scope.kind === 'many' && (
        <GpuChecks
          plan={plan}
          places={alike}
          emptyOnes={emptyOnes}
          gpuIds={scope.gpuIds}
          layout={layout}
          onChange={(gpuIds) => onScope({ kind: 'many', gpuIds })}
        />
      )}
    </div>
  );
}

interface GpuChecksProps {
  readonly plan: Plan;
  readonly places: readonly GpuPlace[];
  readonly emptyOnes: ReadonlySet<GpuId>;
  readonly gpuIds: ReadonlySet<GpuId>;
  readonly layout: Layout | null;
  readonly onChange: (gpuIds: ReadonlySet<GpuId>) => void;
}

/** The GPUs with a tick each, and what the layout would do to each. */
function GpuChecks({ plan, places, emptyOnes, gpuIds, layout, onChange }: GpuChecksProps) {
  const [limit, setLimit] = useState(PAGE);
  const shown = useUi((ui) => ui.shown);
  const set = (id: GpuId, isOn: boolean): void => {
    const next = new Set(gpuIds);
    if (isOn) next.add(id);
    else next.delete(id);
    onChange(next);
  };
  return (
    <>
      <div className="flex flex-wrap gap-1">
        <Button size="small" onClick={() => onChange(new Set(places.map(({ gpu }) => gpu.id)))}>
          All
        </Button>
        <Button size="small" onClick={() => onChange(emptyOnes)}>
          Empty ones
        </Button>
        {shown !== null && (
          <Button
            size="small"
            title={`On the board: ${shown.label}`}
            onClick={() =>
              onChange(new Set(places.flatMap(({ gpu }) => (shown.gpus.has(gpu.id) ? [gpu.id] : []))))
            }
          >
            Those shown
          </Button>
        )}
        <Button size="small" onClick={() => onChange(new Set())}>
          None
        </Button>
      </div>
      <ul aria-label="GPUs of this board" className="flex flex-col">
        {places.slice(0, limit).map((place) => (
          <li key={place.gpu.id}>
            <label className="layout-check">
              <input
                type="checkbox"
                checked={gpuIds.has(place.gpu.id)}
                onChange={(event) => set(place.gpu.id, event.target.checked)}
              />
              <span className="min-w-0 flex-1">
                <span className="block truncate">{gpuName(place)}</span>
                <span className="block text-note text-ink3">{effectOn(plan, place, layout)}</span>
              </span>
            </label>
          </li>
        ))}
      </ul>
      {limit < places.length && (
        <Button size="small" onClick={() => setLimit(limit + PAGE)}>
          Show {Math.min(PAGE, places.length - limit)} more
        </Button>
      )}
    </>
  );
}

function effectOn(plan: Plan, { gpu }: GpuPlace, layout: Layout | null): string {
  if (gpu.instances.length === 0) return 'empty';
  if (layout === null) return '';
  const change = layoutChange(plan, gpu, layout);
  if (change.pinned.length > 0) return 'has a pinned instance that would go';
  return changeWords([change], plan) || 'it is so already';
}
