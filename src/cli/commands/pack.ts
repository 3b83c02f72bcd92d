/** `pack`: how many GPUs of a board the requests need, that nobody can do with fewer, why, and a plan of them. */
import { MAX_ITEMS } from '../../formats/reading.ts';
import { makeDocument } from '../../formats/makeDocument.ts';
import { isDrawable } from '../../model/board.ts';
import type { Position } from '../../model/geometry.ts';
import { ok, type Result } from '../../model/result.ts';
import { demandOf } from '../../placement/solver/demand.ts';
import { demandErrorMessage, number } from '../../placement/solver/messages.ts';
import { pack as packSearch, type Packing } from '../../placement/solver/pack.ts';
import { packReason } from '../../placement/solver/packMessages.ts';
import { planItems, planOfPacking } from '../../placement/solver/placePacking.ts';
import { runSearch } from '../../placement/solver/search.ts';
import { boardNamed } from '../input.ts';
import { printable, printJson, unusable, type ExitCode, type Io, type Unusable } from '../io.ts';
import { readRequests, unusableRequest } from '../requests.ts';

export interface PackOptions {
  readonly gpu: string | null;
  readonly json: boolean;
}

export function pack(io: Io, argument: string, options: PackOptions): Result<ExitCode, Unusable> {
  if (options.gpu === null) return unusable('pack: say which board with --gpu; "models" lists them');
  const found = boardNamed(options.gpu);
  if (!found.ok) return found;
  const board = found.value;
  if (!isDrawable(board)) return unusable(`no public source gives the starts of ${board.id}`);
  const reading = readRequests(io, argument);
  if (!reading.ok) return reading;
  const demand = demandOf(board, reading.value.requests);
  if (!demand.ok) return unusableRequest(reading.value, demand.error, demandErrorMessage);

  const { best, bound, isProven } = runSearch(packSearch(board, demand.value));
  if (best === null || bound === null) throw new Error('a packing exists for any demand');
  const because = packReason(best, bound);
  // A document that could not be read again is none.
  const isTooLarge = planItems(best) > MAX_ITEMS;
  if (isTooLarge)
    io.stderr(
      `note: the plan would hold more than ${number(MAX_ITEMS)} things, so only its layouts are given.\n`,
    );
  if (options.json) {
    const plan = isTooLarge ? null : makeDocument(planOfPacking(best, reading.value.requests));
    printJson(io, {
      gpus: best.gpus,
      bound,
      proven: isProven,
      because,
      proof: proofOf(best),
      layouts: layoutsOf(best),
      plan,
    });
  } else {
    const sure = isProven
      ? 'proven: nobody can do with fewer'
      : `best found; at least ${number(bound)} are needed`;
    io.stdout(printable(`${number(best.gpus)} x ${board.id} (${sure})\n${because}\n`));
    for (const { gpus, layout } of layoutsOf(best)) io.stdout(`${number(gpus)} x ${layout}\n`);
  }
  return ok(0);
}

/** The weights and the capacity that show the bound, for whoever wants to check it. */
function proofOf({ board, counts, proof }: Packing): object {
  const weights = board.profiles.flatMap(({ name }, index) => {
    const weight = proof.weights[index] ?? 0;
    return weight > 0 && (counts[index] ?? 0) > 0 ? [[name, weight] as const] : [];
  });
  return { weights: Object.fromEntries(weights), capacity: proof.capacity };
}

/** How many GPUs get which layout, as the layout notation writes it. */
function layoutsOf({ board, groups }: Packing): { readonly gpus: number; readonly layout: string }[] {
  const nameOf = ({ profileIndex, start }: Position): string =>
    `${board.profiles[profileIndex]?.name ?? ''}@${start}`;
  return groups.map(({ gpus, layout }) => ({ gpus, layout: layout.map(nameOf).join(', ') }));
}
