// Real output of other people, read from beside the repository and never kept in it: every file of the collection with the format that
// it is recognised as and what has to come of it, written out by hand after its index; or why nothing can. Where a text leaves the
// board or the kind of the GPU open, that it asks is part of what is expected, and the answer is given.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { GpuKind } from '../model/plan.ts';
import { importText, type Imported, type ImportOptions } from './importText.ts';

const SAMPLES = join(import.meta.dirname, '../../../shared/samples');
const isThere = existsSync(SAMPLES);

interface Sample {
  readonly file: string;
  /** In the order of the text, each once. */
  readonly formats?: string;
  /** Why it gives nothing. */
  readonly fails?: string;
  /** Questions that it leaves open, and the answers that are given. */
  readonly asks?: string;
  readonly board?: string;
  readonly gpuKind?: GpuKind;
  readonly configuration?: string;
  readonly gpuCount?: number;
  /** "host/index board [off] [kind]: profile@start", "?" behind a start that no text says, cuts in brackets. */
  readonly gpus?: readonly string[];
  readonly vms?: readonly string[];
  /** Lines that nobody reads. */
  readonly passedOver?: readonly number[];
}

const ROWS: readonly Sample[] = [
  {
    file: 'errors/a100-40-1',
    formats: 'mig-transcript',
    asks: 'board, kind',
    board: 'a100-pcie-40gb',
    gpuKind: 'straight',
    gpus: ['host-1/0 a100-pcie-40gb straight: 2g.10gb@0, 1g.5gb@4, 1g.5gb@6'],
  },
  { file: 'errors/a100-40-esxi-1', fails: 'only-failed not-found' },
  { file: 'errors/a100-80-1', fails: 'only-failed in-use' },
  { file: 'errors/a30-24-1', fails: 'only-failed not-found' },
  { file: 'errors/a5000-1', fails: 'only-failed not-supported' },
  { file: 'errors/cmp170hx-1', fails: 'only-failed invalid-argument' },
  { file: 'errors/gh200-96-1', fails: 'only-failed in-use' },
  {
    file: 'errors/h20-96-1',
    formats: 'mig-transcript',
    asks: 'board',
    board: 'h20-96gb',
    gpus: ['host-1/0 h20-96gb mirrored: 1g.12gb@2, 1g.12gb@3'],
  },
  { file: 'errors/nvidia-1', fails: 'only-failed no-permission' },
  { file: 'errors/nvidia-2', fails: 'only-failed mig-off' },
  { file: 'errors/rtxpro6000-96-1', fails: 'only-failed in-use' },
  { file: 'errors/rtxpro6000-96-2', fails: 'only-failed not-supported' },
  {
    file: 'mig-cci/a100-40-1',
    formats: 'mig-transcript',
    asks: 'board, kind',
    board: 'a100-pcie-40gb',
    gpuKind: 'straight',
    gpus: ['host-1/0 a100-pcie-40gb straight: 3g.20gb@0(1c+1c+1c)'],
  },
  {
    file: 'mig-cci/a100-40-2',
    formats: 'mig-transcript',
    asks: 'board, kind',
    board: 'a100-pcie-40gb',
    gpuKind: 'straight',
    gpus: ['host-1/0 a100-pcie-40gb straight: 3g.20gb@4(1c+1c+1c)'],
  },
  {
    file: 'mig-cci/a100-40-esxi-1',
    formats: 'mig-transcript',
    asks: 'board, kind',
    board: 'a100-pcie-40gb',
    gpuKind: 'mirrored',
    gpus: ['host-1/0 a100-pcie-40gb mirrored: 1g.5gb@0'],
  },
  {
    file: 'mig-cci/a100-40-esxi-2',
    formats: 'mig-transcript',
    asks: 'board',
    board: 'a100-pcie-40gb',
    gpus: ['host-1/0 a100-pcie-40gb mirrored: 2g.10gb@2(1c), 3g.20gb@4(1c)'],
  },
  {
    file: 'mig-cci/h100-80-1',
    formats: 'mig-transcript',
    asks: 'board, kind',
    board: 'h100-sxm5-80gb',
    gpuKind: 'straight',
    gpus: ['host-1/0 h100-sxm5-80gb straight: 2g.20gb@0, 3g.40gb@4'],
  },
  {
    file: 'mig-cgi/a100-40-1',
    formats: 'mig-transcript',
    asks: 'board',
    board: 'a100-pcie-40gb',
    gpus: ['host-1/0 a100-pcie-40gb: 3g.20gb@0, 3g.20gb@4'],
  },
  {
    file: 'mig-cgi/a100-40-2',
    formats: 'mig-transcript + mig-lgi',
    asks: 'board',
    board: 'a100-pcie-40gb',
    gpus: ['host-1/0 a100-pcie-40gb straight: 1g.5gb@0, 1g.5gb@1, 2g.10gb@2, 3g.20gb@4'],
  },
  {
    file: 'mig-cgi/a100-40-3',
    formats: 'mig-transcript + mig-lgi',
    asks: 'board',
    board: 'a100-pcie-40gb',
    gpus: ['host-1/0 a100-pcie-40gb straight: 1g.5gb@0, 1g.5gb@1, 1g.5gb@2, 1g.5gb@3, 2g.10gb@4, 1g.5gb@6'],
  },
  {
    file: 'mig-cgi/a100-40-4',
    formats: 'mig-transcript',
    asks: 'board',
    board: 'a100-pcie-40gb',
    gpus: ['host-1/0 a100-pcie-40gb straight: 4g.20gb@0, 2g.10gb@4, 1g.5gb@6'],
  },
  {
    file: 'mig-cgi/a100-40-5',
    formats: 'mig-transcript + mig-lgi',
    asks: 'board',
    board: 'a100-pcie-40gb',
    gpus: ['host-1/0 a100-pcie-40gb straight: 3g.20gb@0, 3g.20gb@4'],
  },
  {
    file: 'mig-cgi/a100-40-6',
    formats: 'mig-transcript + mig-lgi',
    asks: 'board',
    board: 'a100-pcie-40gb',
    gpus: ['rnd3/2 a100-pcie-40gb straight: 3g.20gb@0, 3g.20gb@4'],
  },
  {
    file: 'mig-cgi/a100-40-7',
    formats: 'mig-transcript',
    asks: 'board',
    board: 'a100-pcie-40gb',
    gpus: [
      'host-1/0 a100-pcie-40gb straight: 1g.5gb@0, 1g.5gb@1, 1g.5gb@2, 1g.5gb@3, 1g.5gb@4, 1g.5gb@5, 1g.5gb@6',
    ],
  },
  {
    file: 'mig-cgi/a100-40-8',
    formats: 'mig-transcript',
    asks: 'board',
    board: 'a100-pcie-40gb',
    gpus: [
      'ip-172-31-48-89/0 a100-pcie-40gb mirrored: 1g.5gb@0, 1g.5gb@1, 1g.5gb@2, 1g.5gb@3, 1g.5gb@4, 1g.5gb@5, 1g.5gb@6',
    ],
  },
  {
    file: 'mig-cgi/a100-40-esxi-1',
    formats: 'mig-transcript',
    asks: 'board',
    board: 'a100-pcie-40gb',
    gpus: ['host-1/0 a100-pcie-40gb mirrored: 1g.5gb@0, 1g.5gb@1, 2g.10gb@2, 3g.20gb@4'],
  },
  {
    file: 'mig-cgi/a100-80-1',
    formats: 'mig-transcript',
    asks: 'board',
    board: 'a100-80gb',
    gpus: ['david1a100/0 a100-80gb straight: 2g.20gb@0, 2g.20gb@2, 2g.20gb@4, 1g.10gb+me@6'],
  },
  {
    file: 'mig-cgi/a30-24-1',
    formats: 'mig-transcript',
    gpus: ['5002544/0 a30-24gb: 1g.6gb@0, 1g.6gb@1, 2g.12gb@2'],
  },
  {
    file: 'mig-cgi/gh200-96-1',
    formats: 'mig-transcript',
    asks: 'board, kind',
    board: 'gh200-96gb',
    gpuKind: 'straight',
    gpus: ['a10-cuanschutz01/0 gh200-96gb straight: 1g.24gb@0, 1g.24gb@2, 1g.24gb@4'],
  },
  {
    file: 'mig-cgi/rtxpro6000-96-1',
    formats: 'mig-transcript + mig-lgi',
    asks: 'board',
    board: 'rtx-pro-6000-server',
    gpus: ['gpu-rtxpro6000-8/0 rtx-pro-6000-server: 2g.48gb@0, 1g.24gb@6, 1g.24gb@9'],
  },
  {
    file: 'mig-dci-dgi/a100-40-1',
    formats: 'mig-transcript',
    asks: 'board',
    board: 'a100-pcie-40gb',
    gpus: ['host-1/0 a100-pcie-40gb: '],
  },
  {
    file: 'mig-lci/a100-40-1',
    formats: 'mig-lci',
    asks: 'board, kind',
    board: 'a100-pcie-40gb',
    gpuKind: 'straight',
    gpus: ['host-1/0 a100-pcie-40gb straight: 3g.20gb@0(1c+1c+1c)'],
  },
  {
    file: 'mig-lci/a100-40-2',
    formats: 'mig-lci',
    asks: 'board, kind',
    board: 'a100-pcie-40gb',
    gpuKind: 'straight',
    gpus: ['host-1/0 a100-pcie-40gb straight: 1g.5gb@6'],
  },
  {
    file: 'mig-lci/a100-40-3',
    formats: 'mig-lci',
    asks: 'board',
    board: 'a100-pcie-40gb',
    gpus: ['host-1/0 a100-pcie-40gb: 3g.20gb@0, 3g.20gb@4(1c+1c+1c)'],
  },
  {
    file: 'mig-lci/a100-40-4',
    formats: 'mig-lci',
    asks: 'board',
    board: 'a100-pcie-40gb',
    gpus: [
      'host-1/0 a100-pcie-40gb mirrored: 1g.5gb@0, 1g.5gb@1, 1g.5gb@2, 1g.5gb@3, 1g.5gb@4, 1g.5gb@5, 1g.5gb@6',
    ],
  },
  {
    file: 'mig-lci/a100-40-esxi-1',
    formats: 'mig-lci',
    asks: 'board, kind',
    board: 'a100-pcie-40gb',
    gpuKind: 'mirrored',
    gpus: ['host-1/0 a100-pcie-40gb mirrored: 1g.5gb@0, 1g.5gb@1'],
  },
  {
    file: 'mig-lci/a100-40-esxi-2',
    formats: 'mig-lci',
    asks: 'board',
    board: 'a100-pcie-40gb',
    gpus: ['host-1/0 a100-pcie-40gb mirrored: 1g.5gb@0, 1g.5gb@1, 2g.10gb@2(1c), 3g.20gb@4(1c)'],
  },
  {
    file: 'mig-lci/rtxpro6000-96-1',
    formats: 'mig-lci',
    asks: 'board',
    board: 'rtx-pro-6000-server',
    gpus: ['gpu-rtxpro6000-8/0 rtx-pro-6000-server: 1g.24gb@0, 1g.24gb@3, 1g.24gb@6, 1g.24gb@9'],
  },
  {
    file: 'mig-lcip/a100-40-1',
    formats: 'mig-lcip',
    asks: 'board, kind',
    board: 'a100-pcie-40gb',
    gpuKind: 'straight',
    gpus: ['host-1/0 a100-pcie-40gb straight: 3g.20gb@4'],
  },
  { file: 'mig-lcip/a30-24-1', formats: 'mig-lcip', gpus: ['5002544/0 a30-24gb: 2g.12gb@2'] },
  {
    file: 'mig-lgi/a100-40-1',
    formats: 'mig-lgi',
    asks: 'board',
    board: 'a100-pcie-40gb',
    gpus: [
      'host-1/0 a100-pcie-40gb straight: 1g.5gb@0, 1g.5gb@1, 1g.5gb@2, 1g.5gb@3, 1g.5gb@4, 1g.5gb@5, 1g.5gb@6',
    ],
  },
  {
    file: 'mig-lgi/a100-40-2',
    formats: 'mig-lgi',
    asks: 'board',
    board: 'a100-pcie-40gb',
    gpus: ['host-1/0 a100-pcie-40gb mirrored: 2g.10gb@0, 2g.10gb@2, 2g.10gb@4'],
  },
  {
    file: 'mig-lgi/a100-40-3',
    formats: 'mig-lgi',
    asks: 'board',
    board: 'a100-pcie-40gb',
    gpus: ['host-1/0 a100-pcie-40gb mirrored: 3g.20gb@0, 3g.20gb@4'],
  },
  {
    file: 'mig-lgi/a100-40-esxi-1',
    formats: 'mig-lgi',
    asks: 'board',
    board: 'a100-pcie-40gb',
    gpus: ['host-1/0 a100-pcie-40gb mirrored: 1g.5gb@0, 1g.5gb@1, 2g.10gb@2, 3g.20gb@4'],
  },
  {
    file: 'mig-lgi/a100-80-1',
    formats: 'mig-lgi',
    asks: 'board',
    board: 'a100-80gb',
    gpus: [
      'host-1/0 a100-80gb straight: 2g.20gb@0, 1g.10gb@2, 1g.10gb@3, 3g.40gb@4',
      'host-1/1 a100-80gb mirrored: 2g.20gb@0, 1g.10gb@2, 1g.10gb@3, 3g.40gb@4',
    ],
  },
  {
    file: 'mig-lgi/a30-24-1',
    formats: 'mig-lgi',
    gpus: ['5002544/0 a30-24gb: 1g.6gb@0, 1g.6gb@1, 2g.12gb@2'],
  },
  {
    file: 'mig-lgi/a30-24-2',
    formats: 'mig-lgi',
    gpus: ['host-1/0 a30-24gb: 1g.6gb@0, 1g.6gb@1, 1g.6gb@2, 1g.6gb@3'],
  },
  {
    file: 'mig-lgi/h100-80-1',
    formats: 'mig-transcript + mig-lgi',
    asks: 'board',
    board: 'h100-sxm5-80gb',
    gpus: ['host-1/0 h100-sxm5-80gb straight: 2g.20gb@0, 3g.40gb@4'],
  },
  {
    file: 'mig-lgip/a100-40-1',
    formats: 'mig-lgip',
    asks: 'board',
    board: 'a100-pcie-40gb',
    gpus: ['host-1/0 a100-pcie-40gb: '],
  },
  {
    file: 'mig-lgip/a100-40-2',
    formats: 'mig-lgip',
    asks: 'board',
    board: 'a100-pcie-40gb',
    gpus: ['rnd3/2 a100-pcie-40gb: '],
  },
  {
    file: 'mig-lgip/a100-40-esxi-1',
    formats: 'mig-lgip',
    asks: 'board',
    board: 'a100-pcie-40gb',
    gpus: ['host-1/0 a100-pcie-40gb: '],
  },
  { file: 'mig-lgip/a30-24-1', formats: 'mig-lgip', gpus: ['5002544/0 a30-24gb: '] },
  { file: 'mig-lgip/b200-180-1', formats: 'mig-lgip', gpus: ['host-1/0 b200-180gb: '] },
  {
    file: 'mig-lgip/gb200-186-1',
    formats: 'mig-lgip',
    gpus: ['gb-nvl-130-compute17-daniel/0 gb200-186gb: '],
  },
  {
    file: 'mig-lgip/gh200-96-1',
    formats: 'mig-lgip',
    asks: 'board',
    board: 'gh200-96gb',
    gpus: ['a10-cuanschutz01/0 gh200-96gb: '],
  },
  {
    file: 'mig-lgip/h100-80-1',
    formats: 'mig-lgip',
    asks: 'board',
    board: 'h100-sxm5-80gb',
    gpus: ['host-1/0 h100-sxm5-80gb: '],
  },
  {
    file: 'mig-lgip/h100-80-2',
    formats: 'mig-lgip',
    asks: 'board',
    board: 'h100-sxm5-80gb',
    gpus: ['host-1/0 h100-sxm5-80gb: '],
  },
  { file: 'mig-lgip/h200-141-1', formats: 'mig-lgip', gpus: ['host-1/6 h200-141gb: '] },
  {
    file: 'mig-lgip/rtxpro6000-96-1',
    formats: 'mig-lgip',
    asks: 'board',
    board: 'rtx-pro-6000-server',
    gpus: ['gpu-rtxpro6000-8/0 rtx-pro-6000-server: '],
  },
  {
    file: 'mig-lgipp/a100-40-1',
    formats: 'mig-lgipp',
    asks: 'board',
    board: 'a100-pcie-40gb',
    gpus: ['host-1/0 a100-pcie-40gb: '],
  },
  {
    file: 'mig-lgipp/a100-40-2',
    formats: 'mig-lgipp',
    asks: 'board',
    board: 'a100-pcie-40gb',
    gpus: ['host-1/0 a100-pcie-40gb: '],
  },
  { file: 'mig-lgipp/a30-24-1', formats: 'mig-lgipp', gpus: ['5002544/0 a30-24gb: '] },
  {
    file: 'mig-lgipp/rtxpro6000-96-1',
    formats: 'mig-lgipp',
    asks: 'board',
    board: 'rtx-pro-6000-server',
    gpus: ['gpu-rtxpro6000-8/0 rtx-pro-6000-server: '],
  },
  {
    file: 'mig-manager-log/h100-80-1',
    formats: 'mig-manager-log',
    gpus: ['host-1/0 h100-sxm5-80gb: 3g.40gb@0, 3g.40gb@4'],
  },
  {
    file: 'mig-mode/a100-40-1',
    formats: 'mig-transcript + query-gpu-csv',
    asks: 'board',
    board: 'a100-pcie-40gb',
    gpus: ['host-1/0 a100-pcie-40gb: '],
  },
  {
    file: 'mig-mode/a100-40-2',
    formats: 'mig-transcript',
    asks: 'board',
    board: 'a100-pcie-40gb',
    gpus: ['host-1/0 a100-pcie-40gb off: '],
  },
  {
    file: 'mig-mode/a100-40-3',
    formats: 'mig-transcript',
    asks: 'board',
    board: 'a100-pcie-40gb',
    gpus: ['rnd3/2 a100-pcie-40gb: '],
  },
  {
    file: 'mig-mode/a100-40-4',
    formats: 'mig-transcript',
    asks: 'board',
    board: 'a100-pcie-40gb',
    gpus: ['rnd3/2 a100-pcie-40gb off: '],
  },
  {
    file: 'mig-mode/a100-40-esxi-1',
    formats: 'mig-transcript',
    asks: 'board',
    board: 'a100-pcie-40gb',
    gpus: ['host-1/0 a100-pcie-40gb off: '],
  },
  {
    file: 'mig-mode/gh200-96-1',
    formats: 'mig-transcript',
    asks: 'board',
    board: 'gh200-96gb',
    gpus: ['a10-cuanschutz01/0 gh200-96gb: '],
  },
  {
    file: 'mig-mode/rtxpro6000-96-1',
    formats: 'mig-transcript + query-gpu-csv',
    asks: 'board',
    board: 'rtx-pro-6000-server',
    gpus: ['gpu-rtxpro6000-8/0 rtx-pro-6000-server off: '],
  },
  {
    file: 'mig-mode/rtxpro6000-96-2',
    formats: 'mig-transcript',
    asks: 'board',
    board: 'rtx-pro-6000-server',
    gpus: [
      'gpu-rtxpro6000-8/0 rtx-pro-6000-server: ',
      'gpu-rtxpro6000-8/1 rtx-pro-6000-server: ',
      'gpu-rtxpro6000-8/2 rtx-pro-6000-server: ',
      'gpu-rtxpro6000-8/3 rtx-pro-6000-server: ',
      'gpu-rtxpro6000-8/4 rtx-pro-6000-server: ',
      'gpu-rtxpro6000-8/5 rtx-pro-6000-server: ',
      'gpu-rtxpro6000-8/6 rtx-pro-6000-server: ',
      'gpu-rtxpro6000-8/7 rtx-pro-6000-server: ',
    ],
  },
  {
    file: 'nvidia-smi-L/a100-40-1',
    formats: 'nvidia-smi-l',
    gpus: ['host-1/0 a100-sxm4-40gb: 3g.20gb@0, 3g.20gb@4'],
  },
  {
    file: 'nvidia-smi-L/a100-40-2',
    formats: 'nvidia-smi-l',
    gpus: [
      'rnd3/0 a100-pcie-40gb: ',
      'rnd3/1 a100-pcie-40gb: ',
      'rnd3/2 a100-pcie-40gb: ',
      'rnd3/3 a100-pcie-40gb: ',
      'rnd3/4 a100-pcie-40gb: 3g.20gb@0, 3g.20gb@4',
      'rnd3/5 a100-pcie-40gb: 3g.20gb@0, 3g.20gb@4',
    ],
  },
  {
    file: 'nvidia-smi-L/a100-40-3',
    formats: 'nvidia-smi-l',
    gpus: [
      'host-1/0 a100-pcie-40gb straight: 1g.5gb@0, 1g.5gb@1, 1g.5gb@2, 1g.5gb@3, 1g.5gb@4, 1g.5gb@5, 1g.5gb@6',
    ],
  },
  {
    file: 'nvidia-smi-L/a100-40-esxi-1',
    formats: 'nvidia-smi-l',
    gpus: ['host-1/0 a100-pcie-40gb: 1g.5gb@0?'],
  },
  {
    file: 'nvidia-smi-L/a100-40-vm-1',
    formats: 'nvidia-smi-l',
    gpus: [],
    vms: ['vm: {"kind":"type","type":"A100-3-20C"}'],
  },
  {
    file: 'nvidia-smi-L/a30-24-1',
    formats: 'nvidia-smi-l',
    gpus: ['5002544/0 a30-24gb: 1g.6gb@0?, 1g.6gb@1?, 2g.12gb@2?'],
  },
  {
    file: 'nvidia-smi-L/gh200-96-1',
    formats: 'nvidia-smi-l',
    gpus: [
      'host-1/0 gh200-96gb: 1g.12gb@0, 1g.12gb@1, 1g.12gb@2, 1g.12gb@3, 1g.12gb@4, 1g.12gb@5, 1g.12gb@6',
      'host-1/1 gh200-96gb: 1g.12gb@0, 1g.12gb@1, 1g.12gb@2, 1g.12gb@3, 1g.12gb@4, 1g.12gb@5, 1g.12gb@6',
    ],
  },
  {
    file: 'nvidia-smi-L/h100-80-1',
    formats: 'nvidia-smi-l',
    gpus: ['host-1/0 h100-sxm5-80gb: 1g.10gb@0?, 1g.10gb@1?, 2g.20gb@2?, 3g.40gb@4?'],
  },
  {
    file: 'nvidia-smi-L/h100-80-2',
    formats: 'nvidia-smi-l',
    gpus: [
      'host-1/0 h100-sxm5-80gb: 1g.10gb@0, 1g.10gb@1, 1g.10gb@2, 1g.10gb@3, 1g.10gb@4, 1g.10gb@5, 1g.10gb@6',
    ],
  },
  { file: 'nvidia-smi-qx/a100-40-1', formats: 'nvidia-smi-xml', gpus: ['host-1/0 a100-sxm4-40gb off: '] },
  {
    file: 'nvidia-smi-qx/gb200-1',
    formats: 'nvidia-smi-xml',
    asks: 'board',
    board: 'gb200-186gb',
    gpus: [
      'host-1/0 gb200-186gb off: ',
      'host-1/1 gb200-186gb off: ',
      'host-1/2 gb200-186gb off: ',
      'host-1/3 gb200-186gb off: ',
    ],
  },
  {
    file: 'nvidia-smi-qx/h100-80-1',
    formats: 'nvidia-smi-xml',
    gpus: [
      'host-1/0 h100-sxm5-80gb off: ',
      'host-1/1 h100-sxm5-80gb off: ',
      'host-1/2 h100-sxm5-80gb off: ',
      'host-1/3 h100-sxm5-80gb off: ',
      'host-1/4 h100-sxm5-80gb off: ',
      'host-1/5 h100-sxm5-80gb off: ',
      'host-1/6 h100-sxm5-80gb off: ',
      'host-1/7 h100-sxm5-80gb off: ',
    ],
  },
  { file: 'nvidia-smi/a100-40-1', formats: 'nvidia-smi', gpus: ['host-1/0 a100-pcie-40gb off: '] },
  {
    file: 'nvidia-smi/a100-40-2',
    formats: 'nvidia-smi',
    gpus: [
      'host-1/0 a100-pcie-40gb straight: 2g.10gb@0, 1g.5gb@2, 1g.5gb@3, 3g.20gb@4',
      'host-1/1 a100-pcie-40gb straight: 2g.10gb@0, 1g.5gb@2, 1g.5gb@3, 3g.20gb@4',
    ],
  },
  {
    file: 'nvidia-smi/a100-40-3',
    formats: 'nvidia-smi',
    asks: 'kind',
    gpuKind: 'straight',
    gpus: [
      'host-1/0 a100-pcie-40gb straight: 1g.5gb@3, 3g.20gb@4',
      'host-1/1 a100-pcie-40gb straight: 3g.20gb@4',
    ],
  },
  {
    file: 'nvidia-smi/a100-40-4',
    formats: 'nvidia-smi',
    asks: 'kind',
    gpuKind: 'straight',
    gpus: ['host-1/0 a100-pcie-40gb straight: 3g.20gb@4', 'host-1/1 a100-pcie-40gb straight: 3g.20gb@4'],
  },
  { file: 'nvidia-smi/a100-40-5', formats: 'nvidia-smi', gpus: ['host-1/0 a100-sxm4-40gb off: '] },
  {
    file: 'nvidia-smi/a100-40-6',
    formats: 'nvidia-smi',
    asks: 'board',
    board: 'a100-pcie-40gb',
    gpus: ['host-1/0 a100-pcie-40gb: 3g.20gb@0, 3g.20gb@4'],
  },
  {
    file: 'nvidia-smi/a100-40-7',
    formats: 'nvidia-smi',
    asks: 'board, kind',
    board: 'a100-pcie-40gb',
    gpuKind: 'straight',
    gpus: ['host-1/0 a100-pcie-40gb straight: 3g.20gb@0(1c+1c+1c)'],
  },
  {
    file: 'nvidia-smi/a100-40-8',
    formats: 'nvidia-smi',
    gpus: [
      'rnd3/0 a100-pcie-40gb off: ',
      'rnd3/1 a100-pcie-40gb off: ',
      'rnd3/2 a100-pcie-40gb: 3g.20gb@0, 3g.20gb@4',
      'rnd3/3 a100-pcie-40gb off: ',
      'rnd3/4 a100-pcie-40gb off: ',
      'rnd3/5 a100-pcie-40gb off: ',
    ],
  },
  { file: 'nvidia-smi/a100-40-esxi-1', formats: 'nvidia-smi', gpus: ['host-1/0 a100-pcie-40gb off: '] },
  {
    file: 'nvidia-smi/a100-40-esxi-2',
    formats: 'nvidia-smi',
    asks: 'kind',
    gpuKind: 'mirrored',
    gpus: ['host-1/0 a100-pcie-40gb mirrored: 1g.5gb@0'],
  },
  {
    file: 'nvidia-smi/a100-40-vm-1',
    formats: 'nvidia-smi',
    gpus: [],
    vms: ['vm: {"kind":"type","type":"A100-4C"}'],
  },
  { file: 'nvidia-smi/a30-24-1', formats: 'nvidia-smi', gpus: ['host-1/0 a30-24gb off: '] },
  { file: 'nvidia-smi/a30-24-2', formats: 'nvidia-smi', gpus: ['host-1/0 a30-24gb: '] },
  {
    file: 'nvidia-smi/h100-80-2',
    formats: 'nvidia-smi',
    gpus: [
      'host-1/0 h100-sxm5-80gb: 3g.40gb@0, 3g.40gb@4',
      'host-1/1 h100-sxm5-80gb: 3g.40gb@0, 3g.40gb@4',
      'host-1/2 h100-sxm5-80gb: 3g.40gb@0, 3g.40gb@4',
      'host-1/3 h100-sxm5-80gb: 3g.40gb@0, 3g.40gb@4',
      'host-1/4 h100-sxm5-80gb: 3g.40gb@0, 3g.40gb@4',
      'host-1/5 h100-sxm5-80gb: 3g.40gb@0, 3g.40gb@4',
      'host-1/6 h100-sxm5-80gb: 3g.40gb@0, 3g.40gb@4',
      'host-1/7 h100-sxm5-80gb: 3g.40gb@0, 3g.40gb@4',
    ],
  },
  {
    file: 'nvidia-smi/h100-80-3',
    formats: 'nvidia-smi',
    gpus: ['host-1/0 h100-sxm5-80gb: 3g.40gb@0, 3g.40gb@4'],
  },
  { file: 'nvidia-smi/h100-80-4', formats: 'nvidia-smi', gpus: ['host-1/0 h100-pcie-80gb off: '] },
  { file: 'query-gpu-csv/a100-40-1', formats: 'query-gpu-csv', gpus: ['host-1/0 a100-pcie-40gb: '] },
  {
    file: 'query-gpu-csv/a100-40-esxi-1',
    formats: 'query-gpu-csv',
    asks: 'board',
    board: 'a100-pcie-40gb',
    gpus: ['host-1/0 a100-pcie-40gb: '],
  },
  { file: 'query-gpu-csv/a2-1', fails: 'only-without-mig' },
  {
    file: 'configmap/h100-80-1',
    formats: 'config-map',
    asks: 'configuration, gpu-count, board',
    configuration: 'five-1g-one-2g',
    gpuCount: 1,
    board: 'h100-sxm5-80gb',
    gpus: ['host-1/0 h100-sxm5-80gb: 1g.10gb@0?, 1g.10gb@1?, 1g.10gb@2?, 1g.10gb@3?, 2g.20gb@4?, 1g.10gb@6?'],
  },
  {
    file: 'configmap/h100-80-2',
    formats: 'helm-values',
    asks: 'configuration, board',
    configuration: 'custom-mig',
    board: 'h100-sxm5-80gb',
    gpus: [
      'host-1/0 h100-sxm5-80gb off: ',
      'host-1/1 h100-sxm5-80gb: 1g.10gb@0?, 1g.10gb@1?',
      'host-1/2 h100-sxm5-80gb: 2g.20gb@0, 2g.20gb@2, 3g.40gb@4',
      'host-1/3 h100-sxm5-80gb: 4g.40gb@0, 3g.40gb@4',
    ],
  },
  {
    file: 'configmap/hopper-blackwell-1',
    formats: 'config-map',
    asks: 'configuration, gpu-count, board',
    configuration: 'all-balanced',
    gpuCount: 1,
    board: 'h200-141gb',
    gpus: ['host-1/0 h200-141gb: 1g.18gb@0?, 1g.18gb@1?, 2g.35gb@2?, 3g.71gb@4?'],
  },
  {
    file: 'instaslice-cr/a100-40-1',
    formats: 'instaslice',
    gpus: ['kind-control-plane/0 a100-pcie-40gb: ', 'kind-control-plane/1 a100-pcie-40gb: '],
  },
  {
    file: 'instaslice-cr/a100-40-2',
    formats: 'instaslice-lines',
    asks: 'board',
    board: 'a100-pcie-40gb',
    gpus: ['kind-control-plane/0 a100-pcie-40gb: 1g.5gb@0'],
  },
  {
    file: 'k8s-allocatable/a100-40-1',
    formats: 'k8s-node-lines',
    asks: 'gpu-count, board',
    gpuCount: 1,
    board: 'a100-pcie-40gb',
    gpus: ['host-1/0 a100-pcie-40gb: 2g.10gb@0, 2g.10gb@2, 2g.10gb@4'],
  },
  {
    file: 'k8s-allocatable/a100-40-2',
    formats: 'k8s-node',
    asks: 'gpu-count, board',
    gpuCount: 8,
    board: 'a100-pcie-40gb',
    gpus: [
      'host-1/0 a100-pcie-40gb: 1g.5gb@0?, 1g.5gb@1?, 2g.10gb@2?, 3g.20gb@4?',
      'host-1/1 a100-pcie-40gb: 1g.5gb@0?, 1g.5gb@1?, 2g.10gb@2?, 3g.20gb@4?',
      'host-1/2 a100-pcie-40gb: 1g.5gb@0?, 1g.5gb@1?, 2g.10gb@2?, 3g.20gb@4?',
      'host-1/3 a100-pcie-40gb: 1g.5gb@0?, 1g.5gb@1?, 2g.10gb@2?, 3g.20gb@4?',
      'host-1/4 a100-pcie-40gb: 1g.5gb@0?, 1g.5gb@1?, 2g.10gb@2?, 3g.20gb@4?',
      'host-1/5 a100-pcie-40gb: 1g.5gb@0?, 1g.5gb@1?, 2g.10gb@2?, 3g.20gb@4?',
      'host-1/6 a100-pcie-40gb: 1g.5gb@0?, 1g.5gb@1?, 2g.10gb@2?, 3g.20gb@4?',
      'host-1/7 a100-pcie-40gb: 1g.5gb@0?, 1g.5gb@1?, 2g.10gb@2?, 3g.20gb@4?',
    ],
  },
  {
    file: 'k8s-describe/h100-80-2',
    formats: 'k8s-node-lines',
    asks: 'gpu-count, board',
    gpuCount: 8,
    board: 'h100-sxm5-80gb',
    gpus: [
      'myworker.redhat.com/0 h100-sxm5-80gb: ',
      'myworker.redhat.com/1 h100-sxm5-80gb: ',
      'myworker.redhat.com/2 h100-sxm5-80gb: ',
      'myworker.redhat.com/3 h100-sxm5-80gb: ',
      'myworker.redhat.com/4 h100-sxm5-80gb: ',
      'myworker.redhat.com/5 h100-sxm5-80gb: ',
      'myworker.redhat.com/6 h100-sxm5-80gb: ',
      'myworker.redhat.com/7 h100-sxm5-80gb: ',
    ],
  },
  {
    file: 'k8s-labels/a100-40-1',
    formats: 'k8s-node-lines',
    gpus: ['host-1/0 a100-sxm4-40gb: 2g.10gb@0, 2g.10gb@2, 2g.10gb@4'],
  },
  {
    file: 'k8s-labels/a100-40-2',
    formats: 'k8s-node-lines',
    asks: 'gpu-count',
    gpuCount: 1,
    gpus: ['host-1/0 a100-pcie-40gb: 1g.5gb@0, 1g.5gb@1, 1g.5gb@2, 1g.5gb@3, 1g.5gb@4, 1g.5gb@5, 1g.5gb@6'],
  },
  {
    file: 'k8s-labels/h100-80-1',
    formats: 'k8s-node',
    gpus: ['s4124-0073/0 h100-sxm5-80gb: 1g.10gb@0?, 1g.10gb@1?, 2g.20gb@2?, 3g.40gb@4?'],
  },
  { file: 'k8s-labels/h100-80-2', formats: 'k8s-node', gpus: ['s4124-0073/0 h100-sxm5-80gb off: '] },
  {
    file: 'mig-parted-config/a100-40-1',
    formats: 'mig-parted',
    asks: 'configuration, gpu-count, board',
    configuration: 'custom-config',
    gpuCount: 1,
    board: 'a100-pcie-40gb',
    gpus: [
      'host-1/0 a100-pcie-40gb off: ',
      'host-1/1 a100-pcie-40gb off: ',
      'host-1/2 a100-pcie-40gb off: ',
      'host-1/3 a100-pcie-40gb off: ',
      'host-1/4 a100-pcie-40gb: 1g.5gb@0, 1g.5gb@1, 1g.5gb@2, 1g.5gb@3, 1g.5gb@4, 1g.5gb@5, 1g.5gb@6',
      'host-1/5 a100-pcie-40gb: 2g.10gb@0, 2g.10gb@2, 2g.10gb@4',
      'host-1/6 a100-pcie-40gb: 3g.20gb@0, 3g.20gb@4',
      'host-1/7 a100-pcie-40gb: 1g.5gb@0?, 1g.5gb@1?, 2g.10gb@2?, 3g.20gb@4?',
    ],
  },
  {
    file: 'mig-parted-config/all-1',
    formats: 'mig-parted',
    asks: 'configuration, gpu-count, board',
    configuration: 'all-balanced',
    gpuCount: 1,
    board: 'a100-pcie-40gb',
    gpus: ['host-1/0 a100-pcie-40gb: 1g.5gb@0?, 1g.5gb@1?, 2g.10gb@2?, 3g.20gb@4?'],
  },
  {
    file: 'mig-parted-config/gh200-96-1',
    formats: 'mig-parted',
    asks: 'board',
    board: 'gh200-96gb',
    gpus: [
      'host-1/0 gh200-96gb: 1g.12gb@0, 1g.12gb@1, 1g.12gb@2, 1g.12gb@3, 1g.12gb@4, 1g.12gb@5, 1g.12gb@6',
      'host-1/1 gh200-96gb: 1g.12gb@0, 1g.12gb@1, 1g.12gb@2, 1g.12gb@3, 1g.12gb@4, 1g.12gb@5, 1g.12gb@6',
    ],
  },
  {
    file: 'mig-parted-export/a100-40-1',
    formats: 'mig-parted',
    asks: 'gpu-count, board',
    gpuCount: 1,
    board: 'a100-pcie-40gb',
    gpus: ['host-1/0 a100-pcie-40gb: 1g.5gb@0?, 1g.5gb@1?, 2g.10gb@2?, 3g.20gb@4?'],
  },
  {
    file: 'resourceslice/a100-40-vm-1',
    formats: 'resource-slice',
    gpus: [],
    vms: ['conformance-test-np1-qcqc8-bpdtl-rcj8j: {"kind":"type","type":"A100-10C"}'],
  },
  {
    file: 'vgpu-types/a100-40-1',
    formats: 'vgpu-types',
    asks: 'gpu-count',
    gpuCount: 1,
    gpus: ['host-1/0 a100-pcie-40gb: '],
  },
];

