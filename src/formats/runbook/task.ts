/** A GPU of the runbook with instances to create, and the words that all parts of the page have for it. */
import type { Board } from '../../model/board.ts';
import type { CreationOrder } from '../../model/creationOrder.ts';
import type { Gpu, GpuKind, Host } from '../../model/plan.ts';
import type { DrawnGpu } from '../drawing/drawn.ts';
import { markdownTable } from '../markdownTable.ts';
import type { Creation } from './expected.ts';

/** A GPU with instances to create. */
export interface Task {
  readonly gpu: Gpu;
  readonly board: Board;
  readonly drawn: DrawnGpu;
  readonly creations: readonly Creation[];
  /** What the GPU may be, as far as its instance IDs differ by it; the first is the one that examples show. */
  readonly kind: GpuKind;
  readonly otherKind: GpuKind | undefined;
  /** Where the driver picks the starts; null: the driver of the host takes them. */
  readonly order: CreationOrder | null;
}

const UUID = /^GPU-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What -i takes: the UUID where it is known, for an index can change. */
export function selector({ uuid, index }: Gpu): string {
  return uuid !== null && UUID.test(uuid) ? uuid : String(index);
}

/** Pods and processes are given MIG devices, VMs are given vGPU types. */
export function hasVgpus({ platform }: Host): boolean {
  return platform !== 'kubernetes' && platform !== 'bare-metal';
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return markdownTable(head, rows).join('\n');
}

export function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}
