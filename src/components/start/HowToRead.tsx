import { useMemo } from 'react';
import type { Board } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { profileOf } from '../../model/board.ts';
import type { GiId } from '../../model/ids.ts';
import { makeInstance, type Gpu } from '../../model/plan.ts';
import { sliceUse } from '../../placement/stranded.ts';
import { makeList } from '../../placement/messages.ts';
import { makeTemplate } from '../../state/templates.ts';
import { Term } from '../glossary/Term.tsx';
import { Axes } from '../board/Axes.tsx';
import { gridStyle } from '../board/gridStyle.ts';
import { Rails } from '../board/Rails.tsx';
import { MiniGrid } from '../ui/MiniGrid.tsx';

const PITCH = 20;
const EXAMPLE = [
  { profile: '3g.20gb', start: 0, vm: 'vm-a' },
  { profile: '2g.10gb', start: 4, vm: 'vm-b' },
  { profile: '1g.5gb', start: 6, vm: 'vm-c' },
] as const;

function exampleGpu(): Gpu | undefined {
  const instances = EXAMPLE.map(({ profile, start }, index) => makeInstance(index as GiId, profile, start));
  const empty = makeTemplate('empty-host').hosts[0]?.gpus[0];
  return empty && { ...empty, instances };
}

/** An example, and the four things to know about it. The figures come from the board and not from memory. */
export function HowToRead() {
  const gpu = useMemo(() => exampleGpu(), []);
  const board = gpu === undefined ? undefined : findBoard(gpu.board);
  if (gpu === undefined || board === undefined) return null;
  const use = sliceUse(gpu);
  const first = profileOf(board, EXAMPLE[0].profile);
  const rows = [
    [
      <Term id="start">Starts</Term>,
      `A profile has its own: ${startsOf(board, '3g.20gb')}, ${startsOf(board, '4g.20gb')}. That is why a 4g may not fit where four slices are free.`,
    ],
    [
      <Term id="stranded">Hatched</Term>,
      `Stranded: no profile can use compute slice ${makeList(use.strandedCompute)} or memory slice ${makeList(use.strandedMemory)} while these three stand.`,
    ],
    [
      'C and M',
      `Compute and memory slices in use: C ${use.computeUsed}/${use.computeTotal}, M ${use.memoryUsed}/${use.memoryTotal} here.`,
    ],
  ] as const;
  return (
    <section aria-labelledby="how-to-read">
      <h2 id="how-to-read" className="pb-2 text-body font-semibold">
        How to read a grid
      </h2>
      <div className="flex flex-wrap gap-x-5 gap-y-2">
        <div aria-hidden="true" className="mig gpu shrink-0" style={gridStyle(board, PITCH)}>
          <div className="gpu-body">
            <div className="relative">
              <MiniGrid
                board={board}
                pitch={PITCH}
                showStranded
                instances={EXAMPLE.map(({ vm, ...instance }) => ({ ...instance, label: vm }))}
              />
              <Rails gpu={gpu} board={board} use={use} />
              <Axes board={board} />
            </div>
          </div>
        </div>
        <p className="min-w-44 flex-1 text-table text-ink2">
          Each block is one{' '}
          <strong className="font-semibold text-ink">
            <Term id="gi">GPU instance</Term>
          </strong>
          : {first?.computeSlices} rows of <Term id="compute-slice">compute</Term> and {first?.memorySlices}{' '}
          columns of <Term id="memory-slice">memory</Term> are a <Term id="profile">profile</Term>,{' '}
          {EXAMPLE[0].profile}. It serves one VM, pod or job, and shares neither compute nor memory with its
          neighbours.
        </p>
      </div>
      <dl className="pt-2 text-table">
        {rows.map(([name, what]) => (
          <div key={what} className="flex gap-3 border-t border-line py-2">
            <dt className="w-16 shrink-0 font-medium">{name}</dt>
            <dd className="min-w-0 flex-1 text-ink2">{what}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** "3g.20gb at 0 or 4", "4g.20gb only at 0". */
function startsOf(board: Board, profile: string): string {
  const starts = profileOf(board, profile)?.starts ?? [];
  return `${profile} ${starts.length === 1 ? 'only at' : 'at'} ${makeList(starts, 'or')}`;
}
