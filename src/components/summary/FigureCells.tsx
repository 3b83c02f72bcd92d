import type { PackingProof } from '../../placement/summary/fewest.ts';
import type { SummaryFigures } from '../../placement/summary/figures.ts';
import { percent, proofWord } from '../../placement/summary/summaryMessages.ts';
import { figure } from '../dialogs/counted.ts';
import { UseBar } from './UseBar.tsx';

/** The headings of `FigureCells`. */
export function FigureHeads() {
  return (
    <>
      <th scope="col">GPUs in use</th>
      <th scope="col">Memory used</th>
      <th scope="col">Compute used</th>
      <th scope="col">Stranded</th>
      <th scope="col">vGPUs</th>
      <th scope="col" title="That would hold its instances, if all may move">
        Fewest GPUs
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
      <td>
        {figure(figures.gpusInUse)} of {figure(figures.gpus)}
      </td>
      <UseCell used={memoryUsed} total={memoryTotal} stranded={memoryStranded} />
      <UseCell used={computeUsed} total={computeTotal} stranded={computeStranded} />
      <td>
        {computeStranded + memoryStranded === 0
          ? '–'
          : `${figure(computeStranded)} compute, ${figure(memoryStranded)} memory`}
      </td>
      <td>{figure(figures.vgpus)}</td>
      <td>{proof === null ? '…' : proofWord(proof, figure)}</td>
    </>
  );
}

interface UseCellProps {
  readonly used: number;
  readonly total: number;
  readonly stranded: number;
}

function UseCell({ used, total, stranded }: UseCellProps) {
  return (
    <td className="use-cell">
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
