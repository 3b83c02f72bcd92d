/** The sentences of a summary. */
import { makeList } from '../messages.ts';
import type { PackingProof } from './fewest.ts';
import type { StrandedCause } from './strandedCause.ts';

/** "72 %"; all and nothing are said of all and nothing only: ">99 %", "<1 %". Nothing of nothing is "0 %". */
export function percent(part: number, all: number): string {
  if (part === 0 || all === 0) return '0 %';
  if (part >= all) return '100 %';
  const rounded = Math.round((part / all) * 100);
  if (rounded === 0) return '<1 %';
  return rounded === 100 ? '>99 %' : `${rounded} %`;
}

/** "1g.5gb at 6", "3g.20gb at 0 and 3g.20gb at 4". */
function pieces(layout: StrandedCause['by']): string {
  return makeList(layout.map(({ profile, start }) => `${profile} at ${start}`));
}

/** "Compute slice 3". */
export function sliceName({ kind, slice }: Pick<StrandedCause, 'kind' | 'slice'>): string {
  return `${kind === 'compute' ? 'Compute' : 'Memory'} slice ${slice}`;
}

/** Why the slice is of no use: "1g.5gb at 6 keeps 1g.10gb, 3g.20gb and 7g.40gb from it." */
export function causeMessage({ by, users }: StrandedCause): string {
  if (users.length === 0) return 'No profile of the board ever uses it.';
  const kept = makeList([...new Set(users.map(({ profile }) => profile))]);
  if (by.length === 0) return `No rule of the board lets ${kept} use it.`;
  return `${pieces(by)} ${by.length === 1 ? 'keeps' : 'keep'} ${kept} from it.`;
}

/** "memory slice 7 stranded by 1g.5gb at 6": what GPUs that lose it have in common. */
export function causeLabel(cause: StrandedCause): string {
  const name = `${cause.kind} slice ${cause.slice} stranded`;
  return cause.by.length === 0 ? name : `${name} by ${pieces(cause.by)}`;
}

/** How a count is written: a page may part its thousands. */
type Write = (count: number) => string;

/** Whether fewer GPUs would hold what stands: one sentence, and another where some were left out. */
export function proofMessage(proof: PackingProof, write: Write = String): string {
  const { gpusLeftOut } = proof;
  if (gpusLeftOut === 0) return fewestMessage(proof, write);
  const leftOut =
    gpusLeftOut === 1
      ? '1 GPU is left out: not legal as it is.'
      : `${write(gpusLeftOut)} GPUs are left out: not legal as they are.`;
  return `${fewestMessage(proof, write)} ${leftOut}`;
}

function fewestMessage({ gpus, gpusLeftOut, fewest, isProven }: PackingProof, write: Write): string {
  if (gpus === 0) return gpusLeftOut === 0 ? 'There is no instance yet.' : 'Nothing can be proven.';
  if (fewest === null) return 'How few GPUs would hold these instances is not known.';
  if (fewest >= gpus)
    return gpus === 1
      ? 'Proven: it takes the one GPU.'
      : `Proven: nobody holds these instances on fewer than the ${write(gpus)} GPUs in use.`;
  const some = `${write(fewest)} of the ${write(gpus)} GPUs in use`;
  return isProven
    ? `Proven: ${some} would hold these instances if all may move, and no fewer.`
    : `It takes at least ${some}; whether so few do is not proven.`;
}

/** The verdict in a word or two, for a cell of a table. */
export function proofWord({ gpus, fewest, isProven }: PackingProof, write: Write = String): string {
  if (gpus === 0) return '–';
  if (fewest === null) return 'not known';
  if (fewest >= gpus) return `${write(gpus)}, proven`;
  return isProven ? `${write(fewest)}, proven` : `${write(fewest)} or more`;
}
