/** The cells of a VM's row about its vGPUs, a line for each: what it wants, and the instance it has. */
import type { GiId } from '../../model/ids.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { Board } from '../../model/board.ts';
import {
  boardsOf,
  findInstance,
  MAX_VGPUS_PER_VM,
  type Attachment,
  type Plan,
  type Vm,
} from '../../model/plan.ts';
import { gestures, planStore, usePlan, useReadOnly } from '../../state/app.ts';
import { wantedProfile } from '../board/typeNames.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { CloseIcon, PlusIcon } from '../ui/icons.tsx';
import { ProfileSwatch } from '../ui/ProfileSwatch.tsx';
import type { VmLine } from './rows.ts';
import { placeText } from './rows.ts';
import { TypeOptions } from './TypeOptions.tsx';
import { parseWants, typeGroups, wantsValue } from './typeChoices.ts';
import { freeFor } from './waiting.ts';

interface VgpuCellsProps {
  readonly vm: Vm;
  readonly lines: readonly VmLine[];
  /** False: the selects hold no more than their value. */
  readonly hasAll: boolean;
}

/** " of chat-1", or ", vGPU 2" behind it where it has several. */
function ofVm(vm: Vm, index: number): string {
  return vm.attachments.length === 1 ? vm.name : `${vm.name}, vGPU ${index + 1}`;
}

export function TypeCell({ vm, lines, hasAll }: VgpuCellsProps) {
  const count = vm.attachments.length;
  return (
    <td className="vm-type">
      {count === 0 && (
        <span className="vgpu-line">
          <TypeSelect vm={vm} index={0} text="No vGPU" hasAll={hasAll} />
        </span>
      )}
      {vm.attachments.map((attachment, index) => (
        <span key={index} className="vgpu-line">
          <Swatch attachment={attachment} />
          <TypeSelect vm={vm} index={index} text={lines[index]?.type ?? ''} hasAll={hasAll} />
          {count > 1 && (
            <IconButton
              data-edits
              label={`Remove vGPU ${index + 1} of ${vm.name}`}
              size="small"
              onClick={() => gestures.run({ type: 'vm/removeVgpu', vmId: vm.id, attachment: index })}
            >
              <CloseIcon />
            </IconButton>
          )}
          {hasAll && index === count - 1 && count < MAX_VGPUS_PER_VM && (
            <IconButton
              data-edits
              label={`Add a vGPU to ${vm.name}`}
              size="small"
              className="vgpu-add"
              onClick={() => gestures.run({ type: 'vm/addVgpu', vmId: vm.id, wants: attachment.wants })}
            >
              <PlusIcon />
            </IconButton>
          )}
        </span>
      ))}
    </td>
  );
}

export function WhereCell({ vm, lines, hasAll }: VgpuCellsProps) {
  const isReadOnly = useReadOnly();
  return (
    <td className="vm-where">
      {vm.attachments.map(({ instance }, index) => (
        <span key={index} className="vgpu-line">
          <select
            aria-label={`Instance for ${ofVm(vm, index)}`}
            // Behind the name of a host with its domain there is no room for the GPU.
            title={instance === null ? undefined : lines[index]?.where}
            value={instance ?? ''}
            disabled={isReadOnly}
            className="cell-select"
            onChange={(event) => assign(vm, index, event.target.value)}
          >
            <option value="">Waiting</option>
            {instance !== null && <option value={instance}>{lines[index]?.where}</option>}
            {hasAll && <Places vm={vm} index={index} />}
          </select>
        </span>
      ))}
    </td>
  );
}

interface TypeSelectProps {
  readonly vm: Vm;
  readonly index: number;
  readonly text: string;
  readonly hasAll: boolean;
}

function TypeSelect({ vm, index, text, hasAll }: TypeSelectProps) {
  const isReadOnly = useReadOnly();
  const wants = vm.attachments[index]?.wants;
  const value = wants === undefined ? '' : wantsValue(wants);
  return (
    <select
      aria-label={`vGPU type of ${ofVm(vm, index)}`}
      title={text}
      value={value}
      disabled={isReadOnly}
      className="cell-select"
      onChange={(event) => {
        const next = parseWants(event.target.value);
        if (next !== null) gestures.run({ type: 'vm/want', vmId: vm.id, wants: next, attachment: index });
      }}
    >
      {hasAll ? <Types value={value} text={text} /> : <option value={value}>{text}</option>}
    </select>
  );
}

/** All types of the plan's boards, and the value where it is none of them. */
function Types({ value, text }: { readonly value: string; readonly text: string }) {
  const groups = usePlan((state) => typeGroups(state.plan.hosts));
  const isListed = groups.some((group) => group.choices.some((choice) => choice.value === value));
  return (
    <>
      {!isListed && <option value={value}>{text}</option>}
      <TypeOptions groups={groups} />
    </>
  );
}

function Places({ vm, index }: { readonly vm: Vm; readonly index: number }) {
  const plan = usePlan((state) => state.plan);
  // An edit on its way may have taken the VM from the plan already.
  return freeFor(plan, vm, index).map((place) => (
    <option key={place.gi.id} value={place.gi.id}>
      {placeText(place)}
    </option>
  ));
}

/** The hue of what one vGPU wants, beside it. */
function Swatch({ attachment }: { readonly attachment: Attachment }) {
  const profile = usePlan(({ plan }) => {
    const place = attachment.instance === null ? undefined : findInstance(plan, attachment.instance);
    return wantedProfile(attachment.wants, place === undefined ? boardsOf(plan.hosts) : [place.gpu.board]);
  });
  const board = usePlan(({ plan }) => boardOf(plan, attachment, profile));
  return profile === null ? null : <ProfileSwatch board={board} profile={profile} />;
}

function boardOf(plan: Plan, { instance }: Attachment, profile: string | null): Board | undefined {
  const place = instance === null ? undefined : findInstance(plan, instance);
  return place === undefined ? firstBoardWith(plan.hosts, profile) : findBoard(place.gpu.board);
}

const boardsWith = new WeakMap<Plan['hosts'], Map<string, Board | undefined>>();

function firstBoardWith(hosts: Plan['hosts'], profile: string | null): Board | undefined {
  if (profile === null) return undefined;
  const known = boardsWith.get(hosts) ?? new Map<string, Board | undefined>();
  boardsWith.set(hosts, known);
  if (!known.has(profile)) {
    const boards = boardsOf(hosts).map(findBoard);
    known.set(
      profile,
      boards.find((board) => board?.profiles.some((one) => one.name === profile)),
    );
  }
  return known.get(profile);
}

/** The value of the select: an instance, or nothing for waiting. What it has already is no step. */
function assign(vm: Vm, attachment: number, value: string): void {
  const giId = value === '' ? null : (Number(value) as GiId);
  const now = planStore.getState().plan.vms.find((one) => one.id === vm.id)?.attachments[
    attachment
  ]?.instance;
  if (giId === now) return;
  if (giId === null) gestures.run({ type: 'vm/unassign', vmId: vm.id, attachment });
  else gestures.run({ type: 'vm/assign', vmId: vm.id, giId, attachment });
}
