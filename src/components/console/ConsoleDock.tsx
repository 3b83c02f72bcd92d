import { useEffect, useRef, useState } from 'react';
import { complete, promptOf, type SimVm } from '../../console/simulator/simulator.ts';
import type { HostId, VmId } from '../../model/ids.ts';
import {
  chooseTerminal,
  machineAt,
  runInTerminal,
  switchPower,
  useConsole,
} from '../../state/console/consoleStore.ts';
import { terminalKey, type TerminalId } from '../../state/console/terminals.ts';
import { gestures, uiStore, usePlan } from '../../state/app.ts';
import { Button } from '../ui/Button.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { CloseIcon } from '../ui/icons.tsx';
import { SelectField } from '../ui/SelectField.tsx';
import { ConsoleLog } from './ConsoleLog.tsx';
import { MachineDrawing } from './MachineDrawing.tsx';
import { PromptLine } from './PromptLine.tsx';
import './console.css';

const NONE: readonly never[] = [];

/** The simulated terminal of one host, or of a VM on it. */
export function ConsoleDock() {
  const hosts = usePlan(({ plan }) => plan.hosts);
  const shown = useConsole((state) => state.chosen);
  const session = useConsole((state) => (shown === null ? undefined : state.sessions.get(shown.hostId)));
  const vms = session?.machine.vms ?? NONE;
  // Where a VM was removed, or went to another host, its host's own terminal is shown.
  const vm = vms.find(({ id }) => id === shown?.vm) ?? null;
  const chosen = shown === null ? null : { ...shown, vm: vm?.id ?? null };
  const machine = useConsole((state) => (chosen === null ? null : machineAt(state, chosen)));
  const entries = useConsole((state) =>
    chosen === null ? NONE : (state.entries.get(terminalKey(chosen)) ?? NONE),
  );
  const spoken = useConsole((state) => state.spoken);
  const [isMarked, setMarked] = useState(false);
  const input = useRef<HTMLInputElement>(null);

  const first = firstHost(hosts.map(({ id }) => id));
  const isMissing = session === undefined;
  // Also after another plan was opened, and after the host of this terminal was removed.
  useEffect(() => {
    if (isMissing && first !== null) chooseTerminal({ hostId: first, vm: null });
  }, [isMissing, first]);
  const isReady = !isMissing;
  const isOpened = useRef(false);
  // Whoever opens a terminal wants to type; what has the focus for another reason keeps it.
  useEffect(() => {
    if (!isReady || isOpened.current) return;
    isOpened.current = true;
    if (document.activeElement?.matches('body, [data-console-button]') === true) input.current?.focus();
  }, [isReady]);

  const close = (): void => {
    gestures.showConsole(false);
    document.querySelector<HTMLElement>('[data-console-button]')?.focus();
  };
  return (
    <section aria-label="Console" className="console">
      <div className="console-head">
        <h2 className="text-body font-semibold">Console</h2>
        {chosen !== null && session !== undefined && (
          <>
            <SelectField
              label="Host"
              hideLabel
              value={chosen.hostId}
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
                value={vm?.id ?? ''}
                onChange={({ target }) =>
                  chooseTerminal({
                    hostId: chosen.hostId,
                    vm: target.value === '' ? null : (Number(target.value) as VmId),
                  })
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
              <Button size="small" onClick={() => switchPower({ hostId: chosen.hostId, vm: vm.id })}>
                {machine === null ? 'Power on' : 'Power off'}
              </Button>
            )}
          </>
        )}
        <label className="console-mark">
          <input type="checkbox" checked={isMarked} onChange={() => setMarked(!isMarked)} />
          Mark inferred text
        </label>
        <span className="console-space" />
        {session !== undefined && session.host.observed !== null && (
          <Button
            size="small"
            variant="quiet"
            title="What this host reports beside its plan, and the way to adopt it"
            onClick={() => gestures.openView({ kind: 'observed', hostId: session.host.id })}
          >
            Compare and adopt
          </Button>
        )}
        <IconButton label="Close the console" onClick={close}>
          <CloseIcon />
        </IconButton>
      </div>
      {chosen !== null && session !== undefined && (
        <div className="console-body">
          <div className="console-terminal">
            <ConsoleLog entries={entries} isMarked={isMarked} />
            {machine === null ? (
              <p className="console-off">
                {vm?.name} is off. Power it on: it takes the GPU instance that it is drawn on.
              </p>
            ) : (
              <PromptLine
                key={terminalKey(chosen)}
                input={input}
                prompt={promptOf(machine)}
                history={machine.history}
                completionOf={(line) => complete(machine, line)}
                onRun={(text) => runInTerminal(chosen, text)}
              />
            )}
          </div>
          {machine !== null && <MachineDrawing machine={machine} host={session.host} />}
        </div>
      )}
      <div role="status" aria-label="Last answer" className="sr-only">
        <span key={spoken.count}>{spoken.text}</span>
      </div>
    </section>
  );
}

/** A VM's name, with a number where others of the host have the same. */
function toldApart({ id, name }: SimVm, vms: readonly SimVm[]): string {
  const same = vms.filter((one) => one.name === name);
  return same.length === 1
    ? name
    : `${name}, ${same.findIndex((one) => one.id === id) + 1} of ${same.length}`;
}

/** Of the host that is selected, else the first. */
function firstHost(ids: readonly TerminalId['hostId'][]): HostId | null {
  const { selection } = uiStore.getState();
  const isThere = selection?.kind === 'host' && ids.includes(selection.id);
  return isThere ? selection.id : (ids[0] ?? null);
}
