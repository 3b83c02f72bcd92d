/** The console on the page's own stores: a machine and what the plan says of its host stay one. */
import { beforeEach, expect, test } from 'vitest';
import { parseLayout } from '../../formats/layout.ts';
import type { HostId } from '../../model/ids.ts';
import type { Plan } from '../../model/plan.ts';
import { planStore, uiStore } from '../app.ts';
import { chooseTerminal, consoleStore, machineAt, runInTerminal, switchPower } from './consoleStore.ts';
import { terminalKey, type TerminalId } from './terminals.ts';

const READ_ONLY = 'This plan is read-only. “Make it mine” gives you a copy that you can change.';
const SWITCH = 'nvidia-smi -i 0 -mig 1';

function planOf(layout: string, change: (plan: Plan) => Plan = (plan) => plan): Plan {
  const reading = parseLayout(layout);
  if (!reading.ok) throw new Error('layout');
  return change(reading.value.plan);
}

const PLAN = planOf('h/0 a100-pcie-40gb: 3g.20gb@0=chat');
const HOST = PLAN.hosts[0]!.id;
const HOST_TERMINAL = { hostId: HOST, vm: null };

function begin(plan: Plan, isReadOnly: boolean, hostId: HostId = HOST): void {
  planStore.getState().open({ plan, past: [], future: [] }, isReadOnly);
  chooseTerminal({ hostId, vm: null });
}

const said = (): string => uiStore.getState().message.text;
const modes = (): (boolean | undefined)[] =>
  machineAt(consoleStore.getState(), HOST_TERMINAL)?.gpus.map(({ mode }) => mode) ?? [];
const log = (id: TerminalId = HOST_TERMINAL): string[] =>
  (consoleStore.getState().entries.get(terminalKey(id)) ?? []).map((entry) =>
    entry.kind === 'answer' ? entry.line : entry.text,
  );

beforeEach(() => {
  consoleStore.setState({ sessions: new Map(), entries: new Map(), chosen: null, isAsked: false });
});

test('what a command makes of a machine is one step of the plan', () => {
  begin(PLAN, false);
  runInTerminal(HOST_TERMINAL, SWITCH);
  expect(modes()).toEqual([true]);
  expect(planStore.getState().past).toHaveLength(1);
});

test('of a plan that is only read the machine can be looked at, and stays what the plan says', () => {
  begin(PLAN, true);
  runInTerminal(HOST_TERMINAL, SWITCH);
  expect(said()).toBe(READ_ONLY);
  expect(modes()).toEqual([false]);
  expect(log().at(-1)).toBe(`“${SWITCH}” was not run. ${READ_ONLY}`);
  expect(planStore.getState().plan).toBe(PLAN);
  runInTerminal(HOST_TERMINAL, 'nvidia-smi -L');
  expect(log().at(-1)).toBe('nvidia-smi -L');
  expect(said()).toContain('GPU 0');
});

test('a paste ends before the first line that would change it', () => {
  begin(PLAN, true);
  runInTerminal(
    HOST_TERMINAL,
    ['nvidia-smi -L', SWITCH, 'nvidia-smi mig -cgi 9', 'nvidia-smi -L'].join('\n'),
  );
  expect(log().slice(-2)).toEqual([
    'nvidia-smi -L',
    `“${SWITCH}” was not run, nor the 2 after it. ${READ_ONLY}`,
  ]);
  expect(modes()).toEqual([false]);
  runInTerminal(HOST_TERMINAL, `${SWITCH}\nnvidia-smi -L`);
  expect(log().at(-1)).toBe(`“${SWITCH}” was not run, nor the line after it. ${READ_ONLY}`);
});

test('a VM whose start would create an instance is not powered on where the plan is only read', () => {
  const onPower = planOf('h/0 a100-pcie-40gb: 3g.20gb@0=chat', (plan) => ({
    ...plan,
    hosts: plan.hosts.map((host) => ({
      ...host,
      ...{ platform: 'esxi', release: '8.0u3', creation: 'power-on' },
      observed: [{ ...host.gpus[0]!, instances: [] }],
    })),
  }));
  const vm = onPower.vms[0]!.id;
  begin(onPower, false);
  switchPower({ hostId: HOST, vm });
  expect(planStore.getState().past).toHaveLength(1);
  begin(onPower, true);
  switchPower({ hostId: HOST, vm });
  expect(said()).toBe(READ_ONLY);
  expect(log({ hostId: HOST, vm })).toEqual([READ_ONLY]);
  expect(machineAt(consoleStore.getState(), { hostId: HOST, vm })).toBeNull();
});
