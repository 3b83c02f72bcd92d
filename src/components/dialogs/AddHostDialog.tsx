import { useEffect, useRef, useState } from 'react';
import { PLATFORMS, type Plan, type Platform } from '../../model/plan.ts';
import { applyCommand, type PlanCommand } from '../../placement/commands.ts';
import { MAX_GPUS_PER_HOST } from '../../placement/gpuEdits.ts';
import { creationRule } from '../../placement/rules/hostRules.ts';
import { commandMessage, PLATFORM_NAMES } from '../../placement/messages.ts';
import { gestures, usePlan } from '../../state/app.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { SelectField } from '../ui/SelectField.tsx';
import { TextField } from '../ui/TextField.tsx';
import { ReleaseField } from '../inspector/ReleaseField.tsx';
import { BoardSelect } from './BoardSelect.tsx';
import { freeHostName } from './freeHostName.ts';

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
  const [release, setRelease] = useState(last?.release ?? null);
  const [driver, setDriver] = useState(last?.driver ?? '');
  const [board, setBoard] = useState(() => lastBoard(plan));
  const [count, setCount] = useState('1');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);

  const command: Extract<PlanCommand, { type: 'host/add' }> = {
    type: 'host/add',
    name,
    fields: { platform, release, driver: driver.trim() || null },
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
            setRelease(null);
          }}
        >
          {PLATFORMS.map((one) => (
            <option key={one} value={one}>
              {PLATFORM_NAMES[one]}
            </option>
          ))}
        </SelectField>
        <ReleaseField platform={platform} value={release} onKeep={setRelease} />
        <p className="col-span-2 -mt-2 text-note text-ink3">
          {creationRule({ platform, release, creation: null }).says}
        </p>
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
        <TextField
          label="Driver"
          hint="If it is known: R550, or 450.80.02. Profiles it is too old for are then refused."
          value={driver}
          maxLength={60}
          onChange={(event) => setDriver(event.target.value)}
          className="col-span-2"
        />
      </form>
    </Dialog>
  );
}
