/**
 * Which steps of the lab a state has reached. It looks at the state and at what was shown, never at how it came about, so another
 * command or another order ticks a step as well.
 */
import { branchOf } from '../simulator/gpuFacts.ts';
import type { Machine, SimGi } from '../simulator/machine.ts';
import { LAB_STEP_IDS, type LabState, type LabStepId } from './state.ts';

export interface StepProgress {
  readonly id: LabStepId;
  /** `undone`: it was reached, and something later took it away, as a reboot takes instances. */
  readonly status: 'open' | 'reached' | 'undone';
}

/** The first branch with MIG on an A100. */
const MIG_FROM = 450;
/** What the article makes of its GPU, twice. */
const PROFILE = '3g.20gb';
const TYPE = 'A100-3-20C';

/** True: the host's GPU holds the two GPU instances of the article, and nothing else. */
export function hasBothGis({ gpus: [gpu] }: Machine): boolean {
  return gpu !== undefined && gpu.gis.length === 2 && gpu.gis.every(({ profile }) => profile === PROFILE);
}

function isWhole({ cis }: SimGi): boolean {
  return cis.length === 1 && cis[0]?.profile === PROFILE;
}

/** True: each of the two has the one compute instance that fills it. */
export function hasBothCis(host: Machine): boolean {
  return hasBothGis(host) && host.gpus[0]?.gis.every(isWhole) === true;
}

/** How many VMs run on a GPU instance of their own of the article's type. */
function vmsOnInstances({ vms }: Machine): number {
  const places = vms.flatMap(({ isOn, vgpus }) =>
    isOn
      ? vgpus.flatMap(({ wants, at }) => (isType(wants) && at !== null ? [`${at.gpu} ${at.gi}`] : []))
      : [],
  );
  return new Set(places).size;
}

function isType(wants: Machine['vms'][number]['vgpus'][number]['wants']): boolean {
  return wants.kind === 'type' && wants.type === TYPE;
}

type Holds = (state: LabState) => boolean;

const hasDriver: Holds = ({ host }) => host.driver !== null && branchOf(host) >= MIG_FROM;
const isMigOn: Holds = ({ host }) => host.gpus[0]?.mode === true;

const HOLDS: Readonly<Record<LabStepId, Holds>> = {
  sriov: ({ isSriovOn }) => isSriovOn,
  graphics: ({ host }) => host.graphics.type === 'SharedPassthru',
  maintenance: ({ host }) => host.isInMaintenance,
  driver: hasDriver,
  'mig-mode': ({ host }) => host.gpus[0]?.pending === true,
  'mig-reboot': isMigOn,
  'back-in-service': (state) => !state.host.isInMaintenance && hasDriver(state) && isMigOn(state),
  'gi-profiles': ({ seen }) => seen.includes('gi-profiles'),
  'gi-create': ({ host }) => hasBothGis(host),
  'gi-list': ({ seen }) => seen.includes('gis'),
  'ci-profiles': ({ seen }) => seen.includes('ci-profiles'),
  'ci-create': ({ host }) => hasBothCis(host),
  'ci-list': ({ seen }) => seen.includes('cis'),
  'vgpu-type': ({ host }) =>
    host.vms.every(({ vgpus }) => vgpus.length === 1 && vgpus.every((one) => isType(one.wants))),
  'power-on': ({ host }) => vmsOnInstances(host) === host.vms.length,
  'guest-driver': ({ host }) => host.vms.some(({ guest }) => guest !== null && guest.driver !== null),
  'guest-view': ({ seen }) => seen.includes('guest-gis') && seen.includes('guest-cis'),
  container: ({ seen }) => seen.includes('container'),
};

/** Steps that this state has reached, in their order, whatever was ticked before. */
export function stepsReached(state: LabState): LabStepId[] {
  return LAB_STEP_IDS.filter((id) => HOLDS[id](state));
}

/** Leaving maintenance mode undoes nothing: it is meant to be entered and left. */
const PASSING: readonly LabStepId[] = ['maintenance'];

/** Every step in order. */
export function labProgress(state: LabState): StepProgress[] {
  return LAB_STEP_IDS.map((id) => {
    if (HOLDS[id](state)) return { id, status: 'reached' };
    if (!state.ticked.includes(id)) return { id, status: 'open' };
    return { id, status: PASSING.includes(id) ? 'reached' : 'undone' };
  });
}

/** True where every step is reached and none undone: two VMs on one A100, a container in one of them. */
export function isLabFinished(state: LabState): boolean {
  return labProgress(state).every(({ status }) => status === 'reached');
}
