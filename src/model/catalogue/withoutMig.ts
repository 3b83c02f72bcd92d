/** Products that are often taken for MIG boards and are none, so that their names are refused as what they are. */
import { boardLabel } from '../board.ts';
import { withoutInvisible } from '../name.ts';
import { BOARDS } from './catalogue.ts';

export interface BoardWithoutMig {
  /** As NVIDIA names it, without the maker: "L40S". */
  readonly product: string;
  /** Why it is known to have none, as one sentence without its full stop. */
  readonly why: string;
}

// Time-sliced types only in the vGPU tables of NVIDIA AI Enterprise 6 (vgpu.json, boards_without_mig).
const TIME_SLICED_ONLY = 'NVIDIA’s vGPU tables have time-sliced types of it only';
// MIG User Guide, Supported GPUs: A100 and A30 alone of the Ampere generation, none of Ada (vgpu-rules.md, section d, 9).
const NOT_LISTED = 'the MIG User Guide lists A100 and A30 alone of its generation';
// The first sentence of that page, which names neither: https://docs.nvidia.com/datacenter/tesla/mig-user-guide/supported-gpus.html
const TOO_OLD = 'by the MIG User Guide MIG starts with the Ampere generation, and this is older';

/** In the order of the facts. */
export const WITHOUT_MIG: readonly BoardWithoutMig[] = [
  ...['L40S', 'L40', 'L4'].map((product) => ({ product, why: TIME_SLICED_ONLY })),
  ...['A40', 'A16', 'A10', 'A2'].map((product) => ({ product, why: NOT_LISTED })),
  ...['T4', 'V100'].map((product) => ({ product, why: TOO_OLD })),
];

/** The product without MIG that a text names ("NVIDIA L40S", "Tesla V100-SXM2-32GB", "a40"), or null. */
export function findWithoutMig(text: string): BoardWithoutMig | null {
  const [first] = withoutInvisible(text)
    .trim()
    .replace(/^(?:(?:nvidia|tesla|grid)[\s_-]+)+/i, '')
    .toUpperCase()
    .split(/[^A-Z0-9]+/);
  return WITHOUT_MIG.find(({ product }) => product === first) ?? null;
}

/** What has MIG, in as few words as a refusal has room for: "A100", "H100", "RTX PRO 6000", in the order of the catalogue. */
export const MIG_FAMILIES: readonly string[] = [
  ...new Set(BOARDS.map((board) => /^(?:RTX PRO )?[A-Z]*[0-9]+/.exec(boardLabel(board))?.[0] ?? board.id)),
];
