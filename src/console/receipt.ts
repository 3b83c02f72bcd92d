/**
 * The receipt of a change for its ticket: GPU by GPU whether what the host reports is what was planned, what is missing, extra
 * or moved, and where they differ both drawings. As Markdown and as plain text; `compare` and the page write the same.
 */
import { isDrawable } from '../model/board.ts';
import { findBoard } from '../model/catalogue/catalogue.ts';
import type { GiId } from '../model/ids.ts';
import { withoutInvisible } from '../model/name.ts';
import { vmsByInstance, type Gpu, type GpuInstance, type Plan } from '../model/plan.ts';
import { beside, gridLines } from '../formats/asciiGrid.ts';
import { markdownCode, markdownFence, markdownText } from '../formats/encode/markdown.ts';
import { counted } from '../placement/messages.ts';
import type { HostDifference } from '../placement/observed/compare.ts';
import type { GpuDifference } from '../placement/observed/difference.ts';
import { countDifferences } from '../placement/observed/differenceCounts.ts';
import { receiptLines, receiptWords } from '../placement/observed/differenceMessages.ts';

export const RECEIPT_FORMS = ['text', 'markdown'] as const;
export type ReceiptForm = (typeof RECEIPT_FORMS)[number];

/** How each form of the receipt says things; the words are the same. */
interface Pen {
  readonly title: (words: string, name: string) => string;
  readonly host: (name: string) => string;
  readonly verdict: (isSame: boolean, words: string) => string;
  readonly list: (lines: readonly string[]) => string;
  readonly drawing: (lines: readonly string[]) => string;
}

const plain = (text: string): string => withoutInvisible(text.replace(/[\r\n]+/g, ' '), '\ufffd');

const PENS: Readonly<Record<ReceiptForm, Pen>> = {
  text: {
    title: (words, name) => `${words}: ${plain(name)}`,
    host: (name) => `Host ${plain(name)}`,
    verdict: (isSame, words) => `[${isSame ? 'OK' : 'DIFFERS'}] ${plain(words)}`,
    list: (lines) => lines.map((line) => `  - ${plain(line)}`).join('\n'),
    drawing: (lines) => lines.map((line) => `  ${line}`.trimEnd()).join('\n'),
  },
  markdown: {
    title: (words, name) => `## ${words}: ${markdownCode(name)}`,
    host: (name) => `### Host ${markdownCode(name)}`,
    // Told by the word, too: not everybody sees green and red.
    verdict: (isSame, words) => `${isSame ? '🟢 **OK**' : '🔴 **Differs**'} ${markdownText(words)}`,
    list: (lines) => lines.map((line) => `- ${markdownText(line)}`).join('\n'),
    drawing: (lines) => markdownFence(lines, 'text'),
  },
};

export interface ReceiptDoubts {
  readonly startUnknown?: ReadonlySet<GiId>;
  readonly remarks?: readonly string[];
}

/**
 * The text, with a line end. `hosts` are those that `comparePlans` gives for this plan. Green is no greener than what was pasted: of the
 * instances in `startUnknown` the host only reported how many there are, and `remarks` are sentences on what else is left open.
 */
export function makeReceipt(
  plan: Plan,
  hosts: readonly HostDifference[],
  form: ReceiptForm,
  { startUnknown = new Set(), remarks = [] }: ReceiptDoubts = {},
): string {
  const pen = PENS[form];
  const isSame = hosts.every((host) => host.isSame);
  const counts = countDifferences(hosts.flatMap((host) => host.gpus));
  const vms = vmsByInstance(plan);
  const unseen = countUnseen(hosts, startUnknown);
  const hasMarks = hosts.some((host) => host.gpus.some((gpu) => !gpu.isSame && grids(gpu) !== null));
  const parts = [
    pen.title('Planned and reported', plan.name),
    pen.verdict(isSame, receiptWords(counts, isSame).replace(/^differs: /, 'instances: ')),
    ...(unseen === 0 ? [] : [pen.list([onlyCountedWords(unseen)])]),
    ...(hasMarks ? [MARKS] : []),
    ...hosts.flatMap((host) => [
      pen.host(host.name),
      ...(host.observed === null ? [pen.list(['Not reported'])] : []),
      ...(host.planned === null ? [pen.list(['Not in the plan'])] : []),
      ...host.gpus.flatMap((gpu) => gpuParts(gpu, { vms, startUnknown, pen })),
    ]),
    ...(remarks.length === 0 ? [] : ['What was reported leaves open:', pen.list(remarks)]),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Instances of which the host reported no start. */
export function countUnseen(hosts: readonly HostDifference[], startUnknown: ReadonlySet<GiId>): number {
  const seen = hosts.flatMap((host) => host.gpus.flatMap((gpu) => gpu.observed?.instances ?? []));
  return seen.filter((gi) => startUnknown.has(gi.id)).length;
}

export function onlyCountedWords(count: number): string {
  const [are, they] = count === 1 ? ['is', 'it starts'] : ['are', 'they start'];
  return `${counted(count, 'reported instance')} ${are} only counted: where ${they} was not reported, and is not compared`;
}

/** Of a layout, a configuration: whoever wrote it need not have seen it. */
export const WISH_WORDS = 'The text says what is wanted, and not what a host reports.';

const MARKS = 'In the drawings: = as planned, - missing, + extra, > moved, ~ cut otherwise.';

interface Written {
  readonly vms: ReturnType<typeof vmsByInstance>;
  readonly startUnknown: ReadonlySet<GiId>;
  readonly pen: Pen;
}

function gpuParts(gpu: GpuDifference, { vms, startUnknown, pen }: Written): string[] {
  const lines = receiptLines(gpu, vms, startUnknown);
  const title = `GPU ${gpu.index}`;
  if (gpu.isSame) {
    const count = gpu.asPlanned.length;
    const words = count === 0 ? 'no instance' : counted(count, 'instance');
    return [pen.verdict(true, `${title}: as planned, ${words}`)];
  }
  const drawing = grids(gpu);
  return [
    pen.verdict(false, title),
    ...(lines.length === 0 ? [] : [pen.list(lines)]),
    ...(drawing === null ? [] : [pen.drawing(drawing)]),
  ];
}

/** Both drawings of a GPU beside each other; one where the other side has none, null where nothing can be drawn. */
function grids(gpu: GpuDifference): string[] | null {
  const marks = new Map<GiId, string>();
  const observedMarks = new Map<GiId, string>();
  for (const { planned, observed } of gpu.asPlanned) {
    const isRecut = gpu.recut.some((pair) => pair.planned === planned);
    marks.set(planned.id, isRecut ? '~' : '=');
    observedMarks.set(observed.id, isRecut ? '~' : '=');
  }
  for (const { planned, observed } of gpu.moved) {
    marks.set(planned.id, '>');
    observedMarks.set(observed.id, '>');
  }
  const planned = grid('planned', gpu.planned, (gi) => marks.get(gi.id) ?? '-');
  const observed = grid('reported', gpu.observed, (gi) => observedMarks.get(gi.id) ?? '+');
  if (planned === null) return observed;
  return observed === null ? planned : beside(planned, observed);
}

function grid(word: string, gpu: Gpu | null, fill: (gi: GpuInstance) => string): string[] | null {
  const board = gpu === null ? undefined : findBoard(gpu.board);
  if (gpu === null || board === undefined || !isDrawable(board)) return null;
  return [`    ${word}`, ...gridLines({ board, instances: gpu.instances, fill })];
}
