import type { ExportOptions } from '../../../console/exports/exportDefinition.ts';
import { EXPORTS, type ExportFormat } from '../../../console/exports/exportFormats.ts';
import type { HostId } from '../../../model/ids.ts';
import type { Plan } from '../../../model/plan.ts';
import { creationOf } from '../../../model/platform.ts';
import { Segmented } from '../../ui/Segmented.tsx';
import { SelectField } from '../../ui/SelectField.tsx';
import { useIsNarrow } from '../useIsNarrow.ts';

interface ExportControlsProps {
  readonly plan: Plan;
  readonly format: ExportFormat;
  readonly hostId: HostId | null;
  readonly onHost: (hostId: HostId) => void;
  readonly starts: ExportOptions['starts'];
  readonly onStarts: (starts: ExportOptions['starts']) => void;
}

const STARTS = [
  { value: 'explicit', label: 'Explicit starts' },
  { value: 'driver', label: 'Driver picks' },
] as const;

/** Hosts as segments up to this many. */
const MOST_SEGMENTS = 4;

/** What the chosen format asks for: which host, and how the script names its starts. */
export function ExportControls({ plan, format, hostId, onHost, starts, onStarts }: ExportControlsProps) {
  const isNarrow = useIsNarrow();
  const hosts = EXPORTS[format].scope === 'host' && plan.hosts.length > 1 ? plan.hosts : [];
  const host = plan.hosts.find((one) => one.id === hostId);
  const isScript = format === 'script';
  if (hosts.length === 0 && !isScript) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
      {hosts.length > MOST_SEGMENTS && (
        <SelectField
          label="Host"
          hideLabel
          value={hostId ?? ''}
          onChange={(event) => {
            const found = hosts.find((one) => String(one.id) === event.target.value);
            if (found !== undefined) onHost(found.id);
          }}
        >
          {hosts.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </SelectField>
      )}
      {hosts.length > 0 && hosts.length <= MOST_SEGMENTS && (
        <Labelled text="Host">
          <Segmented
            label="Host"
            isFull={isNarrow}
            options={hosts.map((one) => ({ value: String(one.id), label: one.name }))}
            value={String(hostId)}
            onChange={(value) => {
              const found = hosts.find((one) => String(one.id) === value);
              if (found !== undefined) onHost(found.id);
            }}
          />
        </Labelled>
      )}
      {isScript && (
        <Labelled text="Starts">
          <Segmented label="Starts" isFull={isNarrow} options={STARTS} value={starts} onChange={onStarts} />
        </Labelled>
      )}
      {isScript && starts === 'driver' && (
        <p className="basis-full text-table text-ink2">
          For drivers without :start (R450 era). The order of creation then decides where instances land.
        </p>
      )}
      {isScript && host !== undefined && creationOf(host) === 'power-on' && (
        <p className="basis-full text-table text-ink2">
          On {host.name} the hypervisor creates the instances when VMs power on. This script is for creating
          them before.
        </p>
      )}
    </div>
  );
}

function Labelled({ text, children }: { readonly text: string; readonly children: React.ReactNode }) {
  return (
    <div className="flex items-center gap-3 max-[30rem]:w-full">
      <span aria-hidden="true" className="w-10 shrink-0 text-table text-ink3">
        {text}
      </span>
      {children}
    </div>
  );
}
