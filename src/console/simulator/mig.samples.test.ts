// Real transcripts of `nvidia-smi mig`, read from beside the repository and never kept in it. The state in which each began is
// set, its commands are run, and all that they print has to be the same, at the width of that driver.
import { describe, expect, test } from 'vitest';
import { A100, esxi, ESXI_LAYOUT, full, one, RTX, SEVEN, SXM, bus } from './states.testing.ts';
import { expectReplayed, samplesAreThere, samplesIn, type Sample } from './transcripts.testing.ts';

const GIB = 'this driver prints other GiB than the one that the catalogue has the board from';

/** By file, in the order of the collection. */
const SAMPLES: Readonly<Record<string, Sample>> = {
  'mig-cgi/a100-40-1': { state: one('450.80.02', { board: SXM }) },
  'mig-cgi/a100-40-2': { state: one('450.80.02', { board: SXM }) },
  'mig-cgi/a100-40-3': { state: one('450.80.02', { board: SXM }) },
  'mig-cgi/a100-40-4': { state: one('450.80.02', { board: SXM }) },
  'mig-cgi/a100-40-5': { state: one('510.47.03', { board: A100 }) },
  'mig-cgi/a100-40-6': {
    state: {
      driver: '460.91.03',
      gpus: [0, 1, 2, 3, 4, 5].map((index) => ({ board: A100, isOff: index !== 2 })),
    },
  },
  'mig-cgi/a100-40-7': {
    state: { driver: '450.80.02', gpus: [0, 1, 2, 3].map(() => ({ board: A100 })) },
    differences: [
      ['on GPU  0 using', 'on GPU  3 using', 'asked with -i 3, the copy prints GPU 0: edited by hand'],
    ],
  },
  'mig-cgi/a100-40-8': {
    state: one('450.80.02', { board: SXM, kind: 'mirrored', isOff: true, set: bus('00000000:10:1C.0') }),
  },
  'mig-cgi/a100-40-esxi-1': { state: esxi({ board: A100 }) },
  'mig-cgi/a100-80-1': { state: one('535.104.12', { board: 'a100-80gb' }) },
  'mig-cgi/a30-24-1': { state: one('535.183.01', { board: 'a30-24gb' }) },
  'mig-cgi/gh200-96-1': { state: one('550.54.14', { board: 'gh200-96gb', at: ['1g.12gb+me@6'] }) },
  'mig-cgi/rtxpro6000-96-1': { state: one('580.65.06', { board: RTX }) },
  'mig-cci/a100-40-1': { state: one('450.51', { board: SXM, at: ['3g.20gb@0', '3g.20gb@4'] }) },
  'mig-cci/a100-40-2': { state: one('510.47.03', { board: A100, at: ['3g.20gb@4'] }) },
  'mig-cci/a100-40-esxi-1': { state: esxi({ board: A100, at: ESXI_LAYOUT }) },
  'mig-cci/a100-40-esxi-2': { state: esxi({ board: A100, at: ESXI_LAYOUT }) },
  'mig-cci/h100-80-1': {
    state: one('580.65.06', { board: 'h100-sxm5-80gb', at: ['2g.20gb@0', '3g.40gb@4'] }),
  },
  'mig-dci-dgi/a100-40-1': {
    state: one('450.80.02', {
      board: SXM,
      at: ['3g.20gb@0', '3g.20gb@4'],
      cis: { 1: ['1c.3g.20gb', '1c.3g.20gb', '1c.3g.20gb'] },
    }),
  },
  'mig-lci/a100-40-1': {
    state: one('450.80.02', {
      board: SXM,
      at: ['3g.20gb@0', '3g.20gb@4'],
      cis: { 1: ['1c.3g.20gb', '1c.3g.20gb', '1c.3g.20gb'] },
    }),
  },
  'mig-lci/a100-40-2': {
    state: one('535.104.12', { board: A100, at: ['1g.5gb@6'], cis: { 13: ['1g.5gb'] } }),
    command: 'nvidia-smi mig -lci',
  },
  'mig-lci/a100-40-3': {
    state: one('510.47.03', {
      board: A100,
      at: ['3g.20gb@0', '3g.20gb@4'],
      cis: { 1: ['3g.20gb'], 2: ['1c.3g.20gb', '1c.3g.20gb', '1c.3g.20gb'] },
    }),
  },
  'mig-lci/a100-40-4': {
    state: one('460.91.03', {
      board: A100,
      kind: 'mirrored',
      at: SEVEN,
      cis: full('1g.5gb', [7, 8, 9, 11, 12, 13, 14]),
    }),
    command: 'nvidia-smi mig -lci',
  },
  'mig-lci/a100-40-esxi-1': {
    state: esxi({ board: A100, at: ESXI_LAYOUT, cis: full('1g.5gb', [11, 12]) }),
  },
  'mig-lci/a100-40-esxi-2': {
    state: esxi({
      board: A100,
      at: ESXI_LAYOUT,
      cis: { ...full('1g.5gb', [11, 12]), 6: ['1c.2g.10gb'], 1: ['1c.3g.20gb'] },
    }),
    differences: [
      [
        /(1c\.3g\.20gb {7}0 {9}0 {10}0:1 {5}\|)$/,
        `$1\n+${'-'.repeat(68)}+`,
        'the copy has lost the last border',
      ],
    ],
  },
  'mig-lci/rtxpro6000-96-1': {
    state: one('580.65.06', {
      board: RTX,
      at: [0, 3, 6, 9].map((start) => `1g.24gb@${start}`),
      cis: full('1g.24gb', [3, 4, 5, 6]),
    }),
  },
  'mig-lcip/a100-40-1': { state: one('510.47.03', { board: A100, at: ['3g.20gb@4'] }) },
  'mig-lcip/a30-24-1': {
    state: one('535.183.01', { board: 'a30-24gb', at: ['2g.12gb@2'], cis: { 2: ['2g.12gb'] } }),
  },
  'mig-lgi/a100-40-1': {
    state: one('450.80.02', { board: A100, at: SEVEN }),
    command: 'nvidia-smi mig -lgi',
  },
  'mig-lgi/a100-40-2': {
    state: one('450.80.02', { board: A100, kind: 'mirrored', at: ['2g.10gb@0', '2g.10gb@2', '2g.10gb@4'] }),
    command: 'nvidia-smi mig -lgi',
    differences: [
      [
        /MIG 2g\.10gb {7}19 {8}(\d) {10}(\d:\d) {4}\|/,
        'MIG 2g.10gb      14        $1          $2     |',
        'profile IDs of 1g.5gb, and columns that slipped by one: edited by hand',
      ],
    ],
  },
  'mig-lgi/a100-40-3': {
    state: one('450.80.02', { board: SXM, kind: 'mirrored', at: ['3g.20gb@0', '3g.20gb@4'] }),
  },
  'mig-lgi/a100-40-esxi-1': { state: esxi({ board: A100, at: ESXI_LAYOUT }) },
  'mig-lgi/a100-80-1': {
    state: {
      driver: '550.54.14',
      gpus: (['straight', 'mirrored'] as const).map((kind) => ({
        board: 'a100-80gb',
        kind,
        at: ['2g.20gb@0', '1g.10gb@2', '1g.10gb@3', '3g.40gb@4'],
      })),
    },
  },
  'mig-lgi/a30-24-1': {
    state: one('535.183.01', { board: 'a30-24gb', at: ['1g.6gb@0', '1g.6gb@1', '2g.12gb@2'] }),
  },
  'mig-lgi/a30-24-2': {
    state: one('535.183.01', { board: 'a30-24gb', at: [0, 1, 2, 3].map((start) => `1g.6gb@${start}`) }),
    command: 'nvidia-smi mig -lgi',
  },
  'mig-lgi/h100-80-1': { state: one('580.65.06', { board: 'h100-sxm5-80gb' }) },
  'mig-lgip/a100-40-1': { state: one('535.104.12', { board: A100 }), command: 'nvidia-smi mig -lgip' },
  'mig-lgip/a100-40-2': {
    state: { driver: '460.91.03', gpus: [0, 1, 2].map((index) => ({ board: A100, isOff: index !== 2 })) },
  },
  'mig-lgip/a100-40-esxi-1': { state: esxi({ board: A100 }) },
  'mig-lgip/a30-24-1': { state: one('535.183.01', { board: 'a30-24gb' }) },
  'mig-lgip/b200-180-1': { state: one('560.28.03', { board: 'b200-180gb' }), isExcerpt: true },
  'mig-lgip/gb200-186-1': { state: one('580.65.06', { board: 'gb200-186gb' }), isExcerpt: true },
  'mig-lgip/gh200-96-1': { state: one('550.54.14', { board: 'gh200-96gb' }) },
  'mig-lgip/h100-80-1': {
    state: one('570.169', { board: 'h100-pcie-80gb' }),
    command: 'nvidia-smi mig -lgip',
    differences: [
      [/ 9\.75 /, ' 9.62 ', GIB],
      [/19\.62 (?= {5}No)/, '19.50 ', GIB],
      [/39\.50 (?= {5}No)/, '39.25 ', GIB],
      [/79\.25 (?= {5}No)/, '79.00 ', GIB],
    ],
  },
  'mig-lgip/h100-80-2': { state: one('580.65.06', { board: 'h100-sxm5-80gb' }) },
  'mig-lgip/h200-141-1': {
    state: {
      driver: '560.28.03',
      gpus: [0, 1, 2, 3, 4, 5, 6].map((index) => ({ board: 'h200-141gb', isOff: index !== 6 })),
    },
    command: 'nvidia-smi mig -lgip',
    isExcerpt: true,
  },
  'mig-lgip/rtxpro6000-96-1': { state: one('580.65.06', { board: RTX }) },
  'mig-lgipp/a100-40-1': { state: one('535.104.12', { board: SXM }) },
  'mig-lgipp/a100-40-2': { state: one('510.47.03', { board: A100 }) },
  'mig-lgipp/a30-24-1': { state: one('535.183.01', { board: 'a30-24gb' }) },
  'mig-lgipp/rtxpro6000-96-1': { state: one('580.65.06', { board: RTX }) },
};

describe.runIf(samplesAreThere)('a transcript is printed as it was', () => {
  test.each(Object.entries(SAMPLES))('%s', (file, sample) => {
    expectReplayed(file, sample);
  });

  test('none is left out', () => {
    expect(Object.keys(SAMPLES).sort()).toEqual(
      samplesIn(
        'mig-cgi',
        'mig-cci',
        'mig-dci-dgi',
        'mig-lci',
        'mig-lcip',
        'mig-lgi',
        'mig-lgip',
        'mig-lgipp',
      ),
    );
  });
});
