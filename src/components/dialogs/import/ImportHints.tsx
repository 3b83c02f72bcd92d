/** What can be pasted, while there is nothing to draw. */
const KINDS = [
  ['nvidia-smi mig -lgi', 'What a host prints, prompts and other commands around it included.'],
  ['Layout notation', 'One line per GPU: esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a, 3g.20gb@4=chat-b'],
  ['Plan file', 'The JSON that Export and Share write.'],
  ['Share link', 'The whole address, or what stands behind its “#”; also a script that this page wrote.'],
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
