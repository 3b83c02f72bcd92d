import type { GiId } from '../../../model/ids.ts';
import { vmsByInstance, type Plan } from '../../../model/plan.ts';
import type { Violation } from '../../../placement/check.ts';
import { gpuName, makeShortList } from '../../../placement/messages.ts';
import { counted } from '../counted.ts';
import { ComparisonRow } from '../../observed/ComparisonRow.tsx';
import { GpuComparison } from '../../observed/GpuComparison.tsx';
import { UnknownStart } from '../../ui/MiniGrid.tsx';
import { PlanStrips } from '../PlanStrips.tsx';
import type { HostComparison } from './comparisons.ts';
import { GpuDrawing } from './GpuDrawing.tsx';
import { Term } from '../../glossary/Term.tsx';
import { kindWords } from './kindWords.ts';
import { ReadOutline } from './ReadOutline.tsx';

interface ImportPreviewProps {
  /** The plan as it was read. */
  readonly plan: Plan;
  readonly violations: readonly Violation[];
  readonly startUnknown: ReadonlySet<GiId>;
  readonly comparisons: readonly HostComparison[];
  /** It would take the place of what is planned. */
  readonly isReplacing: boolean;
  /** The IDs prove nothing of the kind of a GPU: it is asked for. */
  readonly isKindAsked: boolean;
  /** The plan that is open. */
  readonly open: Plan;
}

/** Grids up to this many GPUs, strips beyond. */
const MOST_GRIDS = 6;
const MOST_HOSTS = 24;
const MOST_LINES = 100;

/** What was understood, drawn; beside what is planned where it goes to a host that is there. */
export function ImportPreview({
  plan,
  violations,
  startUnknown,
  comparisons,
  isReplacing,
  isKindAsked,
  open,
}: ImportPreviewProps) {
  const kind = isKindAsked ? null : kindWords(plan);
  const isOutlined = comparisons.length === 0 && plan.hosts.every((host) => host.gpus.length === 0);
  return (
    <section>
      <h3 className="text-head font-semibold">{titleOf(plan)}</h3>
      {kind !== null && (
        <p className="text-table text-ink2">
          {kind} <Term id="straight-mirrored">Why?</Term>
        </p>
      )}
      <div className="pt-3">
        {comparisons.length > 0 ? (
          <Comparisons comparisons={comparisons} open={open} isReplacing={isReplacing} />
        ) : (
          <Drawings plan={plan} violations={violations} startUnknown={startUnknown} />
        )}
        {isOutlined && <ReadOutline plan={plan} />}
      </div>
      {startUnknown.size > 0 && (
        <p className="flex items-start gap-1.5 pt-3 text-table text-ink2">
          <UnknownStart />
          <span>
            Start not known: the text only counts{' '}
            {startUnknown.size === 1 ? 'one instance' : counted(startUnknown.size, 'instance')} and does not
            say where {startUnknown.size === 1 ? 'it is' : 'they are'}. The planner chose a legal place.
          </span>
        </p>
      )}
    </section>
  );
}

type DrawingsProps = Pick<ImportPreviewProps, 'plan' | 'violations' | 'startUnknown'>;

function Drawings({ plan, violations, startUnknown }: DrawingsProps) {
  const count = countGpus(plan);
  if (count === 0) return null;
  if (count > MOST_GRIDS) {
    return <PlanStrips plan={plan} maxHosts={MOST_HOSTS} startUnknown={startUnknown} />;
  }
  const places = plan.hosts.flatMap((host) => host.gpus.map((gpu) => ({ host, gpu })));
  const labels = labelsOf(plan);
  const illegal = new Set(violations.flatMap(({ gi, vm }) => (gi !== null && vm === null ? gi.id : [])));
  return (
    <div className="flex flex-wrap gap-x-6 gap-y-4">
      {places.map((place) => (
        <GpuDrawing
          key={place.gpu.id}
          title={plan.hosts.length > 1 ? gpuName(place) : `GPU ${place.gpu.index}`}
          gpu={place.gpu}
          labels={labels}
          illegal={illegal}
          startUnknown={startUnknown}
        />
      ))}
    </div>
  );
}

type ComparisonsProps = Pick<ImportPreviewProps, 'comparisons' | 'open' | 'isReplacing'>;

/** Grids of what differs while that is little, a line each for the rest. */
function Comparisons({ comparisons, open, isReplacing }: ComparisonsProps) {
  const vms = vmsByInstance(open);
  const all = comparisons.flatMap(({ hostName, gpus }) =>
    gpus.map((difference) => ({ hostName, difference })),
  );
  const isMany = all.length > MOST_GRIDS;
  const drawn = all.filter(({ difference }) => !isMany || !difference.isSame).slice(0, MOST_GRIDS);
  const titles = isReplacing ? (['In the text', 'Planned now'] as const) : undefined;
  const nameOf = ({ hostName, difference }: (typeof all)[number]): string =>
    `GPU ${difference.index}${comparisons.length > 1 ? ` on ${hostName}` : ''}`;
  return (
    <ul className="flex flex-col gap-3">
      {all.slice(0, MOST_LINES).map((one, n) => (
        <li key={n} className="border-line not-first:border-t not-first:pt-3">
          {drawn.includes(one) ? (
            <>
              {all.length > 1 && (
                <h4 className="pb-1 pl-(--gutter) text-table font-semibold">{nameOf(one)}</h4>
              )}
              <GpuComparison
                difference={one.difference}
                vms={vms}
                {...(titles === undefined ? {} : { titles })}
              />
            </>
          ) : (
            <ComparisonRow title={nameOf(one)} difference={one.difference} />
          )}
        </li>
      ))}
      {all.length > MOST_LINES && (
        <li className="text-note text-ink3">and {counted(all.length - MOST_LINES, 'more GPU')}</li>
      )}
    </ul>
  );
}

function countGpus({ hosts }: Plan): number {
  return hosts.reduce((count, { gpus }) => count + gpus.length, 0);
}

/** "4 instances on GPU 0", "18 instances on 8 GPUs, 21 VMs"; where there is no GPU "esx-01, 2 VMs". */
function titleOf(plan: Plan): string {
  const gpus = countGpus(plan);
  const hosts = plan.hosts.length;
  if (gpus === 0) {
    const named = plan.hosts.length === 0 ? [] : [makeShortList(plan.hosts.map((host) => host.name))];
    return [...named, ...(plan.vms.length === 0 ? [] : [counted(plan.vms.length, 'VM')])].join(', ');
  }
  const only = gpus === 1 ? plan.hosts.find((host) => host.gpus.length > 0)?.gpus[0] : undefined;
  const where =
    only !== undefined
      ? `GPU ${only.index}`
      : `${counted(gpus, 'GPU')}${hosts > 1 ? ` of ${counted(hosts, 'host')}` : ''}`;
  const vms = plan.vms.length === 0 ? '' : `, ${counted(plan.vms.length, 'VM')}`;
  let instances = 0;
  for (const host of plan.hosts) for (const gpu of host.gpus) instances += gpu.instances.length;
  return `${counted(instances, 'instance')} on ${where}${vms}`;
}

/** VMs by instance; where there are none, the IDs that the host printed. */
function labelsOf(plan: Plan): Map<GiId, string> {
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
