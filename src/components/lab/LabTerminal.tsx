import { useRef, useState } from 'react';
import { HOST, machineAt } from '../../console/lab/lab.ts';
import { complete, promptOf } from '../../console/simulator/simulator.ts';
import type { Entry } from '../../state/console/terminals.ts';
import { lab, useLab } from '../../state/lab/lab.ts';
import { ConsoleLog } from '../console/ConsoleLog.tsx';
import { PromptLine } from '../console/PromptLine.tsx';
import { Button } from '../ui/Button.tsx';
import { Segmented } from '../ui/Segmented.tsx';

const NONE: readonly Entry[] = [];

/** The terminals of the lab: the host's, and one in each VM. */
export function LabTerminal() {
  const at = useLab((page) => page.terminal);
  const state = useLab((page) => page.lab);
  const entries = useLab((page) => page.entries.get(at) ?? NONE);
  const [isMarked, setMarked] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const machine = machineAt(state, at);
  const named = at === HOST ? state.host.name : `VM ${at} on ${state.host.name}`;
  const options = [
    { value: HOST, label: state.host.name },
    ...state.host.vms.map(({ name, isOn }) => ({ value: name, label: isOn ? name : `${name} (off)` })),
  ];
  return (
    <section aria-label="Console" className="lab-console" data-pane>
      <div className="console-head">
        <Segmented label="Terminal of" options={options} value={at} onChange={lab.chooseTerminal} />
        <span className="console-space" />
        <label className="console-mark">
          <input type="checkbox" checked={isMarked} onChange={() => setMarked(!isMarked)} />
          Mark inferred text
        </label>
      </div>
      <div className="console-terminal night">
        <ConsoleLog entries={entries} isMarked={isMarked} machine={named} />
        {machine === null ? (
          <p className="console-off">
            {at} is off.{' '}
            <Button size="small" onClick={() => lab.act({ type: 'vm/power', vm: at, isOn: true })}>
              Power it on
            </Button>
          </p>
        ) : (
          <PromptLine
            key={at}
            input={input}
            prompt={promptOf(machine)}
            machine={named}
            placeholder="type a command"
            history={machine.history}
            completionOf={(line) => complete(machine, line)}
            onRun={(text) => lab.type(text, at)}
          />
        )}
      </div>
    </section>
  );
}