const sample = (file: string): string => readFileSync(join(SAMPLES, `${file}.txt`), 'utf8');

function read(file: string, options: ImportOptions = {}): Imported {
  const imported = importText(sample(file), options);
  if (!imported.ok) throw new Error(imported.error.code);
  return imported.value;
}

function gpusOf({ reading, startUnknown }: Imported): string[] {
  return reading.plan.hosts.flatMap((host) =>
    host.gpus.map((gpu) => {
      const layout = gpu.instances.map((gi) => {
        const cuts = gi.computeInstances.map((ci) => ci.profile.slice(0, 2)).join('+');
        return `${gi.profile}@${gi.start}${startUnknown.has(gi.id) ? '?' : ''}${cuts === '' ? '' : `(${cuts})`}`;
      });
      const words = [gpu.board, gpu.use === 'mig' ? '' : gpu.use, gpu.kind ?? ''].filter(
        (word) => word !== '',
      );
      return `${host.name}/${gpu.index} ${words.join(' ')}: ${layout.join(', ')}`;
    }),
  );
}

if (!isThere) {
  test.skip(`left out: ${ROWS.length} real texts, which are not beside this repository`, () => undefined);
}

describe.runIf(isThere).each(ROWS)('$file', (row) => {
  const { file, formats, fails, asks = '', gpus = [], vms = [], passedOver = [] } = row;
  const { board, gpuKind, configuration, gpuCount } = row;
  const answers = {
    ...(board && { boards: [board] }),
    ...(gpuKind && { gpuKind }),
    ...(configuration && { configuration }),
    ...(gpuCount && { gpuCount }),
  };

  test(fails === undefined ? 'is read as its index says' : 'says why nothing comes of it', () => {
    const imported = importText(sample(file));
    if (fails !== undefined) {
      expect(imported).toMatchObject({ ok: false });
      const error = imported.ok ? null : imported.error;
      expect(error?.code === 'only-failed' ? `only-failed ${error.cause}` : error?.code).toBe(fails);
      return;
    }
    const open = read(file);
    const asked = [...new Set(open.questions.map((question) => question.kind))];
    expect(asked.join(', ')).toBe(asks);
    expect(open.isDecided).toBe(asks === '');
    const answered = read(file, answers);
    expect(answered.isDecided).toBe(true);
    expect([...new Set(answered.found.map((part) => part.format))].join(' + ')).toBe(formats);
    expect(gpusOf(answered)).toEqual(gpus);
    expect(
      answered.reading.plan.vms.map(
        (vm) => `${vm.name}: ${vm.attachments.map(({ wants }) => JSON.stringify(wants)).join()}`,
      ),
    ).toEqual(vms);
    expect(answered.violations).toEqual([]);
    const notUnderstood = answered.reading.notices.flatMap((notice) =>
      notice.code === 'line-not-understood' && 'line' in notice.at ? [notice.at.line] : [],
    );
    expect(notUnderstood).toEqual(passedOver);
  });

  test.runIf(fails === undefined)('observed is what was seen, and nothing else', () => {
    const { reading, startUnknown, isObservation } = read(file, answers);
    for (const host of reading.plan.hosts) {
      const isMadeUp = host.gpus.some((gpu) => gpu.instances.some((gi) => startUnknown.has(gi.id)));
      expect(host.observed === null).toBe(isMadeUp || !isObservation);
      const places = (of: typeof host.gpus): unknown[] =>
        of.map((gpu) => gpu.instances.map((gi) => [gi.profile, gi.start]));
      if (host.observed !== null) expect(places(host.observed)).toEqual(places(host.gpus));
    }
  });
});

