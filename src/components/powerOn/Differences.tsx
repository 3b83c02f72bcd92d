import { makeShortList } from '../../placement/messages.ts';
import type { PowerOnGpu, PowerOnHost } from '../../placement/powerOn/powerOn.ts';
import { isDrawnThere, landingName, whyElsewhere } from '../../placement/powerOn/powerOnMessages.ts';
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

/** From here on the rest is folded: a list that is higher than the drawings would push the next GPU out of sight. */
const MANY = 4;

/** What is not where it is drawn, and why; and what is. */
export function Differences({ reading: { host }, one, here, drawnHere }: DifferencesProps) {
  const elsewhere = drawnHere.filter(({ vgpu, landing }) => !isDrawnThere(host, vgpu, landing));
  const come = here.filter(({ vgpu }) => vgpu.drawn?.gpu.id !== one.gpu.id);
  const same = drawnHere.filter(({ vgpu, landing }) => isDrawnThere(host, vgpu, landing));
  const all = [...elsewhere, ...come];
  const first = all.length > MANY ? all.slice(0, MANY - 1) : all;
  const rest = all.slice(first.length);
  return (
    <div className="max-w-120 min-w-44 flex-1">
      <h4 className="pb-1 text-table font-medium">
        {elsewhere.length > 0
          ? `${elsewhere.length} of ${counted(drawnHere.length, 'vGPU')} elsewhere${come.length > 0 ? `, ${come.length} from other GPUs` : ''}`
          : come.length > 0
            ? 'More than is drawn'
            : 'Difference'}
      </h4>
      <ul className="flex flex-col text-table">
        {first.map((landed) => (
          <DifferenceItem key={keyOf(landed)} host={host} landed={landed} />
        ))}
        {rest.length > 0 && (
          <li className="border-t border-line">
            <details>
              <summary className="cursor-pointer py-1.5 text-ink2 pointer-coarse:py-3">
                {rest.length} more
              </summary>
              <ul>
                {rest.map((landed) => (
                  <DifferenceItem key={keyOf(landed)} host={host} landed={landed} />
                ))}
              </ul>
            </details>
          </li>
        )}
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

function keyOf({ vm, vgpu }: Landed): string {
  return `${vm.vm.id} ${vgpu.attachment}`;
}

function DifferenceItem({
  host,
  landed: { vm, vgpu, landing },
}: {
  readonly host: PowerOnHost;
  readonly landed: Landed;
}) {
  return (
    <li className="border-line py-1.5 not-first:border-t">
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
  );
}
