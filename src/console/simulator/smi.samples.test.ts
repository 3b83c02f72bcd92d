// Real transcripts of nvidia-smi beside `mig`: lists, changes of MIG mode, errors and queries, held against as mig.samples.test.ts does.
import { describe, expect, test } from 'vitest';
import { A100, bus, esxi, ESXI_LAYOUT, full, one, RTX, SEVEN, SXM, uuid } from './states.testing.ts';
import {
  devicesListed,
  expectReplayed,
  samplesAreThere,
  samplesIn,
  type Sample,
} from './transcripts.testing.ts';

const mig = (...tails: string[]): string[] => tails.map((tail) => `MIG-${tail}`);

/** Lists of GPUs, changes of MIG mode, errors and queries. */
const SAMPLES: Readonly<Record<string, Sample>> = {
  'nvidia-smi-L/a100-40-1': {
    state: one('470.57.02', {
      board: SXM,
      at: ['3g.20gb@0', '3g.20gb@4'],
      cis: full('3g.20gb', [1, 2]),
      set: uuid('GPU-e86cb44c-6756-fd30-cd4a-1e6da3caf9b0'),
      uuids: mig('c7384736-a75d-5afc-978f-d2f1294409fd', 'a28ad590-3fda-56dd-84fc-0a0b96edc58d'),
    }),
    differences: [
      [/GPU 0: A100/, 'GPU 0: NVIDIA A100', 'a page edited across drivers: new UUIDs in the form of R450'],
      [/MIG 3g\.20gb Device (\d)/, 'MIG 3g.20gb     Device  $1', 'as above'],
    ],
  },
  'nvidia-smi-L/a100-40-2': {
    state: {
      driver: '460.91.03',
      gpus: [
        '66ad7319-313a-6b24-503f-863dffa1e8cf',
        '11107e51-6363-81fc-8a73-0fd446a734f5',
        '9ef1da52-8dfb-5327-6a00-17097ba591a9',
        'aed1178e-1c4b-6b7f-00fb-5bb68359e862',
        'fb8bbc70-d551-45f9-43d4-9734f9cddb2c',
        '82864c44-d125-bf84-645f-e800925bf730',
      ].map((tail, index) => ({
        board: A100,
        isOff: index < 4,
        at: index < 4 ? [] : ['3g.20gb@0', '3g.20gb@4'],
        cis: full('3g.20gb', [1, 2]),
        set: uuid(`GPU-${tail}`),
      })),
    },
  },
  'nvidia-smi-L/a100-40-3': {
    state: one('450.80.02', {
      board: A100,
      at: SEVEN,
      cis: full('1g.5gb', [7, 8, 9, 10, 11, 12, 13]),
      set: uuid('GPU-0069414c-9f30-41f9-d5d8-87890423f0c4'),
    }),
  },
  'nvidia-smi-L/a100-40-esxi-1': {
    state: esxi({
      board: A100,
      at: ESXI_LAYOUT,
      cis: full('1g.5gb', [11]),
      set: uuid('GPU-14ac2834-0d81-0508-69eb-e25264c08d21'),
      uuids: mig('b6cd45f2-9655-5269-9b96-65446729d5dc'),
    }),
  },
  'nvidia-smi-L/a100-40-vm-1': {
    state: one(
      '450.63',
      {
        board: A100,
        at: ['3g.20gb@0'],
        cis: full('3g.20gb', [1]),
        set: {
          ...uuid('GPU-786035d5-1e85-11b2-9fec-ac9c9a792daf'),
          product: 'GRID A100-3-20C',
          gis: [
            {
              ...{ id: 0, profile: '3g.20gb', start: 0, size: 8, usedMiB: 0 },
              cis: [{ id: 0, profile: '3g.20gb', start: 0, size: 3, uuid: null }],
            },
          ],
        },
      },
      { set: { guestTypes: ['GRID A100-3-20C'] } },
    ),
    command: 'nvidia-smi -L',
    differences: [[/^MIG/m, '  MIG', 'the page has lost the indent']],
  },
  'nvidia-smi-L/a30-24-1': {
    state: one('535.183.01', {
      board: 'a30-24gb',
      at: ['1g.6gb@0', '1g.6gb@1', '2g.12gb@2'],
      cis: { ...full('1g.6gb', [3, 4]), 2: ['2g.12gb'] },
      set: uuid('GPU-1e44b340-5807-0dbe-62e6-343a6b8b8bcd'),
      uuids: mig(
        '1b8509c0-e60d-502d-8263-d434867998aa',
        '41b9eab5-8d48-5c52-9f07-82bc59af3901',
        '55dcd9bd-e6b1-549a-bcb4-0b0496bfee9c',
      ),
    }),
  },
  'nvidia-smi-L/gh200-96-1': {
    state: {
      driver: '550.54.14',
      gpus: ['GPU-a4f34abc-7715-3560-dcea-7238b9611a45', 'GPU-9e6df7cb-64d4-5e53-2b1d-cee9e58aeb94'].map(
        (gpu, index) => ({
          board: 'gh200-96gb',
          at: SEVEN.map((text) => text.replace('5gb', '12gb')),
          cis: full('1g.12gb', [7, 8, 9, 10, 11, 12, 13]),
          set: { ...uuid(gpu), product: 'GH200 96GB HBM3' },
          uuids: devicesListed('nvidia-smi-L/gh200-96-1', index),
        }),
      ),
    },
    command: 'nvidia-smi -L',
  },
  'nvidia-smi-L/h100-80-1': {
    state: one('535.104.12', {
      board: 'h100-sxm5-80gb',
      at: ['2g.20gb@0', '1g.10gb@2', '1g.10gb@3', '3g.40gb@4'],
      cis: { 2: ['3g.40gb'], 3: ['2g.20gb'], ...full('1g.10gb', [9, 10]) },
      set: uuid('GPU-b4895dbf-9350-2524-a89b-98161ddd9fe4'),
      uuids: devicesListed('nvidia-smi-L/h100-80-1', 0),
    }),
    command: 'nvidia-smi -L',
  },
  'nvidia-smi-L/h100-80-2': {
    state: one('535.104.12', {
      board: 'h100-sxm5-80gb',
      at: SEVEN.map((text) => text.replace('5gb', '10gb')),
      cis: full('1g.10gb', [7, 8, 9, 10, 11, 12, 13]),
      set: uuid('GPU-b4895dbf-9350-2524-a89b-98161ddd9fe4'),
      uuids: devicesListed('nvidia-smi-L/h100-80-2', 0),
    }),
    command: 'nvidia-smi -L',
  },
  'mig-mode/a100-40-1': {
    state: one('450.80.02', { board: SXM, isOff: true, set: bus('00000000:36:00.0') }),
  },
  'mig-mode/a100-40-2': {
    // There a VM with a GPU passed through could not reset it; here ESXi cannot.
    state: one('450.80.02', { board: SXM, isOff: true, set: bus('00000000:00:03.0') }, { platform: 'esxi' }),
    hasNoSudo: true,
  },
  'mig-mode/a100-40-3': {
    state: {
      driver: '460.91.03',
      gpus: [0, 1, 2].map(() => ({
        board: A100,
        isOff: true,
        set: { ...bus('00000000:61:00.0'), isPersistent: false },
      })),
    },
  },
  'mig-mode/a100-40-4': {
    state: {
      driver: '460.91.03',
      gpus: [0, 1, 2].map((index) => ({
        board: A100,
        isOff: index < 2,
        at: index < 2 ? [] : ['3g.20gb@0', '3g.20gb@4'],
        cis: full('3g.20gb', [1, 2]),
        set: bus('00000000:61:00.0'),
      })),
    },
  },
  'mig-mode/a100-40-esxi-1': {
    state: esxi({ board: A100, isOff: true, set: bus('00000000:0F:00.0') }),
    differences: [
      [/ {20,}/, '', 'a narrow terminal broke the lines'],
      ['GPU 00000000:0F\n', 'GPU 00000000:0F:00.0\n', 'and the copy has lost the end of one'],
    ],
  },
  'mig-mode/gh200-96-1': {
    state: one('550.54.14', {
      board: 'gh200-96gb',
      isOff: true,
      set: { ...bus('00000009:01:00.0'), isPersistent: false },
    }),
  },
  'mig-mode/rtxpro6000-96-1': {
    state: one('580.65.06', { board: RTX, set: { ...bus('00000000:01:00.0'), isPersistent: false } }),
  },
  'mig-mode/rtxpro6000-96-2': {
    state: {
      driver: '580.65.06',
      gpus: ['01', '21', '41', '61', '81', 'A1', 'C1', 'E1'].map((one) => ({
        board: RTX,
        isOff: true,
        set: bus(`00000000:${one}:00.0`),
      })),
    },
  },
  'errors/a100-40-1': { state: one('450.80.02', { board: SXM }) },
  'errors/a100-40-esxi-1': { state: esxi({ board: A100, at: ESXI_LAYOUT, cis: full('1g.5gb', [11]) }) },
  'errors/a100-80-1': {
    state: {
      driver: '535.104.12',
      gpus: [0, 1, 2, 3, 4, 5, 6, 7].map((index) => ({
        board: 'a100-80gb',
        isOff: index < 7,
        at: index < 7 ? [] : ['3g.40gb@0'],
        cis: full('3g.40gb', [1]),
      })),
    },
  },
  'errors/a30-24-1': { state: one('535.183.01', { board: 'a30-24gb' }, { set: { isRoot: false } }) },
  'errors/a5000-1': {
    state: one('535.104.12', { board: A100, isOff: true, set: { ...bus('00000000:18:00.0'), board: null } }),
    command: 'nvidia-smi -mig 1',
  },
  'errors/cmp170hx-1': {
    // A board that is not in the catalogue; what matters is that it has no such profile.
    state: one('535.104.12', { board: 'a100-80gb' }),
  },
  'errors/gh200-96-1': {
    state: one(
      '550.54.14',
      { board: 'gh200-96gb' },
      { processes: [{ gpu: 0, gi: null, ci: null, pid: 4711, name: 'python', memoryMiB: 512 }] },
    ),
  },
  'errors/h20-96-1': {
    state: one('550.54.14', { board: 'h20-96gb' }),
    isExcerpt: true,
    differences: [
      [/\n\n/, '\n', 'the page doubled the line breaks'],
      [/on GPU 0/, 'on GPU  0', 'and collapsed blanks'],
      [
        /Successfully .*\n/,
        '',
        'doubtful: +me was asked for and 1g printed, and 13, 14 come out of no empty GPU',
      ],
    ],
  },
  'errors/nvidia-1': {
    state: one('535.104.12', { board: A100 }, { set: { isRoot: false } }),
  },
  'errors/nvidia-2': { state: one('535.104.12', { board: A100, isOff: true }) },
  'errors/rtxpro6000-96-1': {
    state: one('580.65.06', { board: RTX, at: ['1g.24gb@0'], cis: full('1g.24gb', [3]) }),
  },
  'errors/rtxpro6000-96-2': {
    state: one('535.104.12', { board: RTX, isOff: true, set: { ...bus('00000000:21:00.0'), board: null } }),
  },
  'query-gpu-csv/a100-40-1': {
    state: one('535.104.12', { board: A100, set: bus('00000000:04:00.0') }),
    command: 'nvidia-smi --query-gpu=name,pci.bus_id,mig.mode.current,mig.mode.pending --format=csv,noheader',
  },
  'query-gpu-csv/a100-40-esxi-1': { state: esxi({ board: A100, set: bus('00000000:0F:00.0') }) },
  'query-gpu-csv/a2-1': {
    state: one('535.104.12', {
      board: A100,
      set: { ...bus('00000000:08:00.0'), board: null, product: 'A2' },
    }),
    command: 'nvidia-smi --query-gpu=name,pci.bus_id,mig.mode.current,mig.mode.pending --format=csv,noheader',
  },
};

describe.runIf(samplesAreThere)('a transcript is printed as it was', () => {
  test.each(Object.entries(SAMPLES))('%s', (file, sample) => {
    expectReplayed(file, sample);
  });

  test('none is left out', () => {
    expect(Object.keys(SAMPLES).sort()).toEqual(
      samplesIn('nvidia-smi-L', 'mig-mode', 'errors', 'query-gpu-csv'),
    );
  });
});
