import { makeShortList } from '../../placement/messages.ts';
import type { PowerOnGpu } from '../../placement/powerOn.ts';
import { isDrawnThere, landingName, whyElsewhere } from '../../placement/powerOnMessages.ts';
import { counted } from '../dialogs/counted.ts';
import { CheckIcon } from '../ui/icons.tsx';
import type { Landed, PowerOnReading } from './readPowerOn.ts';

interface DifferencesProps {
  readonly reading: PowerOnReading;
  readonly one: PowerOnGpu;
  /** What lands on this GPU. */
  readonly here: readonly Landed[];
  /** What is drawn on it, wherever it lands. */
  readonly drawnHere: readonly Landed[];
}

/** What is not where it is drawn, and why; and what is. */
export function Differences({ reading: { host }, one, here, drawnHere }: DifferencesProps) {
  const elsewhere = drawnHere.filter(({ vgpu, landing }) => !isDrawnThere(host, vgpu, landing));
  const come = here.filter(({ vgpu }) => vgpu.drawn?.gpu.id !== one.gpu.id);
  const same = drawnHere.filter(({ vgpu, landing }) => isDrawnThere(host, vgpu, landing));
  return (
    <div className="max-w-120 min-w-44 flex-1">
      <h4 className="pb-1 text-table font-medium">
        {elsewhere.length > 0
          ? `${elsewhere.length} of ${counted(drawnHere.length, 'vGPU')} elsewhere`
          : come.length > 0
            ? 'More than is drawn'
            : 'Difference'}
      </h4>
      <ul className="flex flex-col text-table">
        {[...elsewhere, ...come].map(({ vm, vgpu, landing }) => (
          <li key={`${vm.vm.id} ${vgpu.attachment}`} className="border-line py-1.5 not-first:border-t">
            <p className="font-medium [overflow-wrap:anywhere]">
              {vm.vm.name}
              {vm.vgpus.length > 1 && `, vGPU ${vgpu.attachment + 1}`}
            </p>
            <p className="text-ink2">
              {vgpu.drawn === null
                ? 'Not drawn.'
                : `Drawn at GPU ${vgpu.drawn.gpu.index}, slice ${vgpu.drawn.gi.start}.`}{' '}
              Expected at {landingName(host, landing)}.
            </p>
            <p className="text-note text-ink3">{whyElsewhere(host, vgpu, landing)}</p>
          </li>
        ))}
        {same.length > 0 && (
          <li className="flex gap-2 border-line py-1.5 text-ink2 not-first:border-t">
            <CheckIcon />
            <span className="min-w-0 [overflow-wrap:anywhere]">
              As drawn: {makeShortList([...new Set(same.map(({ vm }) => vm.vm.name))])}
            </span>
          </li>
        )}
        {elsewhere.length + come.length + same.length === 0 && (
          <li className="py-1.5 text-ink2">No VM is drawn here, and none lands here.</li>
        )}
      </ul>
    </div>
  );
}
