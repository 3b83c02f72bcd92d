import { useMemo, type ReactNode } from 'react';
import type { VmTableReading } from '../../formats/vmTable.ts';
import { vmTableNoticeMessage } from '../../formats/vmTableMessages.ts';
import { boardsOf, type NewVm, type Plan } from '../../model/plan.ts';
import { ok, type Result } from '../../model/result.ts';
import { applyCommand } from '../../placement/commands.ts';
import type { CommandError } from '../../placement/errors.ts';
import { commandMessage } from '../../placement/messages.ts';
import { placedMessage } from '../../placement/vms/waitMessages.ts';
import type { VmCommand } from '../../placement/vms/vmEdits.ts';
import { slowPlacing } from '../../state/placeMany.ts';
import { solverFaultMessage } from '../../state/solver/messages.ts';
import { applyPatch } from '../../state/solver/patch.ts';
import { useTask } from '../solver/useTask.ts';
import { wantedInFull, wantedProfile } from '../board/typeNames.ts';
import { counted, figure } from '../dialogs/counted.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { ProfileSwatch } from '../ui/ProfileSwatch.tsx';
import { keptOut } from './VmTableVerdict.tsx';

interface VmTablePreviewProps {
  readonly reading: VmTableReading | null;
  readonly plan: Plan;
  readonly isPlaced: boolean;
}

/** Sentences and names that are listed; the rest is counted. */
const MOST = 100;
const NAMES = 4;

/** What the table would add, what would come of placing it, and what of it was not understood. */
export function VmTablePreview({ reading, plan, isPlaced }: VmTablePreviewProps) {
  const kinds = useMemo(() => kindsOf(reading?.value.vms ?? []), [reading]);
  const outcome = useOutcome(reading?.value.vms ?? NO_VMS, plan, isPlaced);
  const gpus = plan.hosts.flatMap((host) => host.gpus);
  const notices = reading?.notices ?? [];
  const out = reading === null ? 0 : keptOut(reading);
  return (
    <div
      role="region"
      aria-label="What the table says"
      // Scrolls, so the keyboard has to reach it.
      tabIndex={0}
      className="flex min-h-0 flex-col gap-4 px-5 py-4 max-[30rem]:px-4 wide:overflow-y-auto"
    >
      {reading === null ? (
        <p className="text-table text-ink2">
          What is understood, what is not, and what will be added appears here while you paste or type.
        </p>
      ) : (
        <>
          <Section title="Will be added" count={reading.value.vms.length}>
            {kinds.length === 0 && <li className="preview-line">Nothing.</li>}
            {kinds.slice(0, MOST).map(({ key, wants, names }) => (
              <li key={key} className="preview-line flex items-baseline gap-2">
                <span className="w-10 shrink-0 text-right font-medium tabular-nums">
                  {figure(names.length)}
                </span>
                <span className="min-w-0">
                  {wants.map((one, index) => (
                    <span key={index} className="mr-2 inline-flex items-baseline gap-1.5">
                      <Swatch plan={plan} profile={wantedProfile(one, boardsOf(plan.hosts))} />
                      {wantedInFull(one, one.kind === 'type' ? gpus : [])}
                    </span>
                  ))}
                  <span className="block text-ink3 [overflow-wrap:anywhere]">{shortNames(names)}</span>
                </span>
              </li>
            ))}
          </Section>
          {outcome !== null && reading.value.vms.length > 0 && (
            <Section title="Placed now">
              <li className="preview-line">{outcome}</li>
            </Section>
          )}
          <Section title="Not understood" count={out}>
            {out === 0 && notices.length === 0 && <li className="preview-line">Every row was understood.</li>}
            {notices.slice(0, MOST).map((notice, index) => (
              <li key={index} className="preview-line [overflow-wrap:anywhere]">
                {vmTableNoticeMessage(notice)}
              </li>
            ))}
            {notices.length > MOST && (
              <li className="preview-line text-ink3">and {figure(notices.length - MOST)} more</li>
            )}
          </Section>
        </>
      )}
    </div>
  );
}

interface SectionProps {
  readonly title: string;
  readonly count?: number;
  readonly children: ReactNode;
}

function Section({ title, count, children }: SectionProps) {
  return (
    <section>
      <div className="flex justify-between pb-1 text-table">
        <h3 className="font-semibold">{title}</h3>
        {count !== undefined && <span className="text-ink3">{figure(count)}</span>}
      </div>
      <ul className="flex flex-col">{children}</ul>
    </section>
  );
}

interface Kind {
  readonly key: string;
  readonly wants: NewVm['wants'];
  readonly names: string[];
}

/** The VMs by what they want, in the order of the table. */
function kindsOf(vms: readonly NewVm[]): readonly Kind[] {
  const kinds = new Map<string, Kind>();
  for (const { name, wants } of vms) {
    const key = JSON.stringify(wants);
    const kind = kinds.get(key);
    if (kind === undefined) kinds.set(key, { key, wants, names: [name] });
    else kind.names.push(name);
  }
  return [...kinds.values()];
}

/** "chat-1, chat-2, chat-3 … chat-40" */
function shortNames(names: readonly string[]): string {
  return names.length <= NAMES
    ? names.join(', ')
    : `${names.slice(0, NAMES - 1).join(', ')} … ${names.at(-1) ?? ''}`;
}

const NO_VMS: readonly NewVm[] = [];

/** What placing them would say, null where nothing is placed; many are placed by the solver, which takes its time. */
function useOutcome(vms: readonly NewVm[], plan: Plan, isPlaced: boolean): string | null {
  const command = useMemo<VmCommand>(() => ({ type: 'vm/addMany', vms, place: isPlaced }), [vms, isPlaced]);
  const isSlow = slowPlacing(plan, command) > 0;
  const quick = useMemo(
    () => (isSlow || !isPlaced ? null : outcomeOf(applyCommand(plan, command), plan)),
    [isSlow, isPlaced, plan, command],
  );
  const args = useMemo(() => (isSlow ? { plan, command } : null), [isSlow, plan, command]);
  const { ending } = useTask('edit', args);
  const slow = useMemo(() => {
    if (ending === null) return 'Being worked out …';
    if (ending.how === 'fault') return solverFaultMessage(ending.fault);
    const { best } = ending.outcome;
    if (best === null) return 'It was not worked out.';
    return outcomeOf(best.ok ? ok(applyPatch(plan, best.value)) : best, plan);
  }, [ending, plan]);
  return isSlow ? slow : quick;
}

/** What the same command, tried on the plan as it stands, would say. */
function outcomeOf(result: Result<Plan, CommandError>, plan: Plan): string {
  if (!result.ok) return commandMessage(result.error, plan);
  const added = result.value.vms.slice(plan.vms.length).map((vm) => vm.id);
  return placedMessage(result.value, added) || `${counted(added.length, 'VM')} placed.`;
}

function Swatch({ plan, profile }: { readonly plan: Plan; readonly profile: string | null }) {
  if (profile === null) return null;
  const boards = plan.hosts.flatMap((host) => host.gpus.map((gpu) => findBoard(gpu.board)));
  const board = boards.find((one) => one?.profiles.some(({ name }) => name === profile));
  return <ProfileSwatch board={board} profile={profile} />;
}
