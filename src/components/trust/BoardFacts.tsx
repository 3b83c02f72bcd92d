import { isDrawable } from '../../model/board.ts';
import type { Evidence } from '../../model/catalogue/evidence.ts';
import type { NamedBoard } from '../../model/nameTable.ts';
import { Facts } from '../inspector/Facts.tsx';
import { ProfileFacts } from './ProfileFacts.tsx';
import { StateCounter } from './StateCounter.tsx';
import { TypeFacts } from './TypeFacts.tsx';
import { FactValue } from './FactValue.tsx';

interface BoardFactsProps {
  readonly named: NamedBoard;
  readonly evidence: Evidence;
}

/** All that is known of one board, and where it is from. */
export function BoardFacts({ named, evidence }: BoardFactsProps) {
  const { board, label, id, productNames, pciDeviceIds } = named;
  const known = board === null ? undefined : evidence.boards.get(board.id);
  const profileSources = known?.profiles.flatMap(({ sources }) => sources) ?? [];
  const sources = [...new Set([...(known?.sources ?? []), ...profileSources])];
  return (
    <section aria-label={label} className="trust-facts">
      <h3 className="text-head font-semibold">{label}</h3>
      <p className="max-w-[52rem] pt-1 pb-3 text-table text-ink2">
        {board === null
          ? 'Known to NVIDIA’s vGPU tables only: its vGPU types have names and sizes, and no public output shows its profile IDs and starts. It cannot be planned.'
          : isDrawable(board)
            ? `How sure on the whole: ${known?.confidence ?? 'unknown'}.`
            : `Incomplete: no public source gives its profile IDs and starts, so it can be listed and not drawn. How sure on the whole: ${known?.confidence ?? 'unknown'}.`}
      </p>
      <Facts
        facts={[
          { name: 'Board', value: id },
          { name: 'Products', value: productNames.join(', ') || 'unknown' },
          { name: 'PCI device IDs', value: pciDeviceIds.join(', ') || 'unknown' },
          ...(board === null
            ? []
            : [
                { name: 'Memory', value: `${board.memoryGB} GB` },
                {
                  name: 'Slices',
                  value: `${board.computeSlices} compute, ${board.memorySlices ?? 'an unknown number of'} memory`,
                },
                { name: 'SMs in MIG mode', value: board.totalSm ?? <FactValue is="unknown" /> },
                { name: 'Driver at least', value: board.minDriver ?? <FactValue is="unknown" /> },
              ]),
        ]}
      />
      {board !== null && <StateCounter board={board} />}
      {board !== null && known !== undefined && (
        <ProfileFacts board={board} evidence={known} sources={sources} />
      )}
      <TypeFacts named={named} evidence={evidence} />
      {known !== undefined && known.notes.length > 0 && (
        <>
          <h4 className="pt-5 pb-1 text-table font-semibold">Notes and rules</h4>
          <ul className="flex max-w-[52rem] list-disc flex-col gap-1 pl-4 text-table text-ink2">
            {known.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </>
      )}
      {sources.length > 0 && (
        <>
          <h4 className="pt-5 pb-1 text-table font-semibold">Sources</h4>
          <ol className="flex max-w-[52rem] list-decimal flex-col gap-1 pl-5 text-table text-ink2">
            {sources.map((source) => (
              <li key={source}>{source}</li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}
