/** The table of readers of other people's formats. A line is offered to them in this order. */
import { INSTASLICE, INSTASLICE_LINES } from '../kubernetes/instaslice.ts';
import { K8S_NODE, K8S_NODE_LINES } from '../kubernetes/nodeReaders.ts';
import { RESOURCE_SLICE } from '../kubernetes/resourceSlices.ts';
import { CREATE_CALLS } from '../nvidiaSmi/createCalls.ts';
import { LIST_COMPUTE_INSTANCES } from '../nvidiaSmi/listComputeInstances.ts';
import { LIST_GPUS } from '../nvidiaSmi/listGpus.ts';
import { LIST_INSTANCES } from '../nvidiaSmi/listInstances.ts';
import { MIG_MANAGER_LOG } from '../nvidiaSmi/migManagerLog.ts';
import { NOT_READ } from '../nvidiaSmi/notRead.ts';
import { LIST_COMPUTE_PROFILES, LIST_PLACEMENTS, LIST_PROFILES } from '../nvidiaSmi/profileLists.ts';
import { QUERY_GPU } from '../nvidiaSmi/queryGpu.ts';
import { SENTENCES } from '../nvidiaSmi/sentences.ts';
import { SUMMARY } from '../nvidiaSmi/summary.ts';
import { VGPU_TYPE_LIST } from '../vgpu/typeList.ts';
import { VM_LIST } from '../vgpu/vmList.ts';
import { VIB_LIST } from '../esxi/vibReader.ts';
import { XML } from '../nvidiaSmi/xml.ts';
import { MIG_CHECKPOINT } from '../parted/checkpointReader.ts';
import { CONFIG_MAP, HELM_VALUES, MIG_PARTED } from '../parted/partedReaders.ts';
import { SLURM_GRES } from '../slurm/gresReader.ts';
import { PROFILE_LIST } from './profileList.ts';
import type { TextReader } from './textReader.ts';

/** Everything that nvidia-smi prints. */
const NVIDIA_SMI = [
  SUMMARY,
  LIST_GPUS,
  XML,
  QUERY_GPU,
  LIST_INSTANCES,
  LIST_COMPUTE_INSTANCES,
  LIST_PROFILES,
  LIST_PLACEMENTS,
  LIST_COMPUTE_PROFILES,
  SENTENCES,
  CREATE_CALLS,
  NOT_READ,
] as const satisfies readonly TextReader[];

export const READERS = [
  ...NVIDIA_SMI,
  MIG_MANAGER_LOG,
  MIG_PARTED,
  MIG_CHECKPOINT,
  CONFIG_MAP,
  HELM_VALUES,
  K8S_NODE,
  RESOURCE_SLICE,
  INSTASLICE,
  INSTASLICE_LINES,
  K8S_NODE_LINES,
  SLURM_GRES,
  VIB_LIST,
  VGPU_TYPE_LIST,
  VM_LIST,
  PROFILE_LIST,
] as const satisfies readonly TextReader[];

export type ForeignFormat = (typeof READERS)[number]['format'];

/** The readers that a name stands for: of "nvidia-smi" all of that tool's, for nobody knows which of its tables he has. */
export function familyOf(format: string): readonly ForeignFormat[] {
  const family = format === SUMMARY.format ? NVIDIA_SMI : READERS.filter((one) => one.format === format);
  return family.map((one) => one.format);
}
