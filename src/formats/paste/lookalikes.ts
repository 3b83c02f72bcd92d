/**
 * Texts that speak of MIG and do not say what a host holds. Nobody reads them; who pastes one is told what it is and what to paste
 * instead. Only asked where no reader takes a line.
 */
import type { FormatError } from '../reading.ts';
import { excerptOf } from '../terminalText.ts';
import type { PastedLine } from './textReader.ts';

interface Lookalike {
  readonly line: RegExp;
  /** Follows "is". */
  readonly what: string;
  /** Follows "which". */
  readonly why: string;
  readonly instead: string;
}

const LISTING = 'what nvidia-smi mig -lgi prints on the host';
const NODE = 'what kubectl get node NAME -o yaml prints';

/** The first that fits a line; of the lines the first. */
const LOOKALIKES: readonly Lookalike[] = [
  {
    line: /\bnvidia\.com\/mig\.config=\S/,
    what: 'a command that chooses a configuration by its name',
    why: 'does not say what is in it',
    instead: `the file or ConfigMap that holds it (kubectl get configmap NAME -o yaml), or ${NODE}`,
  },
  {
    line: /^\s*"?nvidia\.com\/(?:mig-[\w.-]+|gpu)"?\s*:/,
    what: 'the request of a container',
    why: 'says what it asks for and not what a node has',
    instead: `${NODE}, or a list such as "3g.20gb x2" to plan for it`,
  },
  {
    line: /^\s*"?cdiVersion"?\s*:|\bnvidia-ctk\b/,
    what: 'of CDI',
    why: 'names devices and not where they are',
    instead: LISTING,
  },
  {
    line: /\b(?:docker|podman)\s+run\b|\bNVIDIA_VISIBLE_DEVICES\b/,
    what: 'a call for a container',
    why: 'names devices and not where they are',
    instead: LISTING,
  },
  {
    line: /^govc\s/,
    what: 'a call of govc',
    why: 'says what a VM gets and not what a host has',
    instead: `the table of VMs, or ${LISTING}`,
  },
  {
    line: /^"?Host"?[,;\s]+"?GPU"?[,;\s]+"?Board"?[,;\s]+"?Board name/,
    what: 'the heading of a table of GPUs for inventories',
    why: 'is written here and not read',
    instead: 'the plan file, a share link or another export that holds the plan',
  },
  {
    line: /\b(?:3D|VGA compatible|Display) controller\b.*\bNVIDIA\b/i,
    what: 'what lspci prints',
    why: 'does not say how a GPU is partitioned',
    instead: LISTING,
  },
  {
    line: /^\s*(?:GPU\d+\s+){2,}|^\s*# gpu\s+(?:pwr|sm|pid)\b/,
    what: 'a table of nvidia-smi on links or load',
    why: 'does not say how a GPU is partitioned',
    instead: LISTING,
  },
];

const MAX_LINES = 2000;
const LONGEST_LINE = 400;

/** What the text looks like; null where it looks like nothing that is known. */
export function lookalikeOf(lines: readonly PastedLine[]): FormatError | null {
  const some = lines.slice(0, MAX_LINES).filter(({ text }) => text.length <= LONGEST_LINE && text !== '');
  const [comments, others] = [some.filter(isComment), some.filter((one) => !isComment(one))];
  for (const { line, text } of [...others, ...comments]) {
    const found = LOOKALIKES.find((one) => one.line.test(text));
    if (found === undefined) continue;
    const { what, why, instead } = found;
    return { code: 'says-no-layout', at: { line }, excerpt: excerptOf(text), what, why, instead };
  }
  return null;
}

/** Or what root typed: of a text of comments that says the same. */
function isComment({ text }: PastedLine): boolean {
  return /^\s*#/.test(text);
}
