import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { parseVmTable } from '../../formats/vmTable.ts';
import { vmTableErrorMessage } from '../../formats/vmTableMessages.ts';
import type { Plan } from '../../model/plan.ts';
import type { VmCommand } from '../../placement/vms/vmEdits.ts';
import { gestures, usePlan, useUi } from '../../state/app.ts';
import { placeMany } from '../../state/placeMany.ts';
import { CodeField } from '../dialogs/CodeField.tsx';
import { counted } from '../dialogs/counted.ts';
import { SourceActions } from '../dialogs/SourceActions.tsx';
import { useSettled } from '../dialogs/useSettled.ts';
import { isPressed } from '../actions/keys.ts';
import { LATER_KEYS } from '../actions/laterKeys.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { WorkSign } from './WorkSign.tsx';
import { VmTablePreview } from './VmTablePreview.tsx';
import { VmTableVerdict } from './VmTableVerdict.tsx';

const EXAMPLE = 'Name\tType\tCount\tGroup\nchat\tA100-3-20C\t2\tchat\nocr\t1g.5gb\t20';

// What was typed and not added: a dialog that is closed by mistake loses nothing.
let draft = '';

function read(text: string, plan: Plan): ReturnType<typeof parseVmTable> | null {
  if (text.trim() === '') return null;
  const gpus = plan.hosts.flatMap((host) => host.gpus);
  return parseVmTable(text, { taken: plan.vms.map((vm) => vm.name), gpus });
}

/** Many VMs at once, from a table: what it would add is shown beside it before anything is added. */
export function VmTableDialog() {
  const plan = usePlan((state) => state.plan);
  const hasGpus = plan.hosts.some((host) => host.gpus.length > 0);
  const [text, setText] = useState(draft);
  const [isPlaced, setPlaced] = useState(hasGpus);
  const [fault, setFault] = useState<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const settled = useSettled(text);
  const reply = useMemo(() => read(settled, plan), [settled, plan]);
  const reading = reply?.ok === true ? reply.value : null;
  const error = fault ?? (reply?.ok === false ? vmTableErrorMessage(reply.error) : null);
  const vms = reading?.value.vms ?? [];
  const isBehind = settled !== text;
  const isWorking = useUi((ui) => ui.work !== null);
  const canAdd = vms.length > 0 && !isBehind && !isWorking;

  useLayoutEffect(() => field.current?.focus(), []);
  useEffect(() => {
    draft = text;
  }, [text]);

  const take = (next: string): void => {
    setText(next);
    setFault(null);
  };
  const add = (): void => {
    const command: VmCommand = { type: 'vm/addMany', vms, place: isPlaced };
    if (!canAdd) return;
    void placeMany(command).then((isDone) => {
      if (!isDone) return;
      draft = '';
      gestures.closeDialog();
    });
  };
  const flagged = useMemo(
    () => new Set((reading?.notices ?? []).flatMap(({ at }) => ('line' in at ? [at.line] : []))),
    [reading],
  );

  return (
    <Dialog
      title="Paste VMs"
      size="wide"
      isBare
      onClose={gestures.closeDialog}
      footer={
        <>
          {isWorking ? <WorkSign /> : <VmTableVerdict reading={reading} error={error} isBehind={isBehind} />}
          <label className="flex min-h-7 cursor-pointer items-center gap-2 text-table pointer-coarse:min-h-11">
            <input type="checkbox" checked={isPlaced} onChange={(event) => setPlaced(event.target.checked)} />
            Place them now
          </label>
          <Button onClick={gestures.closeDialog}>Cancel</Button>
          <Button variant="primary" className="max-[30rem]:flex-1" disabled={!canAdd} onClick={add}>
            {vms.length === 0 ? 'Add VMs' : `Add ${counted(vms.length, 'VM')}`}
          </Button>
        </>
      }
    >
      <div className="flex min-h-0 flex-auto flex-col max-wide:overflow-y-auto wide:grid wide:h-140 wide:grid-cols-2">
        <div className="flex min-h-0 flex-col gap-2 border-line bg-ground px-5 py-4 max-wide:shrink-0 max-wide:border-b max-[30rem]:px-4 wide:border-r">
          <div
            className="flex min-h-0 flex-1 flex-col"
            onKeyDown={(event) => {
              if (!isPressed(event, LATER_KEYS.confirm)) return;
              event.preventDefault();
              add();
            }}
          >
            <CodeField
              ref={field}
              label="Table of VMs"
              value={text}
              onChange={take}
              flagged={flagged}
              placeholder={EXAMPLE}
              className="min-h-52 flex-1"
              actions={<SourceActions text={text} onText={take} onFault={setFault} field={field} />}
            />
          </div>
          <p className="text-note text-ink2">
            Name, vGPU type or profile, count, group: in this order, or in any order under headings, where
            notes may be a column too; separated by tabs, commas or semicolons. Several vGPUs of one VM are
            joined by “+”. VMs of one group are kept on different GPUs.{' '}
            <span className="whitespace-nowrap pointer-coarse:hidden">
              <Kbd>Ctrl</Kbd> <Kbd>Enter</Kbd> adds them.
            </span>
          </p>
        </div>
        <VmTablePreview reading={reading} plan={plan} isPlaced={isPlaced} />
      </div>
    </Dialog>
  );
}
