import type { PackingProof } from '../../placement/summary/fewest.ts';
import type { SummaryFigures } from '../../placement/summary/figures.ts';
import { percent, proofWord } from '../../placement/summary/summaryMessages.ts';
import { figure } from '../dialogs/counted.ts';
import { UseBar } from './UseBar.tsx';

const HEADS = {
  gpus: 'GPUs in use',
  memory: 'Memory used',
  compute: 'Compute used',
  stranded: 'Stranded',
  vgpus: 'vGPUs',
  fewest: 'Fewest GPUs',
} as const;

/** The headings of `FigureCells`; where there is no room for a table, each cell shows its own (`data-head`, summary.css). */
export function FigureHeads() {
  return (
    <>
      <th scope="col">{HEADS.gpus}</th>
      <th scope="col">{HEADS.memory}</th>
      <th scope="col">{HEADS.compute}</th>
      <th scope="col">{HEADS.stranded}</th>
      <th scope="col">{HEADS.vgpus}</th>
      <th scope="col" title="That would hold its instances, if all may move">
        {HEADS.fewest}
      </th>
    </>
  );
}

interface FigureCellsProps {
  readonly figures: SummaryFigures;
  readonly proof: PackingProof | null;
}

/** What is counted of a host or a board, cell by cell. */
export function FigureCells({ figures, proof }: FigureCellsProps) {
  const { computeUsed, computeTotal, computeStranded, memoryUsed, memoryTotal, memoryStranded } = figures;
  return (
    <>
      <td data-head={HEADS.gpus}>
        {figure(figures.gpusInUse)} of {figure(figures.gpus)}
      </td>
      <UseCell head={HEADS.memory} used={memoryUsed} total={memoryTotal} stranded={memoryStranded} />
      <UseCell head={HEADS.compute} used={computeUsed} total={computeTotal} stranded={computeStranded} />
      <td data-head={HEADS.stranded}>
        {computeStranded + memoryStranded === 0
          ? '–'
          : `${figure(computeStranded)} compute, ${figure(memoryStranded)} memory`}
      </td>
      <td data-head={HEADS.vgpus}>{figure(figures.vgpus)}</td>
      <td data-head={HEADS.fewest}>{proof === null ? '…' : proofWord(proof, figure)}</td>
    </>
  );
}

interface UseCellProps {
  readonly head: string;
  readonly used: number;
  readonly total: number;
  readonly stranded: number;
}

function UseCell({ head, used, total, stranded }: UseCellProps) {
  return (
    <td className="use-cell" data-head={head}>
      {total === 0 ? (
        'no slices to count'
      ) : (
        <div>
          <UseBar used={used} stranded={stranded} total={total} />
          <span>{percent(used, total)}</span>
          <span className="text-ink3">
            {figure(used)} of {figure(total)}
          </span>
        </div>
      )}
    </td>
  );
}
