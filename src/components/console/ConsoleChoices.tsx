import type { Ref } from 'react';
import type { Machine, SimVm } from '../../console/simulator/simulator.ts';
import type { HostId, VmId } from '../../model/ids.ts';
import type { Host } from '../../model/plan.ts';
import { chooseTerminal, switchPower } from '../../state/console/consoleStore.ts';
import type { TerminalId } from '../../state/console/terminals.ts';
import { Button } from '../ui/Button.tsx';
import { SelectField } from '../ui/SelectField.tsx';

interface ConsoleChoicesProps {
  readonly hosts: readonly Host[];
  readonly vms: readonly SimVm[];
  readonly chosen: TerminalId;
  /** Null: its VM is off. */
  readonly machine: Machine | null;
  readonly power: Ref<HTMLButtonElement>;
}

/** Whose terminal is shown, and the switch of a VM. */
export function ConsoleChoices({ hosts, vms, chosen, machine, power }: ConsoleChoicesProps) {
  const { hostId, vm } = chosen;
  return (
    <>
      <SelectField
        label="Host"
        hideLabel
        value={hostId}
        onChange={({ target }) => chooseTerminal({ hostId: Number(target.value) as HostId, vm: null })}
        className="console-choice"
      >
        {hosts.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      {vms.length > 0 && (
        <SelectField
          label="Terminal of"
          hideLabel
          value={vm ?? ''}
          onChange={({ target }) =>
            chooseTerminal({ hostId, vm: target.value === '' ? null : (Number(target.value) as VmId) })
          }
          className="console-choice"
        >
          <option value="">The host itself</option>
          {vms.map((one) => (
            <option key={one.id} value={one.id}>
              {`VM ${toldApart(one, vms)}${one.isOn ? '' : ' (off)'}`}
            </option>
          ))}
        </SelectField>
      )}
      {vm !== null && (
        <Button ref={power} size="small" onClick={() => switchPower({ hostId, vm })}>
          {machine === null ? 'Power on' : 'Power off'}
        </Button>
      )}
    </>
  );
}

/** A VM's name, with a number where others of the host have the same. */
function toldApart({ id, name }: SimVm, vms: readonly SimVm[]): string {
  const same = vms.filter((one) => one.name === name);
  return same.length === 1
    ? name
    : `${name}, ${same.findIndex((one) => one.id === id) + 1} of ${same.length}`;
}
