import { profileOf } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { vmsByInstance, type GiPlace, type Plan } from '../../model/plan.ts';
import { blockOf, makeRangeName } from '../../model/slices.ts';
import { checkGpu } from '../../placement/check.ts';
import { placementMessage } from '../../placement/messages.ts';
import { gestures } from '../../state/app.ts';
import { Term } from '../glossary/Term.tsx';
import { Button } from '../ui/Button.tsx';
import { MoveIcon, RemoveIcon } from '../ui/icons.tsx';
import { Facts } from './Facts.tsx';
import { InstanceVms } from './InstanceVms.tsx';
import { VmRules } from './VmRules.tsx';
import { Panel, Part } from './Panel.tsx';
import { instanceIdFacts, nameFacts, placementFacts, sizeFacts } from './profileFacts.ts';
import { laterPart } from '../ui/laterPart.tsx';

const VgpuTypes = laterPart(async () => (await import('./VgpuTypes.tsx')).VgpuTypes);
const ComputePart = laterPart(async () => (await import('../compute/ComputePart.tsx')).ComputePart);

interface InstancePanelProps {
  readonly place: GiPlace;
  readonly plan: Plan;
}

/** A placed instance: its VM, its names side by side, what it takes. */
export function InstancePanel({ place, plan }: InstancePanelProps) {
  const { host, gpu, gi } = place;
  const board = findBoard(gpu.board);
  const faults = checkGpu(gpu, host).filter((one) => one.gi?.id === gi.id);
  // Names and sizes are of profiles that the board has.
  const isKnown = board !== undefined && profileOf(board, gi.profile) !== undefined;
  const slices =
    board === undefined ? `slice ${gi.start}` : makeRangeName(blockOf(board, gi.profile, gi.start).memory);
  return (
    <Panel
      kicker={<Term id="gi">GPU instance</Term>}
      title={gi.profile}
      subtitle={`${host.name} · GPU ${gpu.index} · memory ${slices}`}
    >
      <Part isEdits>
        <div className="flex gap-2">
          <Button onClick={() => gestures.lift({ kind: 'instance', giId: gi.id }, 'choice')}>
            <MoveIcon /> Move
          </Button>
          <Button onClick={() => gestures.run({ type: 'gi/remove', giId: gi.id })}>
            <RemoveIcon /> Remove
          </Button>
        </div>
      </Part>
      {faults.length > 0 && (
        <Part title="Illegal">
          {faults.map(({ fault }) => (
            <p key={fault.code} className="text-table text-ink2">
              {placementMessage(fault, plan)}
            </p>
          ))}
        </Part>
      )}
      <InstanceVms place={place} plan={plan} />
      {(vmsByInstance(plan).get(gi.id) ?? []).map((vm) => (
        <VmRules key={vm.id} vm={vm} plan={plan} />
      ))}
      {isKnown && (
        <>
          <ComputePart place={place} plan={plan} board={board} />
          <Part title="Names">
            <Facts
              facts={[
                ...nameFacts(gpu, board, gi.profile),
                ...instanceIdFacts(gpu, board, gi.profile, gi.start),
              ]}
            />
          </Part>
          <VgpuTypes gpu={gpu} profile={gi.profile} />
          <Part title="Size">
            <Facts facts={[...placementFacts(gi, board), ...sizeFacts(board, gi.profile)]} />
          </Part>
        </>
      )}
    </Panel>
  );
}
