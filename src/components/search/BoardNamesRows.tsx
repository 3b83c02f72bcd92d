import type { NamedType, NameRow } from '../../model/nameTable.ts';
import type { BoardNames } from '../../placement/names/findNames.ts';
import { CopyName } from './CopyName.tsx';

interface BoardNamesRowsProps {
  readonly names: BoardNames;
  readonly isPlanned: boolean;
  /** What ESXi, KVM and Kubernetes say stands below the type and the profile, not beside it. */
  readonly isNarrow: boolean;
}

/** The rows of one board under its products and PCI devices. */
export function BoardNamesRows({ names: { board, rows }, isPlanned, isNarrow }: BoardNamesRowsProps) {
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={isNarrow ? 3 : 6}>
          <span className="flex flex-wrap items-baseline gap-x-3 font-semibold">
            {board.label}
            <span className="font-normal text-ink3">
              {[
                isPlanned ? 'in the plan' : null,
                board.board === null ? 'known to NVIDIA’s vGPU tables only' : board.id,
                `PCI ${board.pciDeviceIds.length === 0 ? 'unknown' : board.pciDeviceIds.join(', ')}`,
              ]
                .filter((part) => part !== null)
                .join(' · ')}
            </span>
          </span>
        </th>
      </tr>
      {rows.flatMap((row) => {
        const types: readonly (NamedType | null)[] = row.types.length === 0 ? [null] : row.types;
        return types.map((named, index) => (
          <tr key={`${row.profile ?? ''} ${named?.type.type ?? ''}`}>
            {index === 0 && <ProfileCells row={row} lines={types.length} isNarrow={isNarrow} />}
            <TypeCells named={named} isOneOf={board.variants.length} isNarrow={isNarrow} />
            {index === 0 && !isNarrow && (
              <td rowSpan={types.length}>
                <Name name={row.kubernetes} />
              </td>
            )}
          </tr>
        ));
      })}
    </tbody>
  );
}

interface ProfileCellsProps {
  readonly row: NameRow;
  readonly lines: number;
  readonly isNarrow: boolean;
}

function ProfileCells({ row: { profile, facts, kubernetes }, lines, isNarrow }: ProfileCellsProps) {
  return (
    <>
      <th scope="row" rowSpan={lines} className="font-medium">
        <Name name={profile} />
        {isNarrow && kubernetes !== null && (
          <span className="block font-normal">
            <CopyName name={kubernetes} />
          </span>
        )}
      </th>
      <td rowSpan={lines}>
        <Name name={facts?.id ?? null} />
      </td>
    </>
  );
}

interface TypeCellsProps {
  readonly named: NamedType | null;
  /** Variants of the board: of which one the type is, matters only where there are several. */
  readonly isOneOf: number;
  readonly isNarrow: boolean;
}

function TypeCells({ named, isOneOf, isNarrow }: TypeCellsProps) {
  if (named === null)
    return (
      <td colSpan={isNarrow ? 1 : 3} className="text-ink3">
        <span className="inline-block py-1">no vGPU type</span>
      </td>
    );
  const { type, variants } = named;
  const products = variants.map(({ product, family }) => product?.replace(/^NVIDIA /, '') ?? family);
  const esxi = (
    <>
      <Name name={type.esxiName} />
      {type.esxiNameStatus === 'by-pattern' && (
        <span className="block text-note text-ink3">by pattern, not seen</span>
      )}
    </>
  );
  const mdev = <Name name={type.mdevType} />;
  return (
    <>
      <td>
        <CopyName name={type.type} />
        {isOneOf > variants.length && (
          <span className="block text-note text-ink3">on {products.join(', ')}</span>
        )}
        {isNarrow && (
          <>
            <span className="block">
              {type.esxiName === null && <span className="text-ink3">ESXi </span>}
              {esxi}
            </span>
            <span className="block">
              {type.mdevType === null && <span className="text-ink3">mdev </span>}
              {mdev}
            </span>
          </>
        )}
      </td>
      {!isNarrow && (
        <>
          <td>{esxi}</td>
          <td>{mdev}</td>
        </>
      )}
    </>
  );
}

/** A name to copy, or the word for one that nobody has published. */
function Name({ name }: { readonly name: string | number | null }) {
  return name === null ? (
    <span className="inline-block py-1 text-ink3">unknown</span>
  ) : (
    <CopyName name={String(name)} />
  );
}
