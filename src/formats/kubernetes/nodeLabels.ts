/** The labels that a node shows once its configuration is in place, to be held against `kubectl get node NODE --show-labels`. */
import { boardLabel } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { Host } from '../../model/plan.ts';
import { shellComment } from '../encode/shell.ts';
import { kubernetesName } from '../../model/profile.ts';
import { hostDevices, strategyOf } from './strategy.ts';
import type { Strategy } from './writeOperator.ts';

/** `strategy` is that of the operator, for all nodes. One label on each line, by key. */
export function makeNodeLabels(
  host: Host,
  config: string,
  strategy: Strategy,
  comments: readonly string[],
): string {
  const devices = hostDevices(host);
  const migGpus = host.gpus.filter(({ use }) => use === 'mig').length;
  const isSingle = strategy === 'single' && strategyOf(host) === 'single';
  const product = productOf(host);
  const labels: [string, string | number][] = [
    ['kubernetes.io/hostname', host.name],
    ['nvidia.com/mig.config', config],
    ['nvidia.com/mig.config.state', 'success'],
    ['nvidia.com/mig.strategy', strategy],
  ];
  if (isSingle) {
    const [[profile, count] = ['', 0]] = devices;
    labels.push(['nvidia.com/gpu.count', count]);
    if (product !== null)
      labels.push([
        'nvidia.com/gpu.product',
        `${product}-MIG-${kubernetesName(profile).slice(RESOURCE.length)}`,
      ]);
  } else {
    if (migGpus === host.gpus.length) labels.push(['nvidia.com/gpu.count', host.gpus.length]);
    if (product !== null) labels.push(['nvidia.com/gpu.product', product]);
    for (const [profile, count] of devices) labels.push([`${kubernetesName(profile)}.count`, count]);
  }
  const lines = labels
    .filter(([, value]) => typeof value === 'number' || LABEL_VALUE.test(value))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`);
  const end =
    isSingle && product === null ? [`nvidia.com/gpu.product ends in -MIG-${devices[0]?.[0] ?? ''}`] : [];
  return `${[...[...comments, ...end].map(shellComment), ...lines].join('\n')}\n`;
}

const RESOURCE = 'nvidia.com/mig-';
const LABEL_VALUE = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/** As nvidia-smi prints it, with "-" for blanks; null where boards differ or are sold under several names. */
function productOf(host: Host): string | null {
  const boards = [...new Set(host.gpus.map(({ board }) => board))].map(findBoard);
  const [board] = boards;
  if (boards.length !== 1 || board?.productNames.length !== 1) return null;
  const [name = ''] = board.productNames;
  return name.includes('(') || !name.startsWith('NVIDIA ') || boardLabel(board) === ''
    ? null
    : name.replaceAll(' ', '-');
}
