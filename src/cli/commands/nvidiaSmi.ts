/** `nvidia-smi`: what the simulated tool prints on a host of a plan, or in a VM of it, with the tool's own exit status. */
import { findHost } from '../../model/plan.ts';
import { ok, type Result } from '../../model/result.ts';
import { makeShortList } from '../../placement/messages.ts';
import {
  assumptions,
  hintMessage,
  machineOf,
  powerErrorMessage,
  powerOn,
  runWords,
  type Machine,
  type SimVm,
} from '../../console/simulator/simulator.ts';
import { noticeLines, readPlan } from '../input.ts';
import { printable, printJson, unusable, type Io, type Unusable } from '../io.ts';
import type { TextFlags } from '../textFlags.ts';

export const MACHINE_STATES = ['observed', 'planned', 'empty'] as const;

export interface NvidiaSmiOptions {
  readonly gpu: string | null;
  readonly host: string | null;
  readonly vm: string | null;
  /** What the GPUs hold; null: what was observed, and where nothing was, what is planned. */
  readonly state: string | null;
  readonly texts: TextFlags;
  readonly json: boolean;
}

/** The status is the tool's; 2 stands for unusable input as well, and then one line on standard error says so. */
export function nvidiaSmi(
  io: Io,
  file: string,
  args: readonly string[],
  options: NvidiaSmiOptions,
): Result<number, Unusable> {
  const state = MACHINE_STATES.find((one) => one === options.state) ?? null;
  if (state === null && options.state !== null) {
    return unusable(`--state is one of ${MACHINE_STATES.join(', ')}, not "${options.state}"`);
  }
  const input = readPlan(io, file, { gpu: options.gpu, texts: options.texts });
  if (!input.ok) return input;
  const { reading } = input.value;
  const { hosts } = reading.plan;
  const named = options.host === null ? null : hosts.find(({ name }) => name === options.host);
  if (named === undefined) return unusable(`--host ${options.host}: the plan has no host of that name`);
  const [only, second] = hosts;
  const host = named ?? (second === undefined ? only : undefined);
  if (host === undefined) {
    return unusable(
      only === undefined
        ? 'the plan has no host'
        : `the plan has ${makeShortList(hosts.map(({ name }) => name))}; say --host`,
    );
  }
  const from = state ?? (findHost(reading.plan, host.id)?.observed == null ? 'planned' : 'observed');
  const machine = machineOf(reading.plan, host.id, { from });
  if (machine === null) return unusable(`${host.name}: no such host`);
  const place = options.vm === null ? ok(machine) : guestIn(machine, options.vm);
  if (!place.ok) return place;
  const done = runWords(place.value, ['nvidia-smi', ...args]);
  const hints = [...assumptions(machine), ...done.hints].map(hintMessage);
  if (options.json) {
    const { text, status, inferredLines, isStatusInferred } = done;
    printJson(io, { text, status, inferredLines, isStatusInferred, hints });
    return ok(done.status);
  }
  io.stderr(printable(noticeLines(reading)));
  io.stdout(printable(done.text));
  for (const hint of hints) io.stderr(printable(`note: ${hint}\n`));
  return ok(done.status);
}

/** The machine inside a VM, which is powered on for it. */
function guestIn(machine: Machine, name: string): Result<Machine, Unusable> {
  const called = vmsCalled(machine, name);
  const [vm] = called;
  if (called.length > 1) {
    const ways = called.map((_, at) => `--vm '${name}#${at + 1}'`);
    return unusable(
      `--vm ${name}: ${called.length} VMs of ${machine.name} have this name; say ${makeShortList(ways, 'or')}, in the order of the plan`,
    );
  }
  const on = powerOn(machine, vm?.id ?? name);
  if (!on.ok) return unusable(`--vm ${name}: ${powerErrorMessage(on.error)}`);
  const guest = on.value.vms.find(({ id }) => id === vm?.id)?.guest ?? null;
  return guest === null ? unusable(`--vm ${name}: it has no vGPU on this host`) : ok(guest);
}

/** Those of that name; where there are none, "web#2" is the second of those called web, in the order of the plan. */
function vmsCalled({ vms }: Machine, name: string): readonly SimVm[] {
  const called = vms.filter((vm) => vm.name === name);
  const [, stem = '', count = ''] = /^(.*)#([1-9]\d{0,8})$/.exec(name) ?? [];
  if (called.length > 0 || count === '') return called;
  const nth = vms.filter((vm) => vm.name === stem)[Number(count) - 1];
  return nth === undefined ? [] : [nth];
}
