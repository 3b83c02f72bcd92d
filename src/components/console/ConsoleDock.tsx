import { useEffect, useRef, useState } from 'react';
import { complete, promptOf } from '../../console/simulator/simulator.ts';
import type { HostId } from '../../model/ids.ts';
import {
  chooseTerminal,
  hasFocused,
  machineAt,
  runInTerminal,
  useConsole,
} from '../../state/console/consoleStore.ts';
import { openTerminal } from '../../state/console/openTerminal.ts';
import { terminalKey, type TerminalId } from '../../state/console/terminals.ts';
import { gestures, uiStore, usePlan } from '../../state/app.ts';
import { Button } from '../ui/Button.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { CloseIcon } from '../ui/icons.tsx';
import { ConsoleChoices } from './ConsoleChoices.tsx';
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
  const [isMarked, setMarked] = useState(false);
  const input = useRef<HTMLInputElement>(null);

  const first = firstHost(hosts.map(({ id }) => id));
  const isMissing = session === undefined;
  // Also after another plan was opened, and after the host of this terminal was removed.
  useEffect(() => {
    if (isMissing && first !== null) chooseTerminal({ hostId: first, vm: null });
  }, [isMissing, first]);
  const isAsked = useConsole((state) => state.isAsked);
  const power = useRef<HTMLButtonElement>(null);
  // From a menu of the host or from a VM: whoever asked for it goes on there.
  useEffect(() => {
    if (!isAsked) return;
    (input.current ?? power.current)?.focus();
    hasFocused();
  }, [isAsked]);
  const isReady = !isMissing;
  const isOpened = useRef(false);
  // Whoever opens a terminal wants to type; what has the focus for another reason keeps it.
  useEffect(() => {
    if (!isReady || isOpened.current) return;
    isOpened.current = true;
    if (document.activeElement?.matches('body, [data-console-button]') === true) input.current?.focus();
  }, [isReady]);

  const named = vm === null ? (session?.host.name ?? '') : `VM ${vm.name} on ${session?.host.name}`;
  const close = (): void => {
    gestures.showConsole(false);
    document.querySelector<HTMLElement>('[data-console-button]')?.focus();
  };
  return (
    <section aria-label="Console" data-pane className="console">
      <div className="console-head">
        <h2 className="text-body font-semibold">Console</h2>
        <div className="console-rest">
          {chosen !== null && session !== undefined && (
            <ConsoleChoices hosts={hosts} vms={vms} chosen={chosen} machine={machine} power={power} />
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
        </div>
        {/* Narrow, and a sheet is open: see the style sheet. */}
        {chosen !== null && (
          <div className="console-show">
            <Button size="small" onClick={() => void openTerminal(chosen)}>
              Show the terminal
            </Button>
          </div>
        )}
        <IconButton label="Close the console" onClick={close}>
          <CloseIcon />
        </IconButton>
      </div>
      {chosen !== null && session !== undefined && (
        <div className="console-body">
          <div className="console-terminal night">
            <ConsoleLog entries={entries} isMarked={isMarked} machine={named} />
            {machine === null ? (
              <p className="console-off">
                {vm?.name} is off. Power it on: it takes the GPU instance that it is drawn on.
              </p>
            ) : (
              <PromptLine
                key={terminalKey(chosen)}
                input={input}
                prompt={promptOf(machine)}
                machine={named}
                history={machine.history}
                completionOf={(line) => complete(machine, line)}
                onRun={(text) => runInTerminal(chosen, text)}
              />
            )}
          </div>
          {/* While a VM is off, the host that it will start on. */}
          <MachineDrawing machine={machine ?? session.machine} host={session.host} />
        </div>
      )}
    </section>
  );
}

/** Of the host that is selected, else the first. */
function firstHost(ids: readonly TerminalId['hostId'][]): HostId | null {
  const { selection } = uiStore.getState();
  const isThere = selection?.kind === 'host' && ids.includes(selection.id);
  return isThere ? selection.id : (ids[0] ?? null);
}
