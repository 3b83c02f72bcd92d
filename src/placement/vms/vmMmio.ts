/**
 * The 64-bit MMIO that a VM on ESXi is given (pciPassthru.64bitMMIOSizeGB): the sum over its vGPUs of what NVIDIA's tables
 * print for the board of each, rounded up to a power of two.
 */
import type { BoardId } from '../../model/board.ts';
import { VGPU_BOARDS } from '../../model/catalogue/catalogue.ts';
import { findInstance, type Gpu, type Plan, type Vm } from '../../model/plan.ts';
import { variantsOf } from '../../model/vgpu.ts';

export interface VmMmio {
  /** What each vGPU needs, in their order. */
  readonly eachGiB: readonly number[];
  readonly sizeGiB: number;
}

export type MmioFault =
  /** Not every vGPU has its instance, so the board of one is open. */
  | { readonly code: 'waits' }
  /** No public table has the figure for this board, or its variants differ in it. */
  | { readonly code: 'mmio-unknown'; readonly board: BoardId };

/** Null where the VM has no vGPU, or where a host is of another platform: the setting is ESXi's. */
export function vmMmio(plan: Plan, vm: Vm): VmMmio | MmioFault | null {
  if (vm.attachments.length === 0) return null;
  const eachGiB: number[] = [];
  let fault: MmioFault | null = null;
  for (const { instance } of vm.attachments) {
    const place = instance === null ? undefined : findInstance(plan, instance);
    if (place === undefined) {
      fault ??= { code: 'waits' };
      continue;
    }
    const { platform } = place.host;
    if (platform !== null && platform !== 'esxi') return null;
    const needs = mmioOf(place.gpu);
    if (needs === null) fault ??= { code: 'mmio-unknown', board: place.gpu.board };
    else eachGiB.push(needs);
  }
  if (fault !== null) return fault;
  const sum = eachGiB.reduce((total, one) => total + one, 0);
  let sizeGiB = 1;
  while (sizeGiB < sum) sizeGiB *= 2;
  return { eachGiB, sizeGiB };
}

/** What one GPU needs, in GiB; null where no table says, or what may be meant differs. */
export function mmioOf(gpu: Pick<Gpu, 'board' | 'variant'>): number | null {
  const sizes = new Set(variantsOf(VGPU_BOARDS, gpu).map(({ mmioGiB }) => mmioGiB));
  const [size] = sizes;
  return sizes.size === 1 && size !== undefined ? size : null;
}
