import { useEffect, useMemo, useRef, useState } from 'react';
import { hostNamesMessage, parseHostNames } from '../../formats/hostNames.ts';
import { PLATFORMS, type Plan, type Platform } from '../../model/plan.ts';
import { applyCommand, type PlanCommand } from '../../placement/commands.ts';
import { MAX_GPUS_PER_HOST } from '../../placement/gpuEdits.ts';
import { creationRule } from '../../placement/rules/hostRules.ts';
import { commandMessage, PLATFORM_NAMES } from '../../placement/messages.ts';
import { gestures, usePlan } from '../../state/app.ts';
import { runCommand } from '../../state/specialEdits.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { SelectField } from '../ui/SelectField.tsx';
import { TextField } from '../ui/TextField.tsx';
import { ReleaseField } from '../inspector/ReleaseField.tsx';
import { BoardSelect } from './BoardSelect.tsx';
import { CodeField } from './CodeField.tsx';
import { counted } from './counted.ts';
import { freeHostName } from './freeHostName.ts';

/** The board that the plan used last, or that of the templates. */
function lastBoard(plan: Plan): string {
  return plan.hosts.at(-1)?.gpus.at(-1)?.board ?? 'a100-pcie-40gb';
}

function faultOf(plan: Plan, command: PlanCommand): string | null {
  const result = applyCommand(plan, command);
  return result.ok ? null : commandMessage(result.error, plan);
}

/** A new host with its GPUs, or many that are alike, as one step. */
export function AddHostDialog() {
  const plan = usePlan((state) => state.plan);
  const last = plan.hosts.at(-1);
  const [name, setName] = useState(() => freeHostName(plan));
  /** Not null: many are added, and this is the list of their names. */
  const [list, setList] = useState<string | null>(null);
  const [platform, setPlatform] = useState<Platform>(last?.platform ?? 'esxi');
  const [release, setRelease] = useState(last?.release ?? null);
  const [driver, setDriver] = useState(last?.driver ?? '');
  const [board, setBoard] = useState(() => lastBoard(plan));
  const [count, setCount] = useState('1');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);

  const names = useMemo(() => (list === null ? null : parseHostNames(list)), [list]);
  const alike = {
    fields: { platform, release, driver: driver.trim() || null },
    // What is no number is refused as one, with the range in the sentence.
    gpus: { board, count: /^[0-9]+$/.test(count) ? Number(count) : NaN },
  };
  const many = { type: 'host/addMany', names: names?.ok === true ? names.value : [], ...alike } as const;
  const one = { type: 'host/add', name, ...alike } as const;
  // A command stops at its first fault; each field is to show its own.
  const nameFault = faultOf(plan, { ...(list === null ? one : many), gpus: null });
  const listFault = names === null || names.ok ? null : hostNamesMessage(names.error);
  const gpusFault = faultOf(plan, { ...one, name: freeHostName(plan) });
  const add = (): void => {
    if (runCommand(list === null ? one : many)) gestures.closeDialog();
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
            disabled={nameFault !== null || listFault !== null || gpusFault !== null}
          >
            {list === null ? 'Add host' : `Add ${counted(many.names.length, 'host')}`}
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
        {list === null ? (
          <div className="col-span-2 flex items-start gap-2">
            <TextField
              ref={field}
              label="Name"
              value={name}
              error={nameFault}
              onChange={(event) => setName(event.target.value)}
              className="flex-1"
            />
            <Button className="mt-5" onClick={() => setList('')}>
              Many at once
            </Button>
          </div>
        ) : (
          <div className="col-span-2">
            <CodeField
              label="Names"
              value={list}
              onChange={setList}
              placeholder="esx-[01-40]"
              className="h-32"
              actions={
                <Button size="small" onClick={() => setList(null)}>
                  Only one
                </Button>
              }
            />
            <p className="pt-1 text-note text-ink3">
              {listFault ??
                nameFault ??
                `${counted(many.names.length, 'host')}, from ${many.names[0]} to ${many.names.at(-1)}.`}
            </p>
          </div>
        )}
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
