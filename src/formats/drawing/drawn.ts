/** What a picture shows: GPUs and what is known of them beside the plan, worked out by whoever may ask placement. */
import type { Board } from '../../model/board.ts';
import type { Gpu, GpuInstance } from '../../model/plan.ts';

export interface DrawnInstance {
  readonly gi: GpuInstance;
  /** The VMs on it, joined; empty where there is none. */
  readonly vms: string;
  /** By which vGPU type those have it; without a VM what it may be to one. Null where none is public. */
  readonly type: string | null;
  /** "1c + 2c"; null for the one default compute instance. */
  readonly split: string | null;
  /** All that is to be said of it: "3g.20gb at slice 4, chat-a, grid_a100-3-20c". */
  readonly words: string;
  readonly isIllegal: boolean;
}

export interface DrawnGpu {
  readonly gpu: Gpu;
  /** Null: nothing is known to draw a grid by. */
  readonly board: Board | null;
  /** Slices that are taken, of how many: "6/7" and "8/8"; null where nothing is counted. */
  readonly figures: { readonly compute: string; readonly memory: string } | null;
  /** Rows and columns that no profile can use beside what stands. */
  readonly strandedCompute: readonly number[];
  readonly strandedMemory: readonly number[];
  readonly instances: readonly DrawnInstance[];
  /** The line under the grid, and what is said of the GPU in words. */
  readonly note: string;
}

/** Notes of somebody, and what they are about: "esx-01", "GPU 0", "chat-1". */
export interface DrawnNotes {
  readonly of: 'host' | 'gpu' | 'vm';
  readonly name: string;
  /** As they were written, one line or several. */
  readonly notes: string;
}

export interface DrawnHost {
  readonly name: string;
  /** "ESXi 8.0 U3 · 4 × A100-PCIE-40GB". */
  readonly about: string;
  readonly gpus: readonly DrawnGpu[];
  /** Of the host, of its GPUs, and of the VMs that have an instance on it. */
  readonly notes: readonly DrawnNotes[];
}
