import type { Board } from '../../model/board.ts';
import { boardLabel, profileOf } from '../../model/board.ts';
import { ciSlices, isUndivided, splitName } from '../../model/compute.ts';
import { vmsByInstance, type GiPlace, type Plan } from '../../model/plan.ts';
import { makeShortList } from '../../placement/messages.ts';
import { useReadOnly } from '../../state/app.ts';
import { hueOf } from '../board/hue.ts';
import { Term } from '../glossary/Term.tsx';
import { Part } from '../inspector/Panel.tsx';
import { CutEditor } from './CutEditor.tsx';
import { DeviceList } from './DeviceList.tsx';
import { LeftRows } from './LeftRows.tsx';
import { SplitChoices } from './SplitChoices.tsx';
import './compute.css';

interface ComputePartProps {
  readonly place: GiPlace;
  readonly plan: Plan;
  readonly board: Board;
}

/** The compute instances of an instance in its panel: how it is cut, what the board offers, and what software sees of it. */
export function ComputePart({ place, plan, board }: ComputePartProps) {
  const { host, gi } = place;
  const isReadOnly = useReadOnly();
  const profile = profileOf(board, gi.profile);
  if (profile === undefined) return null;
  const vms = vmsByInstance(plan).get(gi.id) ?? [];
  // Kubernetes and bare metal give MIG devices of the host itself.
  const isInGuest = vms.length > 0 && host.platform !== 'kubernetes' && host.platform !== 'bare-metal';
  const isOpen = !profile.computeInstancesComplete;
  const isCut = !isUndivided(gi);
  // Where all rows go to equal ones there is nothing to choose.
  const sizes = gi.computeInstances.map((ci) => ciSlices(ci.profile) ?? 0);
  const isEven =
    new Set(sizes).size === 1 && sizes.reduce((sum, size) => sum + size, 0) === profile.computeSlices;
  const isDrawnFreely = isCut && !isEven && gi.computeInstances.some(({ start }) => start === null);
  const memory = profile.memoryGiB === null ? 'its memory' : `its ${profile.memoryGiB} GiB`;
  const canBeCut = profile.computeInstances.length > 1 || isCut;
  return (
    <div data-hue={hueOf(board, gi.profile)} className="contents">
      <Part title={<Term id="ci">Compute instances</Term>}>
        {canBeCut && isReadOnly ? (
          <p className="text-table text-ink2">They divide its rows and share {memory}.</p>
        ) : canBeCut ? (
          <>
            <p className="text-table text-ink2">They divide its rows and share {memory}.</p>
            <CutEditor gi={gi} profile={profile} />
            <LeftRows gi={gi} profile={profile} />
            <SplitChoices gi={gi} profile={profile} />
          </>
        ) : (
          <p className="text-table text-ink2">
            {isOpen
              ? 'One, undivided: the default.'
              : 'One, the whole of it: a single compute slice is not divided.'}
          </p>
        )}
        {isOpen && (
          <p className="text-note text-ink3">
            Unknown beyond the default: no public listing shows what else {profile.name} of{' '}
            {boardLabel(board)} offers.
            {isCut && ` ${splitName(gi.computeInstances.map((one) => one.profile))} is kept as it came in.`}
          </p>
        )}
        {isInGuest && canBeCut && (
          <p className="text-note text-ink3">
            It serves {makeShortList(vms.map((vm) => vm.name))}: by default the guest has one compute
            instance, the whole of it. It may be cut inside the guest, and is whole again after the VM
            restarts.
          </p>
        )}
      </Part>
      <Part
        title={
          <Term id="mig-device">{isInGuest ? 'As software in the VM sees it' : 'As software sees it'}</Term>
        }
      >
        <DeviceList place={place} board={board} profile={profile} isInGuest={isInGuest} />
        {isDrawnFreely && (
          <p className="text-note text-ink3">
            Rows as drawn. No public source lists the starts of compute instances, so the driver chooses them.
          </p>
        )}
      </Part>
    </div>
  );
}
