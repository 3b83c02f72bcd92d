import { observedGpus, type Machine } from '../../console/simulator/simulator.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { Host } from '../../model/plan.ts';
import { hueOf } from '../board/hue.ts';
import { MiniStrip } from '../ui/MiniStrip.tsx';

interface MachineDrawingProps {
  readonly machine: Machine;
  /** Where the machine does not say all of a GPU. */
  readonly host: Pick<Host, 'gpus' | 'observed'>;
}

/** The GPUs as the machine of this terminal has them: a strip each, and the same in words. */
export function MachineDrawing({ machine, host }: MachineDrawingProps) {
  const isGuest = machine.guestTypes !== null;
  const drawn = isGuest ? [] : observedGpus(machine, host);
  return (
    <ul aria-label={`GPUs of ${machine.name}`} className="console-gpus">
      {machine.gpus.map((gpu, at) => (
        <li key={gpu.index}>
          <p>
            <span className="font-medium">GPU {gpu.index}</span>{' '}
            <span className="console-quiet">{isGuest ? gpu.product : modeWords(gpu)}</span>
          </p>
          {isGuest ? <GuestStrip gpu={gpu} /> : drawn[at] !== undefined && <MiniStrip gpu={drawn[at]} />}
          <p className="console-quiet">{instanceWords(gpu, isGuest)}</p>
        </li>
      ))}
    </ul>
  );
}

type SimGpu = Machine['gpus'][number];

/** "MIG off, on after a reboot". */
export function modeWords({ mode, pending }: Pick<SimGpu, 'mode' | 'pending'>): string {
  const is = `MIG ${mode ? 'on' : 'off'}`;
  return mode === pending ? is : `${is}, ${pending ? 'on' : 'off'} after a reboot`;
}

function instanceWords({ gis, mode }: SimGpu, isGuest: boolean): string {
  if (gis.length === 0) return mode ? 'No GPU instance' : '';
  return [...gis]
    .sort((a, b) => a.start - b.start)
    .map((gi) => {
      const cis = gi.cis.map(({ profile }) => profile).join(', ');
      const place = isGuest ? `GI ${gi.id} at ${gi.start}:${gi.size}` : `${gi.profile} at ${gi.start}`;
      if (gi.cis.length === 0) return `${place}, no compute instance`;
      return isGuest || cis !== gi.profile ? `${place}: ${cis}` : place;
    })
    .join(' · ');
}

/** The one GPU instance that a guest has, whole, and the compute instances in it. */
function GuestStrip({ gpu }: { readonly gpu: SimGpu }) {
  const board = gpu.board === null ? undefined : findBoard(gpu.board);
  const [gi] = gpu.gis;
  if (board === undefined || gi === undefined) return null;
  const total = board.profiles.find(({ name }) => name === gi.profile)?.computeSlices ?? 1;
  return (
    <div aria-hidden="true" className="console-guest">
      {gi.cis.map((ci) => (
        <span
          key={ci.id}
          data-hue={hueOf(board, gi.profile)}
          style={{ left: `${(ci.start / total) * 100}%`, width: `${(ci.size / total) * 100}%` }}
        />
      ))}
    </div>
  );
}
