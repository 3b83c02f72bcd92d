import { vgpuOf, vgpuTypesOffered } from '../../console/lab/lab.ts';
import { lab, useLab } from '../../state/lab/lab.ts';
import { MachineDrawing } from '../console/MachineDrawing.tsx';
import { Button } from '../ui/Button.tsx';
import { SelectField } from '../ui/SelectField.tsx';

const NO_PLAN = { gpus: [], observed: null };

/** Each VM as the vSphere Client has it, and what its guest sees. */
export function LabVms() {
  const state = useLab((page) => page.lab);
  const offered = vgpuTypesOffered(state);
  return (
    <ul aria-label={`VMs of ${state.host.name}`} className="lab-vms">
      {state.host.vms.map((vm) => {
        const { name, isOn, guest } = vm;
        const driver = state.guestDrivers[name];
        const has = vgpuOf(vm);
        const types = has === null || offered.includes(has) ? offered : [has, ...offered];
        return (
          <li key={name}>
            <p className="lab-vm-head">
              <span className="font-semibold">{name}</span>
              <span className="lab-quiet">
                {isOn ? 'on' : 'off'}
                {driver === undefined ? ', no guest driver' : `, guest driver ${driver}`}
              </span>
            </p>
            <SelectField
              label={`vGPU type of ${name}`}
              value={has ?? ''}
              onChange={({ target }) =>
                lab.act({ type: 'vm/vgpu', vm: name, vgpu: target.value === '' ? null : target.value })
              }
            >
              <option value="">{offered.length === 0 ? 'none offered: MIG mode is off' : 'none'}</option>
              {types.map((type) => (
                <option key={type} value={type}>
                  {type}
                </option>
              ))}
            </SelectField>
            <div className="lab-buttons">
              <Button
                size="small"
                aria-label={`Power ${isOn ? 'off' : 'on'} ${name}`}
                onClick={() => lab.act({ type: 'vm/power', vm: name, isOn: !isOn })}
              >
                Power {isOn ? 'off' : 'on'}
              </Button>
              <Button
                size="small"
                aria-label={`Install the guest driver in ${name}`}
                onClick={() => lab.act({ type: 'vm/driver', vm: name })}
              >
                Install guest driver
              </Button>
            </div>
            {guest !== null && driver !== undefined && <MachineDrawing machine={guest} host={NO_PLAN} />}
          </li>
        );
      })}
    </ul>
  );
}
