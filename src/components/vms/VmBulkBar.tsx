import { useEffect, useRef, useState } from 'react';
import type { VmId } from '../../model/ids.ts';
import type { Plan } from '../../model/plan.ts';
import type { VmCommand } from '../../placement/vms/vmEdits.ts';
import { gestures, useUi } from '../../state/app.ts';
import { placeMany } from '../../state/placeMany.ts';
import { counted, figure } from '../dialogs/counted.ts';
import { Button } from '../ui/Button.tsx';
import { SelectField } from '../ui/SelectField.tsx';
import { TextField } from '../ui/TextField.tsx';
import type { VmEntry } from './rows.ts';
import { TypeOptions } from './TypeOptions.tsx';
import { parseWants, typeGroups } from './typeChoices.ts';

interface VmBulkBarProps {
  readonly shown: readonly VmEntry[];
  readonly plan: Plan;
  readonly picked: ReadonlySet<VmId>;
}

/** What is asked for before it is done: of the VMs that were picked when it was asked. */
interface Question {
  readonly kind: 'type' | 'group';
  readonly vmIds: readonly VmId[];
}

/**
 * What can be done with the VMs that are picked. Those that the filter hides are left alone, and the buttons say how many
 * they are about: nothing is done to what cannot be seen.
 */
export function VmBulkBar({ shown, plan, picked }: VmBulkBarProps) {
  const [asked, setQuestion] = useState<Question | null>(null);
  const isWorking = useUi((ui) => ui.work !== null);
  if (picked.size === 0) return null;
  const here = shown.filter(({ vm }) => picked.has(vm.id));
  const count = plan.vms.filter((vm) => picked.has(vm.id)).length;
  const hidden = count - here.length;
  if (count === 0) return null;
  const vmIds = here.map(({ vm }) => vm.id);
  const ids = new Set(vmIds);
  // A question about what is not all in sight any more is not the question that was asked.
  const question = asked?.vmIds.every((id) => ids.has(id)) === true ? asked : null;
  const waiting = here.filter(({ state }) => state === 'waiting').map(({ vm }) => vm.id);
  const withInstance = here.flatMap(({ vm }) =>
    vm.attachments.some(({ instance }) => instance !== null) ? [vm.id] : [],
  );
  const run = (command: VmCommand): void => {
    void placeMany(command);
    setQuestion(null);
  };
  return (
    <div role="group" aria-label="Selected VMs" className="dock-bulk">
      <span className="text-table font-medium">{figure(here.length)} selected</span>
      {hidden > 0 && (
        <span className="text-table text-ink2">
          {hidden === 1 ? '1 more is' : `${figure(hidden)} more are`} hidden by the filter and stay
          {hidden === 1 ? 's' : ''} as {hidden === 1 ? 'it is' : 'they are'}
        </span>
      )}
      <span className="flex-1" />
      {question === null ? (
        <>
          <Button
            size="small"
            disabled={waiting.length === 0 || isWorking}
            onClick={() => run({ type: 'vm/place', vmIds: waiting })}
          >
            Place {figure(waiting.length)}
          </Button>
          <Button
            size="small"
            disabled={withInstance.length === 0}
            onClick={() => run({ type: 'vm/unassignMany', vmIds: withInstance })}
          >
            Send {figure(withInstance.length)} back to waiting
          </Button>
          <Button
            size="small"
            disabled={vmIds.length === 0}
            onClick={() => setQuestion({ kind: 'type', vmIds })}
          >
            Change type of {figure(vmIds.length)}
          </Button>
          <Button
            size="small"
            disabled={vmIds.length === 0}
            onClick={() => setQuestion({ kind: 'group', vmIds })}
          >
            Set group of {figure(vmIds.length)}
          </Button>
          <Button
            size="small"
            disabled={vmIds.length === 0}
            onClick={() => run({ type: 'vm/removeMany', vmIds })}
          >
            Remove {figure(vmIds.length)}
          </Button>
          <Button
            size="small"
            variant="quiet"
            data-focus-home
            onClick={() => gestures.showVms({ picked: new Set() })}
          >
            Select none
          </Button>
        </>
      ) : (
        <Answer question={question} plan={plan} onRun={run} onCancel={() => setQuestion(null)} />
      )}
    </div>
  );
}

interface AnswerProps {
  readonly question: Question;
  readonly plan: Plan;
  readonly onRun: (command: VmCommand) => void;
  readonly onCancel: () => void;
}

function Answer({ question: { kind, vmIds }, plan, onRun, onCancel }: AnswerProps) {
  const groups = typeGroups(plan.hosts);
  const [value, setValue] = useState(kind === 'type' ? (groups[0]?.choices[0]?.value ?? '') : '');
  const whose = `of ${counted(vmIds.length, 'selected VM')}`;
  const wants = parseWants(value);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>('select, input')?.focus(), []);
  const isReady = kind === 'group' || wants !== null;
  return (
    <form
      ref={form}
      className="dock-answer"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        if (kind === 'group') onRun({ type: 'vm/setGroup', vmIds, group: value });
        else if (wants !== null) onRun({ type: 'vm/wantMany', vmIds, wants });
      }}
    >
      {kind === 'type' ? (
        <SelectField
          label={`vGPU type ${whose}`}
          hideLabel
          value={value}
          onChange={(event) => setValue(event.target.value)}
          className="w-56"
        >
          <TypeOptions groups={groups} />
        </SelectField>
      ) : (
        <TextField
          label={`Group ${whose}`}
          hideLabel
          placeholder="Kept on different GPUs; empty: none"
          value={value}
          onChange={(event) => setValue(event.target.value)}
          className="w-64"
        />
      )}
      <Button type="submit" size="small" variant="primary" disabled={!isReady}>
        {kind === 'type' ? 'Change type' : value.trim() === '' ? 'Take out of group' : 'Set group'} of{' '}
        {figure(vmIds.length)}
      </Button>
      <Button size="small" variant="quiet" onClick={onCancel}>
        Cancel
      </Button>
    </form>
  );
}
