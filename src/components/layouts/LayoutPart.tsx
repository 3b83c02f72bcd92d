import type { Gpu } from '../../model/plan.ts';
import { layoutName, makeList, strandedMessage } from '../../placement/messages.ts';
import { strandedSlices, type StrandedSlice } from '../../placement/stranded.ts';
import { gestures } from '../../state/app.ts';
import { Term } from '../glossary/Term.tsx';
import { Part } from '../inspector/Panel.tsx';
import { Button } from '../ui/Button.tsx';
import { whyNoLayouts } from './whyNoLayouts.ts';

/** The layout of a GPU in its panel: what it strands and why, and the way to another. */
export function LayoutPart({ gpu }: { readonly gpu: Gpu }) {
  const why = whyNoLayouts(gpu);
  const stranded = strandedSlices(gpu);
  return (
    <Part title={<Term id="layout">Layout</Term>}>
      <p className="text-table text-ink2">
        {layoutName(gpu.instances).replace(/^nothing$/, 'Nothing placed')}
      </p>
      {stranded.map((one) => (
        <StrandedReason key={`${one.kind} ${one.slice}`} gpu={gpu} stranded={one} />
      ))}
      {stranded.length === 0 && gpu.instances.length > 0 && why === null && (
        <p className="text-table text-ink2">Nothing stranded.</p>
      )}
      {why === null && (
        <div data-edits className="flex flex-wrap gap-2">
          <Button onClick={() => gestures.openLayouts(gpu.id)}>Choose a layout…</Button>
          {gpu.instances.length > 0 && (
            <Button onClick={() => gestures.run({ type: 'gpu/clear', gpuIds: [gpu.id] })}>Clear</Button>
          )}
        </div>
      )}
    </Part>
  );
}

interface StrandedReasonProps {
  readonly gpu: Pick<Gpu, 'instances'>;
  readonly stranded: StrandedSlice;
}

/** The sentence, and behind it each profile that could use the slice with what is in its way. */
export function StrandedReason({ gpu, stranded }: StrandedReasonProps) {
  const nameOf = new Map(gpu.instances.map((gi) => [gi.id, `${gi.profile} at ${gi.start}`]));
  const byBlockers = new Map<string, string[]>();
  for (const { profile, start, blockedBy } of stranded.users) {
    const blockers = makeList(blockedBy.map((id) => nameOf.get(id) ?? 'an instance'));
    byBlockers.set(blockers, [...(byBlockers.get(blockers) ?? []), `${profile} at ${start}`]);
  }
  return (
    <div className="text-table">
      <p>{strandedMessage(stranded)}</p>
      <ul className="pt-1 text-note text-ink2">
        {[...byBlockers].map(([blockers, users]) => (
          <li key={blockers}>
            {makeList(users)}: {blockers === '' ? 'not possible here' : `${blockers} in the way`}
          </li>
        ))}
      </ul>
    </div>
  );
}
