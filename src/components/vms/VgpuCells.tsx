/** The cells of a VM's row about its vGPUs: what each wants, and the instance it has. */
import type { ReactNode } from 'react';
import type { Board } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { GiId } from '../../model/ids.ts';
import { findInstance, type Attachment, type GiPlace, type Plan, type Vm } from '../../model/plan.ts';
import { blockOf, makeRangeName } from '../../model/slices.ts';
import { isWaiting } from '../../placement/assign.ts';
import { gestures } from '../../state/app.ts';
import { wantedInFull, wantedProfile } from '../board/typeNames.ts';
import { ProfileSwatch } from '../ui/ProfileSwatch.tsx';
import { TypeOptions } from './TypeOptions.tsx';
import { parseWants, typeGroups, wantsValue } from './typeChoices.ts';
import { prospectOf } from './waiting.ts';

interface VgpuCellsProps {
  readonly vm: Vm;
  readonly plan: Plan;
  /** False: the selects hold no more than their value. */
  readonly hasAll: boolean;
}

/** "esx-01 · GPU 0 · slices 0–3" */
function placeText({ host, gpu, gi }: GiPlace): string {
  const board = findBoard(gpu.board);
  const slices =
    board === undefined ? `slice ${gi.start}` : makeRangeName(blockOf(board, gi.profile, gi.start).memory);
  return `${host.name} · GPU ${gpu.index} · ${slices}`;
}

/** The usual VM: its type and its instance are chosen in the row. */
export function OneVgpu({ vm, plan, hasAll }: VgpuCellsProps) {
  const [attachment] = vm.attachments;
  const wants = attachment?.wants;
  const place = placeOf(plan, attachment);
  const groups = hasAll ? typeGroups(plan.hosts) : [];
  const value = wants === undefined ? '' : wantsValue(wants);
  const isListed = groups.some((group) => group.choices.some((choice) => choice.value === value));
  return (
    <>
      <td>
        <Wanted plan={plan} attachment={attachment}>
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
              <option value={value}>
                {wants === undefined
                  ? 'No vGPU'
                  : wantedInFull(wants, place === undefined ? [] : [place.gpu])}
              </option>
            )}
            <TypeOptions groups={groups} />
          </select>
        </Wanted>
      </td>
      <td>
        <select
          aria-label={`Instance for ${vm.name}`}
          value={attachment?.instance ?? ''}
          className="cell-select"
          onChange={(event) => assign(vm, event.target.value)}
        >
          <option value="">Waiting</option>
          {place !== undefined && <option value={place.gi.id}>{placeText(place)}</option>}
          {hasAll && <Places places={freeFor(plan, vm)} />}
        </select>
      </td>
    </>
  );
}

/** A VM with several vGPUs, a line for each. To change what it wants would be to take the others away. */
export function SeveralVgpus({ vm, plan, hasAll }: VgpuCellsProps) {
  const places = vm.attachments.map((attachment) => placeOf(plan, attachment));
  return (
    <>
      <td>
        {vm.attachments.map((attachment, index) => {
          const gpu = places[index]?.gpu;
          return (
            <Wanted key={index} plan={plan} attachment={attachment}>
              <span className="cell-line">{wantedInFull(attachment.wants, gpu ? [gpu] : [])}</span>
            </Wanted>
          );
        })}
      </td>
      <td>
        {vm.attachments.map(({ instance }, index) => {
          const place = places[index];
          return (
            <span key={index} className="cell-line">
              {place !== undefined ? placeText(place) : instance === null ? 'Waiting' : 'Gone'}
            </span>
          );
        })}
        <select
          aria-label={`Instance for ${vm.name}`}
          value="now"
          className="cell-select"
          onChange={(event) => assign(vm, event.target.value)}
        >
          <option value="now" hidden>
            Change …
          </option>
          <option value="">All waiting</option>
          {hasAll && isWaiting(vm) && <Places places={prospectOf(plan, vm).free} />}
        </select>
      </td>
    </>
  );
}

interface WantedProps {
  readonly plan: Plan;
  readonly attachment: Attachment | undefined;
  readonly children: ReactNode;
}

/** What one vGPU wants, beside the hue of its profile. */
function Wanted({ plan, attachment, children }: WantedProps) {
  const profile = attachment === undefined ? null : wantedProfile(attachment.wants);
  const place = placeOf(plan, attachment);
  const board = place === undefined ? firstBoardWith(plan, profile) : findBoard(place.gpu.board);
  return (
    <span className="flex min-w-0 items-center gap-2">
      {profile !== null && <ProfileSwatch board={board} profile={profile} />}
      {children}
    </span>
  );
}

function Places({ places }: { readonly places: readonly GiPlace[] }) {
  return places.map((one) => (
    <option key={one.gi.id} value={one.gi.id}>
      {placeText(one)}
    </option>
  ));
}

function placeOf(plan: Plan, attachment: Attachment | undefined): GiPlace | undefined {
  return attachment?.instance == null ? undefined : findInstance(plan, attachment.instance);
}

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

function firstBoardWith(plan: Plan, profile: string | null): Board | undefined {
  if (profile === null) return undefined;
  for (const host of plan.hosts) {
    for (const gpu of host.gpus) {
      const board = findBoard(gpu.board);
      if (board?.profiles.some((one) => one.name === profile) === true) return board;
    }
  }
  return undefined;
}
