/** What is said of a name: whose it is, what the plan's boards call the same slices, and why a product is none of these. */
import type { BoardNames, Counterpart, NameAnswer } from './findNames.ts';
import { counted, makeList, withoutMigMessage } from '../messages.ts';

/** Boards named in one sentence. */
const MOST_NAMED = 3;

/** What a text is, in one sentence, and one more for each board of the plan that calls the same slices otherwise. */
export function nameAnswerMessage(answer: NameAnswer, others: readonly Counterpart[]): string {
  switch (answer.kind) {
    case 'without-mig':
      return withoutMigMessage(answer.product);
    case 'time-sliced':
      return `${answer.type} has no slices in its name: such a type shares a whole GPU by time, and no GPU instance stands behind it.`;
    case 'none':
      return 'No profile, vGPU type or board of the catalogue has that name.';
    case 'found':
      return [whose(answer), ...counterpartMessages(others)].join(' ');
  }
}

function whose({ as, name, ciSlices, boards }: Extract<NameAnswer, { kind: 'found' }>): string {
  const labels = boards.map(({ board }) => board.label);
  const owners =
    labels.length <= MOST_NAMED
      ? makeList(labels)
      : makeList([...labels.slice(0, MOST_NAMED - 1), counted(labels.length - MOST_NAMED + 1, 'more board')]);
  switch (as) {
    case 'profile':
      return ciSlices === null
        ? `${name} is a profile of ${owners}.`
        : `${name} is a compute instance inside ${name.replace(/^[0-9]c\./, '')}, of ${owners}.`;
    case 'profile-id':
      return `Profile ID ${name} is of ${owners}: a number says nothing without its board.`;
    case 'vgpu-type':
      return isSameEverywhere(boards)
        ? `${name} is a vGPU type of ${owners}.`
        : `${name} is a vGPU type of ${owners}: it is not the same on each.`;
    case 'mdev':
      return `${name} is an mdev type of ${owners}.`;
    case 'pci':
      return `PCI device ${name} is ${makeList(labels, 'or')}.`;
    case 'product':
      return labels.length === 1
        ? `${owners} and all its names.`
        : `${counted(labels.length, 'board')}: ${owners}.`;
    case 'part':
      return `Names that begin like this, of ${owners}.`;
  }
}

/** Whether the type that was found needs the same instance on all these boards, and as many VMs share it. */
function isSameEverywhere(boards: readonly BoardNames[]): boolean {
  const meanings = boards.flatMap(({ rows }) =>
    rows.flatMap(({ profile, types }) =>
      types.map(({ type }) => `${profile ?? 'unknown'} ${type.maxPerInstance ?? 'unknown'}`),
    ),
  );
  return new Set(meanings).size <= 1;
}

/** One sentence for all boards that have nothing like it. */
function counterpartMessages(others: readonly Counterpart[]): string[] {
  const none = others.filter(({ profiles }) => profiles.length === 0).map(({ board }) => board.label);
  return [
    ...others
      .filter(({ profiles }) => profiles.length > 0)
      .map(
        ({ board, profiles }) =>
          `${board.label}, which is in the plan, calls the same slices ${makeList(profiles, 'or')}.`,
      ),
    ...(none.length === 0
      ? []
      : [
          `${makeList(none)}, which ${none.length === 1 ? 'is in the plan, has' : 'are in the plan, have'} no profile of the same slices.`,
        ]),
  ];
}
