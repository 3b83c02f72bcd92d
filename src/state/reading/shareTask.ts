/** The links of a plan and what they hold, for the Share dialog: of ten thousand GPUs they take most of a second to make. */
import type { FormatError } from '../../formats/reading.ts';
import { decodeShare, encodeShare, withoutNames } from '../../formats/share.ts';
import type { Plan } from '../../model/plan.ts';
import { ok, type Result } from '../../model/result.ts';
import type { Search } from '../../placement/solver/search.ts';
import { packPlan, type AnyPackedPlan } from '../packedPlan.ts';

/** A link without the address of the page, and the plan that was read back from it. */
export interface MadeLink {
  readonly fragment: string;
  readonly held: Result<AnyPackedPlan, FormatError>;
}

export interface MadeLinks {
  readonly named: MadeLink;
  /** Without names. */
  readonly bare: MadeLink;
}

export function makeLink(plan: Plan): MadeLink {
  const fragment = encodeShare(plan);
  const reading = decodeShare(fragment);
  return { fragment, held: reading.ok ? ok(packPlan(reading.value.plan)) : reading };
}

/** A step for each. */
export function* share({ plan }: { readonly plan: Plan }): Search<MadeLinks> {
  const named = makeLink(plan);
  yield { best: null, bound: null, isProven: false, work: 1 };
  return { best: { named, bare: makeLink(withoutNames(plan)) }, bound: null, isProven: true, work: 2 };
}
