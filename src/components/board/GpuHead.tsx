import { type KeyboardEvent } from 'react';
import type { Gpu } from '../../model/plan.ts';
import type { SliceUse } from '../../placement/stranded.ts';
import { useUi } from '../../state/app.ts';
import { isPressed, KEYS } from '../actions/keys.ts';
import { ActionsButton } from './ActionsButton.tsx';
import { NotesSign } from './NotesSign.tsx';
import { select } from './select.ts';
import { laterPart } from '../ui/laterPart.tsx';

const GpuMenu = laterPart(async () => (await import('../layouts/GpuMenu.tsx')).GpuMenu, { isSoon: true });

interface GpuHeadProps {
  readonly gpu: Gpu;
  readonly hostName: string;
  readonly use: SliceUse;
}

/** Ctrl+C copies the layout. What is selected as text is copied as text, as ever. */
function copyOnKey(event: KeyboardEvent, gpu: Gpu): void {
  if (!isPressed(event, KEYS.copy) || document.getSelection()?.isCollapsed === false) return;
  event.preventDefault();
  void import('../../state/layoutClipboard.ts').then(({ copyGpuLayout }) => copyGpuLayout(gpu.id));
}

/** "GPU 0", which opens its settings, how many slices are used, and what can be done with its layout. */
export function GpuHead({ gpu, hostName, use }: GpuHeadProps) {
  const isSelected = useUi((ui) => ui.selection?.kind === 'gpu' && ui.selection.id === gpu.id);
  return (
    <div className="flex h-6 items-center justify-between gap-2 pointer-coarse:h-11">
      <button
        type="button"
        data-gpu-head
        data-focus-home
        aria-current={isSelected || undefined}
        title={`Settings of GPU ${gpu.index} on ${hostName}`}
        onClick={() => select({ kind: 'gpu', id: gpu.id })}
        onKeyDown={(event) => copyOnKey(event, gpu)}
        className="gpu-name -ml-1 min-h-6 rounded-strip px-1 text-table font-semibold underline-offset-4 hover:underline aria-[current]:underline pointer-coarse:min-h-11"
      >
        GPU {gpu.index}
      </button>
      <NotesSign
        of={{ kind: 'gpu', id: gpu.id }}
        name={`GPU ${gpu.index} on ${hostName}`}
        notes={gpu.notes}
      />
      {use.computeTotal > 0 && (
        <>
          <span aria-hidden="true" className="ml-auto text-note whitespace-pre text-ink2 tabular-nums">
            {`C ${use.computeUsed}/${use.computeTotal}  M ${use.memoryUsed}/${use.memoryTotal}`}
          </span>
          <span className="sr-only">
            {use.computeUsed} of {use.computeTotal} compute slices and {use.memoryUsed} of {use.memoryTotal}{' '}
            memory slices used
          </span>
        </>
      )}
      <ActionsButton label={`Actions for GPU ${gpu.index} on ${hostName}`}>
        {(menu) => <GpuMenu gpu={gpu} menu={menu} />}
      </ActionsButton>
    </div>
  );
}
