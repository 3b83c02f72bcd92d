import { hostFacts, isOnlyFacts } from '../../../console/imports/hostFacts.ts';
import { freeName } from '../../../model/name.ts';
import { findHost, type Plan } from '../../../model/plan.ts';
import type { PlanCommand } from '../../../placement/commands.ts';
import { makeList, makeShortList, PLATFORM_NAMES } from '../../../placement/messages.ts';
import { Segmented } from '../../ui/Segmented.tsx';
import { SelectField } from '../../ui/SelectField.tsx';
import { counted, figure } from '../counted.ts';
import { outlineOf } from '../planWords.ts';
import { useIsNarrow } from '../useIsNarrow.ts';
import { isEmpty, isUnplanned, type DestinationOption, type HostMatch } from './destinations.ts';
import { effectOf } from '../../../state/specialEdits.ts';

interface DestinationChoiceProps {
  readonly options: readonly DestinationOption[];
  readonly chosen: DestinationOption;
  readonly onChoose: (value: string) => void;
  /** The plan that is open. */
  readonly plan: Plan;
  readonly command: PlanCommand | null;
  /** The plan that was read. */
  readonly read: Plan;
}

/** Side by side up to these, where the page is wide and where it is not. */
const MOST_SEGMENTS = 4;
const MOST_NARROW = 2;

/** Where it goes, and what that does to the plan that is open. */
export function DestinationChoice({
  options,
  chosen,
  onChoose,
  plan,
  command,
  read,
}: DestinationChoiceProps) {
  const isNarrow = useIsNarrow();
  return (
    <section className="border-t border-line bg-surface pt-3 pb-2 wide:sticky wide:-bottom-4 wide:z-10">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        {options.length > (isNarrow ? MOST_NARROW : MOST_SEGMENTS) ? (
          <SelectField
            label="Goes to"
            value={chosen.value}
            onChange={(event) => onChoose(event.target.value)}
          >
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </SelectField>
        ) : (
          <>
            <span aria-hidden="true" className="text-table text-ink2">
              Goes to
            </span>
            <Segmented label="Goes to" options={options} value={chosen.value} onChange={onChoose} />
          </>
        )}
      </div>
      <p className="pt-2 text-table text-ink2">{effectWords(chosen, plan, command, read)}</p>
    </section>
  );
}

function effectWords(
  { destination }: DestinationOption,
  plan: Plan,
  command: PlanCommand | null,
  read: Plan,
): string {
  switch (destination.kind) {
    case 'review':
      return isEmpty(plan)
        ? 'To be looked at. “Make it mine” then makes a plan of yours of it.'
        : `To be looked at; “${plan.name}” is put aside as it is. “Make it mine” then makes a plan of yours of it, beside that.`;
    case 'new':
      return ['What is in the plan stays as it is.', ...renamings(plan, read)].join(' ');
    case 'replace':
      if (isEmpty(plan)) return 'It is kept among your plans, to be changed.';
      return `“${plan.name}” (${outlineOf(plan)}) is replaced. Undo brings it back.`;
    case 'observed':
      return [
        observedWords(destination.matches, plan, read),
        destination.withFacts === true ? factsWords(destination.matches, plan) : '',
      ]
        .filter((words) => words !== '')
        .join(' ');
    case 'host': {
      const effect = command === null ? null : effectOf(plan, command);
      if (effect === null) return '';
      if (effect.added + effect.removed === 0) return 'The instances are the planned ones already.';
      const waiting = effect.sentToWaiting;
      const names = waiting.length > 3 ? `${figure(waiting.length)} VMs` : makeList(waiting);
      const waits = waiting.length === 0 ? '' : ` ${names} ${waiting.length === 1 ? 'waits' : 'wait'} again.`;
      const here = `${counted(effect.added, 'instance')} added, ${figure(effect.removed)} removed`;
      return `${here}; the plan then has what the text has.${waits} Undo takes it back.`;
    }
  }
}

/** What becomes known of the hosts themselves. */
function factsWords(matches: readonly HostMatch[], plan: Plan): string {
  const told = matches.flatMap(({ read, hostId }) => {
    const host = findHost(plan, hostId);
    const facts = host === undefined ? {} : hostFacts(read, host);
    return host === undefined || Object.keys(facts).length === 0 ? [] : [{ host, facts }];
  });
  const [only, second] = told;
  if (only === undefined) {
    return matches.every(({ read }) => isOnlyFacts(read)) ? 'The text tells nothing new of it.' : '';
  }
  if (second !== undefined) return `Drivers of ${counted(told.length, 'host')} are recorded with them.`;
  const { host, facts } = only;
  const was = host.driver === null ? '' : `, was ${host.driver}`;
  return [
    ...(facts.driver == null ? [] : [`The driver of ${host.name} is ${facts.driver}${was}.`]),
    ...(facts.platform == null ? [] : [`Its platform is ${PLATFORM_NAMES[facts.platform]}.`]),
    ...(facts.notes === undefined ? [] : ['The NVIDIA VIBs are kept in its notes.']),
  ].join(' ');
}

/** What recording leaves as it is, fills, and leaves out. */
function observedWords(matches: readonly HostMatch[], plan: Plan, read: Plan): string {
  const filled = matches.flatMap(({ read: seen, hostId }) => {
    const host = findHost(plan, hostId);
    return host !== undefined && isUnplanned(host) && !isOnlyFacts(seen) ? [host.name] : [];
  });
  const out = read.hosts
    .filter((host) => !matches.some((match) => match.read === host))
    .map(({ name }) => name);
  return [
    ...(filled.length === matches.length ? [] : ['What is planned stays as it is.']),
    ...(filled.length === 0
      ? []
      : [`Nothing is planned on ${makeShortList(filled)} yet, so this becomes the plan there too.`]),
    ...(out.length === 0
      ? []
      : [`${makeShortList(out)} ${out.length === 1 ? 'is' : 'are'} not in the plan and left out.`]),
  ].join(' ');
}

/** Names that are taken get a number: which, or the first of many. */
function renamings(plan: Plan, read: Plan): string[] {
  return [
    renaming(
      read.hosts.map((host) => host.name),
      plan.hosts.map((host) => host.name),
      'host',
    ),
    renaming(
      read.vms.map((vm) => vm.name),
      plan.vms.map((vm) => vm.name),
      'VM',
    ),
  ].filter((sentence) => sentence !== '');
}

function renaming(names: readonly string[], present: readonly string[], what: string): string {
  const taken = new Set(present);
  const [first, ...others] = names.filter((name) => taken.has(name));
  if (first === undefined) return '';
  const more = others.length === 0 ? '' : `, and ${counted(others.length, `other ${what}`)} likewise`;
  return `There is a ${what} ${first} already, so this one becomes ${freeName(first, taken)}${more}.`;
}
