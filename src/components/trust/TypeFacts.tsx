import type { Evidence } from '../../model/catalogue/evidence.ts';
import type { NamedBoard } from '../../model/nameTable.ts';
import type { EsxiNameStatus, VgpuBoard } from '../../model/vgpu.ts';
import { FactTable } from './FactTable.tsx';
import { FactValue } from './FactValue.tsx';

interface TypeFactsProps {
  readonly named: NamedBoard;
  readonly evidence: Evidence;
}

const ESXI: Record<EsxiNameStatus, string> = {
  'prefix-seen': 'prefix seen for this family',
  'by-pattern': 'by pattern, not seen',
  unknown: 'unknown: take what the host prints',
};

const COLUMNS = [
  'vGPU type',
  'GPU instance',
  'Framebuffer MiB',
  'Most per GPU',
  'Name on ESXi',
  'mdev',
  'From',
];

/** The vGPU types of each variant of the board, and the tables they are from. */
export function TypeFacts({ named: { variants }, evidence }: TypeFactsProps) {
  if (variants.length === 0) {
    return (
      <>
        <h4 className="pt-5 pb-1 text-table font-semibold">vGPU types</h4>
        <p className="text-table text-ink2">None of NVIDIA’s vGPU tables that were read has this board.</p>
      </>
    );
  }
  return variants.map((variant) => <VariantTypes key={variant.id} variant={variant} evidence={evidence} />);
}

function VariantTypes({ variant, evidence }: { readonly variant: VgpuBoard; readonly evidence: Evidence }) {
  const known = evidence.vgpuBoards.get(variant.id);
  const source = evidence.vgpuSources.get(known?.source ?? '');
  const title = `vGPU types of ${variant.product ?? `the family ${variant.family}`}`;
  return (
    <>
      <h4 className="pt-5 text-table font-semibold">{title}</h4>
      <p className="max-w-[52rem] pb-1 text-table text-ink2">
        {source === undefined ? (known?.source ?? 'unknown') : source.what}
        {source?.url != null && (
          <>
            {': '}
            <a
              href={source.url}
              target="_blank"
              rel="noreferrer"
              className="text-ink2 underline underline-offset-2"
            >
              {new URL(source.url).hostname}
            </a>
          </>
        )}
        . {known?.note}
      </p>
      <FactTable label={title} columns={COLUMNS}>
        {variant.types.map((type) => {
          const own = known?.types.find((one) => one.type === type.type);
          const basis = own?.profileBasis ?? null;
          const isDerived =
            basis?.startsWith('derived') === true || basis?.startsWith('slices from') === true;
          return (
            <tr key={type.type}>
              <th scope="row">{type.type}</th>
              <td>
                <FactValue is={type.profile === null ? 'unknown' : isDerived ? 'derived' : 'seen'}>
                  {type.profile}
                </FactValue>
              </td>
              <td>
                <FactValue is={type.framebufferMiB === null ? 'unknown' : 'seen'}>
                  {type.framebufferMiB}
                </FactValue>
              </td>
              <td>
                <FactValue is={type.maxPerGpu === null ? 'unknown' : 'seen'}>{type.maxPerGpu}</FactValue>
              </td>
              <td>
                {type.esxiName !== null && (
                  <FactValue is={type.esxiNameStatus === 'prefix-seen' ? 'seen' : 'derived'}>
                    {type.esxiName}
                  </FactValue>
                )}
                <span className="block text-note text-ink3">{ESXI[type.esxiNameStatus]}</span>
              </td>
              <td>
                <FactValue is={type.mdevType === null ? 'unknown' : 'seen'}>{type.mdevType}</FactValue>
              </td>
              <td className="words">{[own?.source ?? 'unknown', basis].filter(Boolean).join(': ')}</td>
            </tr>
          );
        })}
      </FactTable>
    </>
  );
}
