import { profileOf } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { findGpu, findInstance, vmsByInstance, type Plan } from '../../model/plan.ts';
import { blockOf, makeRangeName } from '../../model/slices.ts';
import { legalStarts } from '../../placement/legal.ts';
import { commandMessage, makeList } from '../../placement/messages.ts';
import { sliceUse } from '../../placement/stranded.ts';
import { gestures } from '../../state/app.ts';
import type { Refusal } from '../../state/uiStore.ts';
import { Button } from '../ui/Button.tsx';
import { Facts, type Fact } from './Facts.tsx';
import { RefusalRule } from './RefusalRule.tsx';
import { Panel, Part } from './Panel.tsx';
import { laterPart } from '../ui/laterPart.tsx';

const WaysOut = laterPart(async () => (await import('../ways/WaysOut.tsx')).WaysOut);

interface RefusalPanelProps {
  readonly refusal: Refusal;
  readonly plan: Plan;
}

/** Why not: the rule, then the figures, numbers apart from geometry. */
export function RefusalPanel({ refusal, plan }: RefusalPanelProps) {
  const place = findGpu(plan, refusal.gpuId);
  return (
    <Panel
      kicker="Refused"
      title={refusal.profile ?? 'VM'}
      {...(place === undefined ? {} : { subtitle: `${place.host.name} · GPU ${place.gpu.index}` })}
    >
      <Part>
        <p className="text-body">{commandMessage(refusal.error, plan)}</p>
      </Part>
      <WaysOut refusal={refusal} plan={plan} />
      <RefusalRule error={refusal.error} />
      {/* Of a driver that is too old the slices say nothing. */}
      {refusal.error.code !== 'driver-too-old' && <Figures refusal={refusal} plan={plan} />}
      <Part>
        <div>
          <Button onClick={gestures.putBack}>Clear</Button>
        </div>
      </Part>
    </Panel>
  );
}

function Figures({ refusal, plan }: RefusalPanelProps) {
  const gpu = findGpu(plan, refusal.gpuId)?.gpu;
  const board = gpu === undefined ? undefined : findBoard(gpu.board);
  const profile =
    board === undefined || refusal.profile === null ? undefined : profileOf(board, refusal.profile);
  if (gpu === undefined || board === undefined || profile?.memorySlices == null || gpu.use !== 'mig')
    return null;
  const use = sliceUse(gpu);
  const memoryFree = use.memoryTotal - use.memoryUsed;
  const computeFree = use.computeTotal - use.computeUsed;
  const fitsByNumbers = memoryFree >= profile.memorySlices && computeFree >= profile.computeSlices;
  const { starts } = legalStarts(gpu, profile.name);
  const geometry: Fact[] = [
    { name: `Starts of ${profile.name}`, value: profile.starts?.join(', ') ?? 'not public' },
    { name: 'Free now', value: starts.length === 0 ? 'none' : starts.join(', ') },
    ...(refusal.start === null
      ? []
      : [
          {
            name: 'Would cover',
            value: makeRangeName(blockOf(board, profile.name, refusal.start).memory),
          },
        ]),
    ...(refusal.blockedBy.length === 0
      ? []
      : [{ name: 'In the way', value: makeList(refusal.blockedBy.map((id) => holder(plan, id))) }]),
  ];
  return (
    <>
      <Part title={fitsByNumbers ? 'By the numbers it fits' : 'By the numbers it does not fit'}>
        <Facts
          facts={[
            {
              name: 'Memory slices free',
              value: `${memoryFree} of ${use.memoryTotal}, needs ${profile.memorySlices}`,
            },
            {
              name: 'Compute slices free',
              value: `${computeFree} of ${use.computeTotal}, needs ${profile.computeSlices}`,
            },
          ]}
        />
      </Part>
      <Part title="By the geometry it does not">
        <Facts facts={geometry} />
      </Part>
    </>
  );
}

/** "asr-1, slices 0–1" */
function holder(plan: Plan, id: Refusal['blockedBy'][number]): string {
  const place = findInstance(plan, id);
  const board = place === undefined ? undefined : findBoard(place.gpu.board);
  if (place === undefined || board === undefined) return 'another instance';
  const vms = vmsByInstance(plan).get(id) ?? [];
  const name = vms.length === 0 ? place.gi.profile : vms.map((vm) => vm.name).join(' + ');
  return `${name} (${makeRangeName(blockOf(board, place.gi.profile, place.gi.start).memory)})`;
}
