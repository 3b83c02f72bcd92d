import { useRef, useState } from 'react';
import { boardLabel, type BoardId } from '../../model/board.ts';
import { findBoard, VGPU_BOARDS } from '../../model/catalogue/catalogue.ts';
import { canBeMirrored } from '../../model/instanceId.ts';
import { GPU_USES, type GpuKind, type GpuPlace, type GpuUse, type Plan } from '../../model/plan.ts';
import { isVariantOpen } from '../../model/vgpu.ts';
import { gpuName } from '../../placement/messages.ts';
import { sliceUse } from '../../placement/stranded.ts';
import type { GpuFields } from '../../placement/gpuEdits.ts';
import { gestures } from '../../state/app.ts';
import { runCommand } from '../../state/specialEdits.ts';
import { BoardOptions } from '../dialogs/BoardOptions.tsx';
import { Term } from '../glossary/Term.tsx';
import { Button } from '../ui/Button.tsx';
import { RemoveIcon } from '../ui/icons.tsx';
import { SelectField } from '../ui/SelectField.tsx';
import { Facts } from './Facts.tsx';
import { LineField } from './LineField.tsx';
import { NotesPart } from './NotesPart.tsx';
import { FieldsPart, Panel, Part } from './Panel.tsx';
import { VariantSelect } from './VariantSelect.tsx';
import { laterPart } from '../ui/laterPart.tsx';

const BoardPreview = laterPart(async () => (await import('./BoardPreview.tsx')).BoardPreview);
const LayoutPart = laterPart(async () => (await import('../layouts/LayoutPart.tsx')).LayoutPart);

const USES: Record<GpuUse, string> = {
  mig: 'On',
  off: 'Off',
  reserved: 'Reserved for time-slicing or passthrough',
};

/** The settings of one GPU. */
export function GpuPanel({ place, plan }: { readonly place: GpuPlace; readonly plan: Plan }) {
  const { host, gpu } = place;
  const board = findBoard(gpu.board);
  const boardField = useRef<HTMLSelectElement>(null);
  const [wanted, setWanted] = useState<BoardId | null>(null);
  // Undo, or another tab, may have made it so meanwhile.
  const nextBoard = wanted === gpu.board ? null : wanted;
  const set = (fields: Partial<GpuFields>): void => {
    gestures.run({ type: 'gpu/set', gpuId: gpu.id, fields });
  };
  const chooseBoard = (id: BoardId): void => {
    // Where nothing stands there is nothing to look at first.
    if (gpu.instances.length > 0 || id === gpu.board) setWanted(id);
    else runCommand({ type: 'gpu/setBoard', gpuId: gpu.id, board: id, variant: null });
  };
  const use = sliceUse(gpu);
  return (
    <Panel kicker={host.name} title={`GPU ${gpu.index}`} {...(board ? { subtitle: boardLabel(board) } : {})}>
      <FieldsPart>
        <SelectField
          ref={boardField}
          label="Board"
          value={nextBoard ?? gpu.board}
          onChange={(event) => chooseBoard(event.target.value)}
        >
          <BoardOptions value={gpu.board} />
        </SelectField>
        {board !== undefined && (
          <p className="-mt-1 text-table">
            <button
              type="button"
              className="min-h-6 rounded-strip text-left text-ink2 underline underline-offset-2 hover:text-ink pointer-coarse:min-h-11"
              onClick={() => gestures.openTrust(board.id)}
            >
              How do we know?
            </button>
          </p>
        )}
        {nextBoard !== null && (
          <BoardPreview
            key={nextBoard}
            place={place}
            plan={plan}
            board={nextBoard}
            onDone={() => {
              setWanted(null);
              boardField.current?.focus();
            }}
          />
        )}
        {nextBoard === null && isVariantOpen(VGPU_BOARDS, gpu.board) && (
          <VariantSelect board={gpu.board} value={gpu.variant} onChange={(variant) => set({ variant })} />
        )}
        <SelectField
          label="MIG mode"
          hint={
            <>
              Only while <Term id="mig-mode">MIG mode</Term> is on can it hold instances.
            </>
          }
          value={gpu.use}
          onChange={(event) => set({ use: event.target.value as GpuUse })}
        >
          {GPU_USES.map((one) => (
            <option key={one} value={one}>
              {USES[one]}
            </option>
          ))}
        </SelectField>
        {board !== undefined && canBeMirrored(board) && (
          <SelectField
            label="Instance IDs"
            hint={
              <>
                <Term id="straight-mirrored">Straight or mirrored</Term> decides which IDs nvidia-smi shows,
                not what fits.
              </>
            }
            value={gpu.kind ?? ''}
            onChange={(event) =>
              set({ kind: event.target.value === '' ? null : (event.target.value as GpuKind) })
            }
          >
            <option value="">Straight or mirrored: not known</option>
            <option value="straight">Straight</option>
            <option value="mirrored">Mirrored</option>
          </SelectField>
        )}
        <LineField
          label="Index on the host"
          inputMode="numeric"
          value={String(gpu.index)}
          onKeep={(index) => set({ index: /^[0-9]+$/.test(index) ? Number(index) : NaN })}
        />
      </FieldsPart>
      <NotesPart of={{ kind: 'gpu', id: gpu.id }} name={gpuName(place)} notes={gpu.notes} />
      {use.computeTotal > 0 && (
        <Part title="Use">
          <Facts
            facts={[
              {
                name: 'Compute slices',
                term: 'compute-slice',
                value: `${use.computeUsed} of ${use.computeTotal}`,
              },
              {
                name: 'Memory slices',
                term: 'memory-slice',
                value: `${use.memoryUsed} of ${use.memoryTotal}`,
              },
              ...(gpu.uuid === null ? [] : [{ name: 'UUID', value: gpu.uuid }]),
              ...(gpu.pciId === null ? [] : [{ name: 'PCI', value: gpu.pciId }]),
            ]}
          />
        </Part>
      )}
      <LayoutPart gpu={gpu} />
      <Part isEdits>
        <div>
          <Button onClick={() => gestures.run({ type: 'gpu/remove', gpuId: gpu.id })}>
            <RemoveIcon /> Remove GPU
          </Button>
        </div>
      </Part>
    </Panel>
  );
}
