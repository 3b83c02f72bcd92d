/** A copied layout on other GPUs: the same slices, under the names that each board has for them. */
import type { Board, GiProfile } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { Gpu, Host } from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { PlacementError, TranslateError } from '../errors.ts';
import { checkLayout, type GpuLayout } from './layoutEdits.ts';
import type { Layout, LayoutInstance } from './layouts.ts';

/** How a GPU was cut when it was copied, VMs left out. */
export interface CopiedGpu {
  readonly index: number;
  readonly board: Gpu['board'];
  readonly layout: Layout;
}

export type PasteFault = PlacementError | TranslateError | { readonly code: 'no-such-gpu' };

export interface Paste {
  readonly layouts: readonly GpuLayout[];
  /** GPUs that stay as they are, by index, each with its reason. */
  readonly skipped: readonly { readonly index: number; readonly why: PasteFault }[];
}

/** One copied GPU on each of these of a host. */
export function pasteOnEach(host: Pick<Host, 'driver'>, gpus: readonly Gpu[], copied: CopiedGpu): Paste {
  return pasted(
    host,
    gpus.map((gpu) => ({ index: gpu.index, gpu, copied })),
  );
}

/** The GPUs of a host on those of another, index by index; GPUs of the target that the other has not stay as they are. */
export function pasteByIndex(host: Pick<Host, 'driver' | 'gpus'>, copied: readonly CopiedGpu[]): Paste {
  const byIndex = new Map(host.gpus.map((gpu) => [gpu.index, gpu]));
  return pasted(
    host,
    copied.map((one) => ({ index: one.index, gpu: byIndex.get(one.index), copied: one })),
  );
}

function pasted(
  host: Pick<Host, 'driver'>,
  pairs: readonly { readonly index: number; readonly gpu: Gpu | undefined; readonly copied: CopiedGpu }[],
): Paste {
  const layouts: GpuLayout[] = [];
  const skipped: { index: number; why: PasteFault }[] = [];
  for (const { index, gpu, copied } of pairs) {
    const layout = gpu === undefined ? err({ code: 'no-such-gpu' } as const) : layoutFor(host, gpu, copied);
    if (!layout.ok) skipped.push({ index, why: layout.error });
    else if (gpu !== undefined) layouts.push({ gpuId: gpu.id, layout: layout.value });
  }
  return { layouts, skipped };
}

/** The copied layout as this GPU would have it, or why it cannot. */
function layoutFor(
  host: Pick<Host, 'driver'>,
  gpu: Gpu,
  { board, layout }: CopiedGpu,
): Result<Layout, PasteFault> {
  const [from, to] = [findBoard(board), findBoard(gpu.board)];
  if (from === undefined || to === undefined) {
    return err({ code: 'board-unknown', board: from === undefined ? board : gpu.board });
  }
  if (gpu.use !== 'mig') return err({ code: 'mig-off', use: gpu.use });
  const translated = translateLayout(from, to, layout);
  if (!translated.ok) return translated;
  const fault = checkLayout(host, gpu, translated.value);
  return fault === null ? translated : err(fault);
}

/** A layout under the names of another board: every instance keeps its start and its slices. */
export function translateLayout(from: Board, to: Board, layout: Layout): Result<Layout, TranslateError> {
  // An empty one says nothing of slices, and is not carried over where a full one would not be.
  if (!hasSameSlices(from, to)) return err({ code: 'other-slices', from: from.id, to: to.id });
  const translated: LayoutInstance[] = [];
  for (const { profile, start } of layout) {
    const same = counterpart(from, to, profile);
    if (!same.ok) return same;
    translated.push({ profile: same.value, start });
  }
  return ok(translated);
}

/**
 * The name that another board has for the same compute and memory slices ("1g.5gb" of an A100 40GB is "1g.10gb" on an
 * A100 80GB). Boards of other slices have nothing in common that a start could mean.
 */
export function counterpart(
  from: Board,
  to: Board,
  profile: ProfileName,
): Result<ProfileName, TranslateError> {
  if (from === to) return ok(profile);
  const boards = { from: from.id, to: to.id };
  if (!hasSameSlices(from, to)) return err({ code: 'other-slices', ...boards });
  const known = from.profiles.find((one) => one.name === profile);
  const same = to.profiles.find((one) => known !== undefined && isSameSize(known, one));
  return same === undefined ? err({ code: 'no-counterpart', profile, ...boards }) : ok(same.name);
}

function hasSameSlices(from: Board, to: Board): boolean {
  return from.computeSlices === to.computeSlices && from.memorySlices === to.memorySlices;
}

/** The same compute and memory slices and the same attributes: one profile under the names of two boards. */
export function isSameSize(a: GiProfile, b: GiProfile): boolean {
  return (
    a.computeSlices === b.computeSlices &&
    a.memorySlices === b.memorySlices &&
    a.attributes.length === b.attributes.length &&
    a.attributes.every((attribute) => b.attributes.includes(attribute))
  );
}
