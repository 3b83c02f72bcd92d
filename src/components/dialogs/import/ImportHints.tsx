/** What can be pasted, several of it at once, while there is nothing to draw. */
const KINDS = [
  ['nvidia-smi', 'All that it prints, of one host or of several, with prompts and other commands around it.'],
  [
    'Kubernetes',
    'mig-parted and GPU Operator YAML, nodes with their labels, resource slices, checkpoints; Slurm too.',
  ],
  ['vSphere', 'The list of VIBs, vGPU types, and tables of VMs as CSV, TSV or from RVTools.'],
  ['Layout notation', 'One line per GPU: esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a, 3g.20gb@4=chat-b'],
  ['Our own', 'Plan files, share links, and what Export wrote: scripts, YAML, pictures, pages.'],
] as const;

interface ImportHintsProps {
  /** Why the text gave no plan. */
  readonly error: string | null;
}

export function ImportHints({ error }: ImportHintsProps) {
  return (
    <>
      <h3 className="text-head font-semibold">
        {error === null ? 'Nothing to draw yet' : 'This was not read'}
      </h3>
      {error !== null && <p className="pb-2 text-body">{error}</p>}
      <p className="pb-2 text-table text-ink2">
        {error === null ? 'The page understands:' : 'The text stays as it is. The page understands:'}
      </p>
      <dl>
        {KINDS.map(([name, what]) => (
          <div
            key={name}
            className="flex gap-3 border-t border-line py-2 text-table max-[30rem]:flex-col max-[30rem]:gap-0"
          >
            <dt className="w-36 shrink-0 font-medium">{name}</dt>
            <dd className="min-w-0 flex-1 text-ink2">{what}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
