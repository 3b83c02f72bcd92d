import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { Gpu, Host, Plan } from '../../model/plan.ts';
import { isWanted, isWaiting } from '../../placement/vms/assign.ts';
import { fitsOnGpu } from '../../placement/fits.ts';
import { rankedProfiles, type LayoutChoice } from '../../placement/layouts/layoutChoices.ts';
import { layoutName, makeShortList } from '../../placement/messages.ts';
import { strandedSlices, trialInstances } from '../../placement/stranded.ts';
import { typesLabel } from '../board/typeNames.ts';
import { Facts } from '../inspector/Facts.tsx';
import { ProfileSwatch } from '../ui/ProfileSwatch.tsx';
import { StrandedReason } from './LayoutPart.tsx';

interface LayoutFactsProps {
  readonly plan: Plan;
  readonly host: Host;
  readonly gpu: Gpu;
  readonly choice: LayoutChoice;
}

/** What a layout serves, strands and leaves. */
export function LayoutFacts({ plan, host, gpu, choice }: LayoutFactsProps) {
  const board = findBoard(gpu.board);
  const { layout, use } = choice;
  const cut: Gpu = { ...gpu, instances: trialInstances(layout) };
  const counts = new Map<string, number>();
  for (const { profile } of layout) counts.set(profile, (counts.get(profile) ?? 0) + 1);
  const fits = (board === undefined ? [] : rankedProfiles(board)).flatMap((profile) => {
    const count = fitsOnGpu(host, cut, profile);
    return count === 0 ? [] : [`${count} × ${profile}`];
  });
  const waiting = plan.vms.filter(
    (vm) =>
      isWaiting(vm) &&
      vm.attachments.some(
        ({ wants, instance }) => instance === null && layout.some((one) => isWanted(wants, gpu, one)),
      ),
  );
  const stranded = strandedSlices(cut);
  return (
    <div className="flex flex-col gap-3">
      <h3 className="text-figure font-semibold">{layoutName(layout)}</h3>
      <ul className="flex flex-col gap-1 text-table">
        {[...counts].map(([profile, count]) => (
          <li key={profile} className="flex items-baseline justify-between gap-3">
            <span className="flex shrink-0 items-baseline gap-1.5 whitespace-nowrap">
              <ProfileSwatch board={board} profile={profile} /> {count} × {profile}
            </span>
            <span className="min-w-0 text-right text-note text-ink2 [overflow-wrap:anywhere]">
              {typesLabel([gpu], profile) ?? 'no vGPU type known'}
            </span>
          </li>
        ))}
      </ul>
      <Facts
        facts={[
          { name: 'Compute slices', value: `${use.computeUsed} of ${use.computeTotal}` },
          { name: 'Memory slices', value: `${use.memoryUsed} of ${use.memoryTotal}` },
          { name: 'Still fits', value: fits.length === 0 ? 'nothing' : fits.join(', ') },
          ...(waiting.length === 0
            ? []
            : [{ name: 'Could serve', value: makeShortList(waiting.map((vm) => vm.name)) }]),
        ]}
      />
      {stranded.length === 0 ? (
        <p className="text-table">Nothing stranded.</p>
      ) : (
        stranded.map((one) => <StrandedReason key={`${one.kind} ${one.slice}`} gpu={cut} stranded={one} />)
      )}
    </div>
  );
}
