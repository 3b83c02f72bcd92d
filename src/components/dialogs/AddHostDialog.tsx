import { useEffect, useRef, useState } from 'react';
import { PLATFORMS, type Plan, type Platform } from '../../model/plan.ts';
import { applyCommand, type PlanCommand } from '../../placement/commands.ts';
import { MAX_GPUS_PER_HOST } from '../../placement/gpuEdits.ts';
import { commandMessage } from '../../placement/messages.ts';
import { gestures, usePlan } from '../../state/app.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { SelectField } from '../ui/SelectField.tsx';
import { TextField } from '../ui/TextField.tsx';
import { BoardSelect } from './BoardSelect.tsx';
import { freeHostName } from './freeHostName.ts';

const PLATFORM_NAME: Readonly<Record<Platform, string>> = {
  esxi: 'VMware ESXi',
  kvm: 'KVM',
  kubernetes: 'Kubernetes',
  'bare-metal': 'Bare metal',
};

const RELEASE_HINT: Readonly<Record<Platform, string>> = {
  esxi: 'For instance 7.0 or 8.0 U3',
  kvm: 'For instance RHEL 9.4',
  kubernetes: 'For instance 1.31',
  'bare-metal': 'For instance Ubuntu 24.04',
};

/** The board that the plan used last, or that of the templates. */
function lastBoard(plan: Plan): string {
  return plan.hosts.at(-1)?.gpus.at(-1)?.board ?? 'a100-pcie-40gb';
}

function faultOf(plan: Plan, command: PlanCommand): string | null {
  const result = applyCommand(plan, command);
  return result.ok ? null : commandMessage(result.error, plan);
}

/** A new host with its GPUs, as one step. */
export function AddHostDialog() {
  const plan = usePlan((state) => state.plan);
  const last = plan.hosts.at(-1);
  const [name, setName] = useState(() => freeHostName(plan));
  const [platform, setPlatform] = useState<Platform>(last?.platform ?? 'esxi');
  const [release, setRelease] = useState(last?.release ?? '');
  const [board, setBoard] = useState(() => lastBoard(plan));
  const [count, setCount] = useState('1');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);

  const command: Extract<PlanCommand, { type: 'host/add' }> = {
    type: 'host/add',
    name,
    fields: { platform, release: release.trim() === '' ? null : release.trim() },
    // What is no number is refused as one, with the range in the sentence.
    gpus: { board, count: /^[0-9]+$/.test(count) ? Number(count) : NaN },
  };
  // A command stops at its first fault; each field is to show its own.
  const nameFault = faultOf(plan, { ...command, gpus: null });
  const gpusFault = faultOf(plan, { ...command, name: freeHostName(plan) });
  const add = (): void => {
    if (gestures.run(command)) gestures.closeDialog();
  };

  return (
    <Dialog
      title="Add host"
      size="small"
      onClose={gestures.closeDialog}
      footer={
        <div className="flex w-full justify-end gap-2">
          <Button onClick={gestures.closeDialog}>Cancel</Button>
          <Button
            variant="primary"
            type="submit"
            form="add-host"
            disabled={nameFault !== null || gpusFault !== null}
          >
            Add host
          </Button>
        </div>
      }
    >
      <form
        id="add-host"
        noValidate
        className="grid grid-cols-2 gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <TextField
          ref={field}
          label="Name"
          value={name}
          error={nameFault}
          onChange={(event) => setName(event.target.value)}
          className="col-span-2"
        />
        <SelectField
          label="Platform"
          value={platform}
          onChange={(event) => {
            setPlatform(PLATFORMS.find((one) => one === event.target.value) ?? 'esxi');
            // A release belongs to its platform.
            setRelease('');
          }}
        >
          {PLATFORMS.map((one) => (
            <option key={one} value={one}>
              {PLATFORM_NAME[one]}
            </option>
          ))}
        </SelectField>
        <TextField
          label="Release"
          hint={RELEASE_HINT[platform]}
          value={release}
          maxLength={80}
          onChange={(event) => setRelease(event.target.value)}
        />
        <BoardSelect value={board} onChange={setBoard} />
        <TextField
          label="Number of GPUs"
          type="number"
          inputMode="numeric"
          min={1}
          max={MAX_GPUS_PER_HOST}
          value={count}
          error={gpusFault}
          onChange={(event) => setCount(event.target.value)}
        />
      </form>
    </Dialog>
  );
}
