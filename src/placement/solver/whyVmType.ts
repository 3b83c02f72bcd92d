/** The type of the instance that was meant in the place of the one that the VM wants. */
import { profileOf, type BoardId, type GiProfile } from '../../model/board.ts';
import { findBoard, VGPU_BOARDS } from '../../model/catalogue/catalogue.ts';
import { boardsOf, type GiPlace, type Plan, type Wanted } from '../../model/plan.ts';
import { parseProfileName } from '../../model/profile.ts';
import { isWanted, typesOfInstance } from '../vms/assign.ts';
import { FREE } from './whyCost.ts';
import type { AskedVgpu } from './whyVmAsked.ts';
import { changing } from './whyVmHolders.ts';
import type { VmWayOut } from './whyVmWays.ts';

/** The VM wants what the instance has, where that is no less memory; null where it is less, or nobody knows. */
export function otherType(asked: AskedVgpu, { gpu, gi }: GiPlace): VmWayOut | null {
  const wanted = profileWanted(asked.plan, asked.wants);
  const board = findBoard(gpu.board);
  const offered = board === undefined ? undefined : profileOf(board, gi.profile);
  if (wanted === null || offered === undefined) return null;
  const [had, has] = [parseProfileName(wanted.profile.name), parseProfileName(offered.name)];
  if (had === null || has === null || has.memoryGB < had.memoryGB) return null;
  const [type] = typesOfInstance(gpu, gi);
  const wants: Wanted =
    asked.wants.kind === 'type' && type !== undefined
      ? { kind: 'type', type: type.type }
      : { kind: 'profile', profile: gi.profile };
  const { attachment } = asked;
  const isSameBoard = wanted.board === gpu.board;
  const slices = (profile: GiProfile): number => profile.memorySlices ?? 0;
  return {
    kind: 'other-type',
    ...{ giId: gi.id, making: null, others: [], wants },
    cost: {
      ...FREE,
      lessCompute: Math.max(0, wanted.profile.computeSlices - offered.computeSlices),
      otherProfile: 1,
      moreMemory: isSameBoard ? slices(offered) - slices(wanted.profile) : 0,
    },
    command: changing([{ kind: 'want', vmId: asked.vm.id, attachment, wants }, asked.given(gi.id)]),
  };
}

/** The profile that is wanted, on a board of the plan if it is of one; null where no public source says which it is. */
function profileWanted(
  plan: Plan,
  wants: Wanted,
): { readonly board: BoardId; readonly profile: GiProfile } | null {
  const own = boardsOf(plan.hosts);
  const boards = [...own, ...VGPU_BOARDS.flatMap((one) => one.boards)];
  for (const id of boards) {
    const board = findBoard(id);
    const profile = board?.profiles.find(({ name }) =>
      isWanted(wants, { board: id, variant: null }, { profile: name }),
    );
    if (profile !== undefined) return { board: id, profile };
  }
  return null;
}
