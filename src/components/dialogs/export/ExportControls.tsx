import { memo, useId } from 'react';
import type { ExportOptions } from '../../../console/exports/exportDefinition.ts';
import { EXPORT_ROWS, type ExportFormat } from '../../../console/exports/exportRows.ts';
import type { Plan } from '../../../model/plan.ts';
import { creationOf } from '../../../model/platform.ts';
import { FIELD } from '../../ui/TextField.tsx';
import { Choice, Row } from './Choice.tsx';
import { addressOf, type Chosen, type Wanted } from './choices.ts';

interface ExportControlsProps {
  readonly plan: Plan;
  readonly format: ExportFormat;
  readonly chosen: Chosen;
  readonly wanted: Wanted;
  readonly onWanted: (change: Partial<Wanted>) => void;
}

const THEMES = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;

const STARTS = [
  { value: 'explicit', label: 'Explicit starts' },
  { value: 'driver', label: 'Driver picks' },
] as const satisfies readonly { readonly value: ExportOptions['starts']; readonly label: string }[];

/**
 * What the chosen format asks for, and nothing else: which host, GPU or VM, how starts are named, colours, an address.
 * Thousands of VMs are drawn again only when they change.
 */
export const ExportControls = memo(function ExportControls(props: ExportControlsProps) {
  const { plan, format, chosen, wanted, onWanted } = props;
  const { host, gpu, vm } = chosen;
  const { scope, uses } = EXPORT_ROWS[format];
  const hosts = scope === 'host' || scope === 'gpu' ? plan.hosts : [];
  const gpus = scope === 'gpu' ? (host?.gpus ?? []) : [];
  const vms = scope === 'vm' ? plan.vms : [];
  const hasStarts = uses.includes('starts');
  const hasChoice = hosts.length > 1 || gpus.length > 1 || vms.length > 1;
  if (!hasChoice && uses.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
      {hosts.length > 1 && (
        <Choice
          text="Host"
          options={hosts.map((one) => ({ value: String(one.id), label: one.name }))}
          value={String(host?.id)}
          onChange={(value) =>
            onWanted({ hostId: hosts.find((one) => String(one.id) === value)?.id ?? null, gpuId: null })
          }
        />
      )}
      {gpus.length > 1 && (
        <Choice
          text="GPU"
          options={gpus.map((one) => ({ value: String(one.id), label: `GPU ${one.index}` }))}
          value={String(gpu?.id)}
          onChange={(value) =>
            onWanted({
              hostId: host?.id ?? null,
              gpuId: gpus.find((one) => String(one.id) === value)?.id ?? null,
            })
          }
        />
      )}
      {vms.length > 1 && (
        <Choice
          text="VM"
          options={vms.map((one) => ({ value: String(one.id), label: one.name }))}
          value={String(vm?.id)}
          onChange={(value) => onWanted({ vmId: vms.find((one) => String(one.id) === value)?.id ?? null })}
        />
      )}
      {uses.includes('theme') && (
        <Choice
          text="Theme"
          label="Theme of the picture"
          options={THEMES}
          value={wanted.theme}
          onChange={(theme) => onWanted({ theme })}
        />
      )}
      {hasStarts && (
        <Choice
          text="Starts"
          options={STARTS}
          value={wanted.starts}
          onChange={(starts) => onWanted({ starts })}
        />
      )}
      {uses.includes('pageUrl') && (
        <PageAddress value={wanted.pageUrl} onChange={(pageUrl) => onWanted({ pageUrl })} />
      )}
      {hasStarts && wanted.starts === 'driver' && (
        <p className="basis-full text-table text-ink2">
          For drivers without :start (R450 era). The order of creation then decides where instances land.
        </p>
      )}
      {hasStarts && host !== undefined && creationOf(host) === 'power-on' && (
        <p className="basis-full text-table text-ink2">
          On {host.name} the hypervisor creates the instances when VMs power on. This is for creating them
          before.
        </p>
      )}
    </div>
  );
});

interface PageAddressProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Where the readers of the text find the planner: not always at the address that it is open at. */
function PageAddress({ value, onChange }: PageAddressProps) {
  const id = useId();
  const isNone = addressOf(value) === null;
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-1 basis-72">
      <Row text={<label htmlFor={id}>Link to</label>}>
        <input
          id={id}
          type="url"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          aria-describedby={`${id}-note`}
          className={FIELD}
        />
      </Row>
      <p id={`${id}-note`} className={isNone ? 'text-note text-ink2' : 'sr-only'}>
        {isNone
          ? 'No address that others can follow: the text holds the plan without a link.'
          : 'Where the planner is for those who read the text.'}
      </p>
    </div>
  );
}
