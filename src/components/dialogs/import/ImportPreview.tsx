import type { GiId } from '../../../model/ids.ts';
import { vmsByInstance, type GpuPlace, type Plan } from '../../../model/plan.ts';
import type { Violation } from '../../../placement/check.ts';
import { gpuName } from '../../../placement/messages.ts';
import { selectFigures } from '../../../state/selectors.ts';
import { counted } from '../counted.ts';
import { PlanStrips } from '../PlanStrips.tsx';
import { GpuDrawing } from './GpuDrawing.tsx';
import { kindWords } from './kindWords.ts';

interface ImportPreviewProps {
  /** The plan as it was read. */
  readonly plan: Plan;
  readonly violations: readonly Violation[];
  /** GPUs of the host that would take it over, to see what changes. */
  readonly planned: readonly GpuPlace[];
  /** VMs of the open plan. */
  readonly plannedLabels: ReadonlyMap<GiId, string>;
}

/** Grids up to this many GPUs, strips beyond. */
const MOST_GRIDS = 6;
const MOST_HOSTS = 24;
const NONE: ReadonlySet<GiId> = new Set();

/** What was understood, drawn. */
export function ImportPreview({ plan, violations, planned, plannedLabels }: ImportPreviewProps) {
  const places = plan.hosts.flatMap((host) => host.gpus.map((gpu) => ({ host, gpu })));
  const labels = labelsOf(plan);
  const illegal = new Set(violations.flatMap(({ gi, vm }) => (gi !== null && vm === null ? gi.id : [])));
  const kind = kindWords(plan);
  return (
    <section>
      <h3 className="text-head font-semibold">{titleOf(plan)}</h3>
      {kind !== null && <p className="text-table text-ink2">{kind}</p>}
      <div className="pt-3">
        {places.length > MOST_GRIDS ? (
          <PlanStrips plan={plan} maxHosts={MOST_HOSTS} />
        ) : (
          <div className="flex flex-wrap gap-x-6 gap-y-4">
            {places.map((place) => {
              const now = planned.find((one) => one.gpu.index === place.gpu.index);
              const name = plan.hosts.length > 1 ? gpuName(place) : `GPU ${place.gpu.index}`;
              return (
                <div key={place.gpu.id} className="flex flex-wrap gap-x-4 gap-y-3">
                  <GpuDrawing
                    title={now === undefined ? name : `${name}, in the text`}
                    gpu={place.gpu}
                    labels={labels}
                    illegal={illegal}
                  />
                  {now !== undefined && (
                    <GpuDrawing title="Planned now" gpu={now.gpu} labels={plannedLabels} illegal={NONE} />
                  )}
                </div>
              );
            })}
          </div>
        )}
      </div>
    </section>
  );
}

/** "4 instances on GPU 0", "18 instances on 8 GPUs, 21 VMs". */
function titleOf(plan: Plan): string {
  const { instances, gpus, hosts } = selectFigures({ plan });
  const [only, second] = plan.hosts.flatMap((host) => host.gpus);
  const where =
    only !== undefined && second === undefined
      ? `GPU ${only.index}`
      : `${counted(gpus, 'GPU')}${hosts > 1 ? ` of ${counted(hosts, 'host')}` : ''}`;
  const vms = plan.vms.length === 0 ? '' : `, ${counted(plan.vms.length, 'VM')}`;
  return `${counted(instances, 'instance')} on ${where}${vms}`;
}

/** VMs by instance; where there are none, the IDs that the host printed. */
export function labelsOf(plan: Plan): Map<GiId, string> {
  const labels = new Map<GiId, string>();
  for (const [giId, vms] of vmsByInstance(plan)) labels.set(giId, vms.map((vm) => vm.name).join(', '));
  for (const host of plan.hosts) {
    for (const gpu of host.gpus) {
      const printed = host.observed?.find((one) => one.index === gpu.index)?.instances ?? [];
      for (const gi of gpu.instances) {
        const same = printed.find((one) => one.profile === gi.profile && one.start === gi.start);
        if (same?.reportedId != null && !labels.has(gi.id)) labels.set(gi.id, `ID ${same.reportedId}`);
      }
    }
  }
  return labels;
}
