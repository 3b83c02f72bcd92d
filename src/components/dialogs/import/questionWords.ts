/** The GPUs that a question is about, as its title names them. */
import type { Host, Gpu, Plan } from '../../../model/plan.ts';
import type { KindQuestion } from '../../../console/importText.ts';
import { makeList } from '../../../placement/messages.ts';

type GpuName = KindQuestion['gpu'];

function gpuWords({ host, index }: GpuName): string {
  return `GPU ${index}${host === null ? '' : ` on ${host}`}`;
}

export function gpuNames(gpus: readonly GpuName[]): string {
  const names = gpus.map(gpuWords);
  return names.length <= 3 ? makeList(names) : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
}

/** The GPU as it was read; a host without a name in the text has one by now. */
export function gpuNamed({ host: name, index }: GpuName, plan: Plan): Gpu | null {
  const isIt = (host: Host): boolean => name === null || host.name === name;
  return plan.hosts.find(isIt)?.gpus.find((gpu) => gpu.index === index) ?? null;
}
