import { useState } from 'react';
import type { VmId } from '../../model/ids.ts';
import { vmsByInstance, type GiPlace, type Plan, type Wanted } from '../../model/plan.ts';
import { checkAssign, holdersOn, typesOfInstance, vmsPerInstance } from '../../placement/vms/assign.ts';
import { gestures, useReadOnly } from '../../state/app.ts';
import { NotesSign } from '../board/NotesSign.tsx';
import { typeLabel } from '../board/typeNames.ts';
import { Button } from '../ui/Button.tsx';
import { SelectField } from '../ui/SelectField.tsx';
import { TextField } from '../ui/TextField.tsx';
import { Part } from './Panel.tsx';

interface InstanceVmsProps {
  readonly place: GiPlace;
  readonly plan: Plan;
}

/** The VMs of an instance: those it has, waiting ones of exactly its type, or a new one. */
export function InstanceVms({ place, plan }: InstanceVmsProps) {
  const { gpu, gi } = place;
  const isReadOnly = useReadOnly();
  const vms = vmsByInstance(plan).get(gi.id) ?? [];
  const types = typesOfInstance(gpu, gi);
  const holders = holdersOn(plan, gi.id);
  const matching = plan.vms.filter((vm) =>
    vm.attachments.some(
      (attachment) => attachment.instance === null && checkAssign(attachment.wants, place, holders).ok,
    ),
  );
  const max = vmsPerInstance(types, { kind: 'profile', profile: gi.profile });
  return (
    <Part title={max === 1 ? 'VM' : `VMs, at most ${max}`}>
      {vms.map((vm) => (
        <div key={vm.id} className="flex items-center gap-2">
          <button
            type="button"
            title={`The vGPUs of ${vm.name}`}
            onClick={() => gestures.select({ kind: 'vm', id: vm.id })}
            className="min-h-6 min-w-0 truncate text-left font-medium underline-offset-4 hover:underline pointer-coarse:min-h-11"
          >
            {vm.name}
          </button>
          <NotesSign of={{ kind: 'vm', id: vm.id }} name={vm.name} notes={vm.notes} />
          <Button
            data-edits
            size="small"
            className="ml-auto"
            aria-label={`Send ${vm.name} back to waiting`}
            onClick={() => gestures.run({ type: 'vm/unassign', vmId: vm.id })}
          >
            Back to waiting
          </Button>
        </div>
      ))}
      {vms.length < max && !isReadOnly && (
        <>
          {matching.length > 0 && (
            <SelectField
              label="Assign a waiting VM"
              value=""
              onChange={(event) =>
                gestures.run({
                  type: 'vm/assign',
                  vmId: Number(event.target.value) as VmId,
                  giId: gi.id,
                })
              }
            >
              <option value="">Choose…</option>
              {matching.map((vm) => (
                <option key={vm.id} value={vm.id}>
                  {vm.name}
                </option>
              ))}
            </SelectField>
          )}
          <AddVm
            place={place}
            choices={
              types.length === 0
                ? [{ wants: { kind: 'profile', profile: gi.profile }, label: gi.profile }]
                : types.map((type) => ({
                    wants: { kind: 'type', type: type.type },
                    label: typeLabel(type),
                  }))
            }
          />
        </>
      )}
      {vms.length === 0 && isReadOnly && <p className="text-table text-ink2">None.</p>}
    </Part>
  );
}

interface AddVmProps {
  readonly place: GiPlace;
  readonly choices: readonly { readonly wants: Wanted; readonly label: string }[];
}

function AddVm({ place, choices }: AddVmProps) {
  const [name, setName] = useState('');
  const [choice, setChoice] = useState(0);
  const wants = (choices[choice] ?? choices[0])?.wants;
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (wants !== undefined && gestures.run({ type: 'vm/add', name, wants, giId: place.gi.id })) {
          setName('');
        }
      }}
    >
      {choices.length > 1 && (
        <SelectField
          label="vGPU type of the new VM"
          value={choice}
          onChange={(event) => setChoice(Number(event.target.value))}
        >
          {choices.map((one, index) => (
            <option key={one.label} value={index}>
              {one.label}
            </option>
          ))}
        </SelectField>
      )}
      <div className="flex items-end gap-2">
        <TextField
          label="New VM here"
          placeholder="Name"
          value={name}
          onChange={(event) => setName(event.target.value)}
          className="flex-1"
        />
        <Button type="submit" disabled={name.trim() === ''}>
          Add a VM
        </Button>
      </div>
    </form>
  );
}
