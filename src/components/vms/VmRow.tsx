import { memo, useState } from 'react';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { GiId } from '../../model/ids.ts';
import { findInstance, type GiPlace, type Plan, type Vm } from '../../model/plan.ts';
import { blockOf, makeRangeName } from '../../model/slices.ts';
import { isWaiting } from '../../placement/assign.ts';
import { gestures, useUi } from '../../state/app.ts';
import { wantedInFull, wantedProfile } from '../board/typeNames.ts';
import { makeLift } from '../dnd/liftable.ts';
import { EditableName } from '../ui/EditableName.tsx';
import { GripIcon, RemoveIcon } from '../ui/icons.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { ProfileSwatch } from '../ui/ProfileSwatch.tsx';
import { TypeOptions } from './TypeOptions.tsx';
import { parseWants, typeGroups, wantsValue } from './typeChoices.ts';
import { prospectOf, prospectText } from './waiting.ts';

interface VmRowProps {
  readonly vm: Vm;
  readonly plan: Plan;
  /** All options of every row at once are too many in a long list: then they come when the row is touched. */
  readonly isLazy: boolean;
}

/** "esx-01 · GPU 0 · slices 0–3" */
function placeText({ host, gpu, gi }: GiPlace): string {
  const board = findBoard(gpu.board);
  const slices =
    board === undefined ? `slice ${gi.start}` : makeRangeName(blockOf(board, gi.profile, gi.start).memory);
  return `${host.name} · GPU ${gpu.index} · ${slices}`;
}

/** One VM: what it wants, where it is, and what would let it in. */
export const VmRow = memo(function VmRow({ vm, plan, isLazy }: VmRowProps) {
  const [isTouched, setTouched] = useState(false);
  const isInHand = useUi((ui) => ui.lifted?.kind === 'vm' && ui.lifted.vmId === vm.id);
  const isByKeys = useUi((ui) => isInHand && ui.liftedBy === 'keys');
  const lift = makeLift({ kind: 'vm', vmId: vm.id });
  const wants = vm.attachments[0]?.wants;
  const profile = wantedProfile(vm);
  const giId = vm.attachments[0]?.instance ?? null;
  const place = giId === null ? undefined : findInstance(plan, giId);
  const board = place === undefined ? firstBoardWith(plan, profile) : findBoard(place.gpu.board);
  const hasAll = !isLazy || isTouched;
  const groups = hasAll ? typeGroups(plan.hosts) : [];
  const value = wants === undefined ? '' : wantsValue(wants);
  const isListed = groups.some((group) => group.choices.some((choice) => choice.value === value));
  const touch = isLazy && !isTouched ? () => setTouched(true) : undefined;
  return (
    <tr data-lift={lift} data-in-hand={isInHand || undefined} onPointerEnter={touch} onFocus={touch}>
      <td>
        <span className="flex items-center">
          <button
            type="button"
            data-lift={lift}
            aria-pressed={isByKeys || undefined}
            aria-label={`Lift ${vm.name}`}
            title="Drag onto a matching instance, or press Space"
            onClick={() => gestures.lift({ kind: 'vm', vmId: vm.id }, 'choice')}
            className="grip"
          >
            <GripIcon />
          </button>
          <EditableName
            value={vm.name}
            label={`Rename ${vm.name}`}
            onCommit={(name) => gestures.run({ type: 'vm/rename', vmId: vm.id, name })}
            className="font-medium"
            isGrip
          />
        </span>
      </td>
      <td>
        <span className="flex items-center gap-2">
          {profile !== null && <ProfileSwatch board={board} profile={profile} />}
          <select
            aria-label={`vGPU type of ${vm.name}`}
            value={value}
            className="cell-select"
            onChange={(event) => {
              const next = parseWants(event.target.value);
              if (next !== null) gestures.run({ type: 'vm/want', vmId: vm.id, wants: next });
            }}
          >
            {!isListed && (
              <option value={value}>{wantedInFull(vm, place === undefined ? [] : [place.gpu])}</option>
            )}
            <TypeOptions groups={groups} />
          </select>
        </span>
      </td>
      <td>
        <select
          aria-label={`Instance for ${vm.name}`}
          value={giId ?? ''}
          className="cell-select"
          onChange={(event) => assign(vm, event.target.value)}
        >
          <option value="">Waiting</option>
          {place !== undefined && <option value={place.gi.id}>{placeText(place)}</option>}
          {hasAll &&
            freeFor(plan, vm).map((one) => (
              <option key={one.gi.id} value={one.gi.id}>
                {placeText(one)}
              </option>
            ))}
        </select>
      </td>
      <td className="text-ink2">
        {isWaiting(vm) ? prospectText(plan, vm) : place === undefined ? 'Its instance is gone' : 'Placed'}
      </td>
      <td>
        <IconButton
          label={`Remove ${vm.name}`}
          size="small"
          onClick={() => gestures.run({ type: 'vm/remove', vmId: vm.id })}
        >
          <RemoveIcon />
        </IconButton>
      </td>
    </tr>
  );
});

/** The value of the select: an instance, or nothing for waiting. What it has already is no step. */
function assign(vm: Vm, value: string): void {
  const giId = value === '' ? null : (Number(value) as GiId);
  if (giId !== null) {
    if (vm.attachments.every((attachment) => attachment.instance !== giId))
      gestures.run({ type: 'vm/assign', vmId: vm.id, giId });
  } else if (vm.attachments.some((attachment) => attachment.instance !== null)) {
    gestures.run({ type: 'vm/unassign', vmId: vm.id });
  }
}

/** Instances it could have or change over to; for a placed VM as if it waited. */
function freeFor(plan: Plan, vm: Vm): readonly GiPlace[] {
  const [first] = vm.attachments;
  if (first === undefined) return [];
  const waiting = isWaiting(vm) ? vm : { ...vm, attachments: [{ ...first, instance: null }] };
  return prospectOf(plan, waiting).free.filter((one) => one.gi.id !== first.instance);
}

function firstBoardWith(plan: Plan, profile: string | null) {
  if (profile === null) return undefined;
  for (const host of plan.hosts) {
    for (const gpu of host.gpus) {
      const board = findBoard(gpu.board);
      if (board?.profiles.some((one) => one.name === profile) === true) return board;
    }
  }
  return undefined;
}
