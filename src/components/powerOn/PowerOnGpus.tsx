import { vmsByInstance, type Plan } from '../../model/plan.ts';
import { boardName, makeShortList } from '../../placement/messages.ts';
import type { PowerOnGpu } from '../../placement/powerOn/powerOn.ts';
import { drawnElsewhere, landsElsewhere, refusalMessage } from '../../placement/powerOn/powerOnMessages.ts';
import { expectedPlan } from '../../placement/powerOn/powerOnReplay.ts';
import { RefusedIcon } from '../ui/icons.tsx';
import type { MiniInstance } from '../ui/MiniGrid.tsx';
import { Differences } from './Differences.tsx';
import { PowerOnDrawing } from './PowerOnDrawing.tsx';
import { StepBadge } from './StepBadge.tsx';
import { landedOf, type Landed, type PowerOnReading, type ShownModel } from './readPowerOn.ts';

interface PowerOnGpusProps {
  readonly plan: Plan;
  readonly reading: PowerOnReading;
  readonly shown: ShownModel | null;
  readonly step: number;
}

/** Each GPU as it is drawn, as it is to be expected after this step, and why the two differ. */
export function PowerOnGpus({ plan, reading, shown, step }: PowerOnGpusProps) {
  const { host } = reading;
  const landed = shown === null ? [] : landedOf(shown);
  const now = shown === null ? null : expectedPlan(plan, host, shown.steps.slice(0, step));
  const refused = shown?.steps[step - 1]?.refused ?? null;
  const stuck = shown?.steps[step - 1]?.vm;
  const blockers = new Set(
    (refused?.reasons ?? []).flatMap(({ error }) => ('blockedBy' in error ? error.blockedBy : [])),
  );
  return (
    <div className="power-on-gpus">
      {refused !== null && stuck !== undefined && now !== null && (
        <p className="flex gap-2 pb-2 text-body text-ink">
          <RefusedIcon />
          <span className="min-w-0 flex-1">{refusalMessage(stuck, refused, now, host)}</span>
        </p>
      )}
      {host.gpus.map((one, gpuAt) => {
        const here = landed.filter(({ landing }) => landing.gpuAt === gpuAt);
        const drawnHere = landed.filter(({ vgpu }) => vgpu.drawn?.gpu.id === one.gpu.id);
        const then = now?.hosts
          .find(({ id }) => id === host.host.id)
          ?.gpus.find(({ id }) => id === one.gpu.id);
        const inTheWay = new Set(
          then?.instances.filter(({ id }) => blockers.has(id)).map(({ start }) => start) ?? [],
        );
        return (
          <section
            key={one.gpu.id}
            aria-label={`GPU ${one.gpu.index} on ${host.host.name}`}
            className="power-on-gpu"
          >
            <div className="flex min-h-7 items-baseline gap-3 pb-1 pl-(--gutter)">
              <h3 className="text-body font-semibold">GPU {one.gpu.index}</h3>
              <span className="text-table text-ink3">{boardName(one.gpu.board)}</span>
            </div>
            <div className="flex flex-wrap gap-x-5 gap-y-3">
              <PowerOnDrawing
                title="Drawn"
                one={one}
                gpu={one.gpu}
                instances={drawnInstances(plan, reading, one, landed)}
              />
              {shown !== null && then !== undefined && (
                <PowerOnDrawing
                  title="Expected"
                  when={step === 0 ? 'nothing started' : `after step ${step} of ${reading.order.length}`}
                  one={one}
                  gpu={then}
                  instances={expectedInstances(reading, one, here, step, inTheWay)}
                />
              )}
              {shown !== null && (
                <Differences reading={reading} one={one} here={here} drawnHere={drawnHere} />
              )}
            </div>
          </section>
        );
      })}
      {host.gpus.length === 0 && (
        <p className="py-3 text-body text-ink2">No GPU of {host.host.name} takes part.</p>
      )}
    </div>
  );
}

function drawnInstances(
  plan: Plan,
  { host }: PowerOnReading,
  { gpu }: PowerOnGpu,
  landed: readonly Landed[],
): MiniInstance[] {
  const vms = vmsByInstance(plan);
  return gpu.instances.map((gi) => {
    const names = (vms.get(gi.id) ?? []).map((vm) => vm.name);
    const notes = landed
      .filter(({ vgpu }) => vgpu.drawn?.gi.id === gi.id)
      .flatMap(({ vgpu, landing }) => landsElsewhere(host, vgpu, landing) ?? []);
    return {
      profile: gi.profile,
      start: gi.start,
      ...(names.length === 0 ? { label: 'no VM', isGhost: true } : { label: makeShortList(names) }),
      ...(notes.length === 0 ? {} : { note: [...new Set(notes)].join(', ') }),
    };
  });
}

function expectedInstances(
  { host }: PowerOnReading,
  { geometry }: PowerOnGpu,
  here: readonly Landed[],
  step: number,
  inTheWay: ReadonlySet<number>,
): MiniInstance[] {
  const byStart = new Map<number, Landed[]>();
  for (const one of here) byStart.set(one.landing.start, [...(byStart.get(one.landing.start) ?? []), one]);
  return [...byStart].map(([start, all]) => {
    const on = all.filter((one) => one.step <= step);
    const named = on.length > 0 ? on : all;
    const first = named[0] as Landed;
    const notes = named.flatMap(({ vgpu, landing }) => drawnElsewhere(host, vgpu, landing) ?? []);
    return {
      profile: geometry.board.profiles[first.landing.profileIndex]?.name ?? '',
      start,
      label: makeShortList(named.map(({ vm }) => vm.vm.name)),
      badge: <StepBadge step={first.step} isDone={on.length > 0} />,
      isGhost: on.length === 0,
      // What is started next, or what stands in the way of it.
      isLit: all.some((one) => one.step === step + 1) || inTheWay.has(start),
      ...(inTheWay.has(start)
        ? { note: 'in the way' }
        : notes.length === 0
          ? {}
          : { note: [...new Set(notes)].join(', ') }),
    };
  });
}
