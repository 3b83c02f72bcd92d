import {
  memo,
  useMemo,
  useRef,
  useState,
  type ComponentType,
  type CSSProperties,
  type ReactElement,
} from 'react';
import { boardName, PLATFORM_NAMES } from '../../placement/messages.ts';
import type { Gpu, Host } from '../../model/plan.ts';
import { platformFacts } from '../../model/platform.ts';
import { useUi } from '../../state/app.ts';
import { Button } from '../ui/Button.tsx';
import { PlusIcon } from '../ui/icons.tsx';
import { ActionsButton } from './ActionsButton.tsx';
import { AddGpuForm } from './AddGpuForm.tsx';
import { GpuCard, type GpuCardProps } from './GpuCard.tsx';
import { differingIndexes } from './differingIndexes.ts';
import { NotesSign } from './NotesSign.tsx';
import { ObservedButton } from './ObservedButton.tsx';
import { PowerOnButton } from './PowerOnButton.tsx';
import { select } from './select.ts';
import { laterPart } from '../ui/laterPart.tsx';

const HostMenu = laterPart(async () => (await import('../layouts/HostMenu.tsx')).HostMenu, { isSoon: true });

/** "ESXi 7.0 · 2 × A100-PCIE-40GB · MIG on" */
function hostFacts(host: Host): string {
  const platform =
    host.platform === null
      ? host.release
      : [PLATFORM_NAMES[host.platform], host.release].filter(Boolean).join(' ');
  const counts = new Map<string, number>();
  for (const gpu of host.gpus) counts.set(gpu.board, (counts.get(gpu.board) ?? 0) + 1);
  const boards = [...counts].map(([board, count]) => `${count} × ${boardName(board)}`);
  const uses = new Set(host.gpus.map((gpu) => gpu.use));
  const mig =
    uses.size === 0
      ? null
      : uses.size > 1
        ? 'MIG\u00a0on\u00a0some'
        : uses.has('mig')
          ? 'MIG\u00a0on'
          : 'MIG\u00a0off';
  return [platform, ...(boards.length === 0 ? ['no GPUs'] : boards), mig].filter(Boolean).join(' · ');
}

/** What the browser takes a host's height for until it has been in sight: one GPU below the other, or four to a row. */
function sizeUnseen(host: Host): CSSProperties & Readonly<Record<`--${string}`, number>> {
  return { '--gpus': host.gpus.length, '--lines': Math.ceil(host.gpus.length / 4) };
}

/** What draws the GPUs of a host, of many only a part. */
export interface GpuLinesProps {
  readonly gpus: readonly Gpu[];
  readonly draw: (gpu: Gpu) => ReactElement;
}

interface HostSectionProps {
  readonly host: Host;
  /** Those that are drawn: all, or a part of a fleet. */
  readonly gpus?: readonly Gpu[];
  /** How each is drawn. */
  readonly card?: ComponentType<GpuCardProps>;
  /** Not given: all are drawn. */
  readonly lines?: ComponentType<GpuLinesProps>;
}

/** A host and its GPUs. */
export const HostSection = memo(function HostSection({
  host,
  gpus = host.gpus,
  card: Card = GpuCard,
  lines: Lines,
}: HostSectionProps) {
  const [isAdding, setAdding] = useState(false);
  const addButton = useRef<HTMLButtonElement>(null);
  const endAdding = (): void => {
    setAdding(false);
    addButton.current?.focus();
  };
  const differing = useMemo(() => differingIndexes(host), [host]);
  const isSelected = useUi((ui) => ui.selection?.kind === 'host' && ui.selection.id === host.id);
  const draw = (gpu: Gpu) => (
    <Card
      isForVms={platformFacts(host).hasVgpuTypes.value !== false}
      key={gpu.id}
      gpu={gpu}
      hostName={host.name}
      driver={host.driver}
      isObservedElse={differing.has(gpu.index)}
    />
  );
  return (
    <section aria-label={host.name} className="host" style={sizeUnseen(host)}>
      <div className="flex min-h-7 flex-wrap items-center gap-x-2">
        <h2 className="text-body font-semibold">
          <button
            type="button"
            data-host-id={host.id}
            data-focus-home
            aria-current={isSelected || undefined}
            title={`Settings of ${host.name}`}
            onClick={() => select({ kind: 'host', id: host.id })}
            className="-ml-1 min-h-6 min-w-6 rounded-strip px-1 text-left underline-offset-4 hover:underline aria-[current]:underline pointer-coarse:min-h-11"
          >
            {host.name}
          </button>
        </h2>
        <NotesSign of={{ kind: 'host', id: host.id }} name={host.name} notes={host.notes} />
        <p className="min-w-0 flex-1 basis-40 text-table text-ink3">{hostFacts(host)}</p>
        <PowerOnButton host={host} />
        <ObservedButton host={host} isSame={differing.size === 0} />
        <Button
          ref={addButton}
          data-edits
          variant="quiet"
          size="small"
          aria-expanded={isAdding}
          aria-label={`Add GPU to ${host.name}`}
          onClick={() => setAdding(!isAdding)}
        >
          <PlusIcon /> GPU
        </Button>
        <ActionsButton label={`Actions for ${host.name}`}>
          {(menu) => <HostMenu host={host} menu={menu} />}
        </ActionsButton>
      </div>
      {isAdding && <AddGpuForm host={host} onDone={endAdding} />}
      {Lines === undefined ? <div className="gpus">{gpus.map(draw)}</div> : <Lines gpus={gpus} draw={draw} />}
      {host.gpus.length === 0 && !isAdding && (
        <p className="py-3 text-table text-ink2">
          No GPUs on this host yet
          <span data-edits>: + GPU above adds some, and Import reads what the host prints</span>.
        </p>
      )}
    </section>
  );
});
