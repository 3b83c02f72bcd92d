import type { ExportOptions } from '../../../console/exports/exportDefinition.ts';
import { EXPORTS, type ExportFormat } from '../../../console/exports/exportFormats.ts';
import type { GpuId, HostId, VmId } from '../../../model/ids.ts';
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
  readonly gpuId: GpuId | null;
  readonly onGpu: (gpuId: GpuId) => void;
  readonly vmId: VmId | null;
  readonly onVm: (vmId: VmId) => void;
  readonly theme: Theme;
  readonly onTheme: (theme: Theme) => void;
}

type Theme = NonNullable<ExportOptions['theme']>;

const THEMES = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;

const STARTS = [
  { value: 'explicit', label: 'Explicit starts' },
  { value: 'driver', label: 'Driver picks' },
] as const;

/** Hosts as segments up to this many. */
const MOST_SEGMENTS = 4;

/** What the chosen format asks for: which host, GPU or VM, and how a script names its starts. */
export function ExportControls(props: ExportControlsProps) {
  const { plan, format, hostId, onHost, starts, onStarts, gpuId, onGpu, theme, onTheme } = props;
  const { vmId, onVm } = props;
  const isNarrow = useIsNarrow();
  const { scope, uses } = EXPORTS[format];
  const hosts = (scope === 'host' || scope === 'gpu') && plan.hosts.length > 1 ? plan.hosts : [];
  const host = plan.hosts.find((one) => one.id === hostId);
  const isScript = uses.includes('starts');
  const gpus = scope === 'gpu' && (host?.gpus.length ?? 0) > 1 ? (host?.gpus ?? []) : [];
  const vms = scope === 'vm' && plan.vms.length > 1 ? plan.vms : [];
  const hasTheme = uses.includes('theme');
  if (hosts.length === 0 && gpus.length === 0 && vms.length === 0 && !isScript && !hasTheme) return null;
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
      {gpus.length > 0 && (
        <SelectField
          label="GPU"
          hideLabel
          value={gpuId ?? ''}
          onChange={(event) => {
            const found = gpus.find((one) => String(one.id) === event.target.value);
            if (found !== undefined) onGpu(found.id);
          }}
        >
          {gpus.map((one) => (
            <option key={one.id} value={one.id}>
              GPU {one.index}
            </option>
          ))}
        </SelectField>
      )}
      {vms.length > 0 && (
        <SelectField
          label="VM"
          hideLabel
          value={vmId ?? ''}
          onChange={(event) => {
            const found = vms.find((one) => String(one.id) === event.target.value);
            if (found !== undefined) onVm(found.id);
          }}
        >
          {vms.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </SelectField>
      )}
      {hasTheme && (
        <Labelled text="Theme">
          <Segmented
            label="Theme of the picture"
            isFull={isNarrow}
            options={THEMES}
            value={theme}
            onChange={onTheme}
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