describe.runIf(isThere)('of the whole collection', () => {
  const files = isThere
    ? readdirSync(SAMPLES, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.txt'))
        .map((name) => name.replaceAll('\\', '/').replace(/\.txt$/, ''))
        .sort()
    : [];

  test('every file is in the table above', () => {
    expect(ROWS.map((row) => row.file).sort()).toEqual(files);
    expect(files).toHaveLength(121);
  });

  test('configurations are offered by their names', () => {
    const names = (file: string): readonly string[] =>
      read(file).questions.flatMap((question) => (question.kind === 'configuration' ? question.names : []));
    expect(names('configmap/h100-80-1')).toEqual(['all-disabled', 'five-1g-one-2g']);
    expect(names('configmap/hopper-blackwell-1')).toContain('all-7g.180gb');
    expect(names('mig-parted-config/a100-40-1')).toContain('custom-config');
  });

  test('what a text only numbers is listed as having no place', () => {
    expect(read('k8s-describe/h100-80-2').unplaced).toMatchObject([{ profile: null, count: 16 }]);
  });

  test('all of them at once, as one paste, give every host that has a name', () => {
    const own = ROWS.filter((row) => row.fails === undefined && !row.file.startsWith('nvidia-smi-qx'));
    const imported = importText(own.map((row) => sample(row.file)).join('\n'));
    expect(imported.ok).toBe(true);
    const names = imported.ok ? imported.value.reading.plan.hosts.map((host) => host.name) : [];
    for (const name of ['rnd3', '5002544', 'gpu-rtxpro6000-8', 'david1a100']) expect(names).toContain(name);
  });
});
