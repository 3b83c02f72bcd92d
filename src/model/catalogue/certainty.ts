/**
 * Which of a profile's facts were seen, and which were derived from another board or from a rule. The facts say it in words, per
 * board and per profile; here the words are read, so that a derived figure can look derived.
 */
import type { GiProfile } from '../board.ts';
import type { BoardEvidence, ProfileEvidence } from './evidence.ts';

export type Certainty = 'seen' | 'derived' | 'unknown';

/** The facts of a profile that may be of different certainty. */
export interface ProfileCertainty {
  readonly name: Certainty;
  readonly id: Certainty;
  readonly starts: Certainty;
  readonly memory: Certainty;
  readonly sm: Certainty;
  readonly engines: Certainty;
}

/** The whole board under another one's name: mig-parted only lists them together. */
const TAKEN_OVER = /\b(?:lists it with|groups)\b/;

/** One edition was measured, and its figures are taken for the others of the same table. */
const OTHER_EDITION = /placements measured on/;

/** The one source has names and counts; the starts are those of the family (mig-rules.md, product by product). */
const NAMES_ONLY = /^one source/;

/** `evidence` is that of this profile on this board. What is null is unknown, whatever is said of the rest. */
export function certaintyOf(
  profile: GiProfile,
  board: Pick<BoardEvidence, 'confidence'>,
  evidence: Pick<ProfileEvidence, 'confidence' | 'startsConfidence'>,
): ProfileCertainty {
  const { confidence, startsConfidence } = evidence;
  const isDerived = /^derived/.test(confidence) || TAKEN_OVER.test(board.confidence);
  const isTakenOver = TAKEN_OVER.test(confidence);
  const isMeasuredElsewhere = isTakenOver || OTHER_EDITION.test(board.confidence);
  const of = (value: unknown, isOwnDerived: boolean): Certainty =>
    value === null ? 'unknown' : isDerived || isOwnDerived ? 'derived' : 'seen';
  const { decoders, jpeg, ofa, copyEngines } = profile.engines;
  return {
    name: of(profile.name, false),
    id: of(profile.id, isTakenOver || /profile ID derived/.test(confidence)),
    starts: of(
      profile.starts,
      isMeasuredElsewhere ||
        (startsConfidence !== null && startsConfidence.startsWith('derived')) ||
        NAMES_ONLY.test(board.confidence),
    ),
    memory: of(profile.memoryGiB, isMeasuredElsewhere),
    sm: of(profile.sm, isMeasuredElsewhere || /\bsm(?:\/engines)? derived/.test(confidence)),
    engines: of(
      decoders ?? jpeg ?? ofa ?? copyEngines,
      // Whose multiprocessors were not seen has no listing of its own, so its engines were not seen either.
      isMeasuredElsewhere || /\b(?:sm|engines) derived/.test(confidence),
    ),
  };
}
