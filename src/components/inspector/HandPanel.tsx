import { profileOf } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { findGpu, findInstance, type Gpu, type Plan } from '../../model/plan.ts';
import { blockOf, makeRangeName } from '../../model/slices.ts';
import { useUi } from '../../state/app.ts';
import { isLegalTarget, profileInHand } from '../../state/targets.ts';
import type { Lifted } from '../../state/uiStore.ts';
import { Facts } from './Facts.tsx';
import { Panel, Part } from './Panel.tsx';
import { hypervisorFacts, nameFacts, sizeFacts } from './profileFacts.ts';
import { StartsTable } from './StartsTable.tsx';

interface HandPanelProps {
  readonly lifted: Lifted;
  readonly plan: Plan;
}

/** The GPU that explains the profile in the hand: its own, the one aimed at, one of its board, or the first that has it. */
function explainingGpu(plan: Plan, lifted: Lifted, profile: string, aimed: Gpu | undefined): Gpu | undefined {
  if (lifted.kind === 'instance') return findInstance(plan, lifted.giId)?.gpu;
  const has = (gpu: Gpu): boolean => {
    const board = findBoard(gpu.board);
    return board !== undefined && profileOf(board, profile) !== undefined;
  };
  if (aimed !== undefined && has(aimed)) return aimed;
  const gpus = plan.hosts.flatMap((host) => host.gpus);
  const own = lifted.kind === 'profile' ? lifted.board : undefined;
  return gpus.find((gpu) => gpu.board === own && has(gpu)) ?? gpus.find(has);
}

/** What is in the hand, and what each of its legal starts would leave. */
export function HandPanel({ lifted, plan }: HandPanelProps) {
  const target = useUi((ui) => ui.target);
  const profile = profileInHand(plan, lifted);
  if (profile === null) return null;
  const aimed = target === null ? undefined : findGpu(plan, target.gpuId);
  const gpu = explainingGpu(plan, lifted, profile, aimed?.gpu);
  const board = gpu === undefined ? undefined : findBoard(gpu.board);
  if (gpu === undefined || board === undefined) return null;
  const aimedBoard = aimed === undefined ? undefined : findBoard(aimed.gpu.board);
  const where =
    aimed === undefined || aimedBoard === undefined || target === null
      ? 'Choose a start'
      : `${aimed.host.name} · GPU ${aimed.gpu.index} · ${makeRangeName(blockOf(aimedBoard, profile, target.start).memory)}${isLegalTarget(plan, lifted, target) ? '' : ', not free'}`;
  return (
    <Panel kicker={lifted.kind === 'profile' ? 'Placing' : 'Moving'} title={profile} subtitle={where}>
      <StartsTable lifted={lifted} plan={plan} profile={profile} board={board} target={target} />
      <Part>
        <Facts
          facts={[
            ...sizeFacts(board, profile),
            ...nameFacts(gpu, board, profile),
            ...hypervisorFacts(gpu, profile),
          ]}
        />
      </Part>
    </Panel>
  );
}
