// Real summaries of nvidia-smi, read from beside the repository and never kept in it. What a machine measured (date, temperature, power,
// memory in use) is taken from the sample, for nobody could know it; every other character has to come out as it was.
import { describe, expect, test } from 'vitest';
import type { SimGpu } from './machine.ts';
import { runLine } from './run.ts';
import {
  A100,
  ESXI_LAYOUT,
  full,
  machineIn,
  SXM,
  type GpuState,
  type MachineState,
} from './states.testing.ts';
import {
  expectReplayed,
  samplesAreThere,
  samplesIn,
  sampleText,
  type Sample,
} from './transcripts.testing.ts';

/** What the machine measured, by GPU in the order of the rows. */
function measured(text: string): Partial<SimGpu>[] {
  const rows = [
    ...text.matchAll(
      /^\| {1,3}(\d) {2}.*?(On|Off) +\| +([0-9A-F:.]{16}) .*\n\| N\/A +(\d+)C .*? (\d+)W \/ +(\d+)W \| +(?:(\d+)MiB \/ +(\d+)MiB|N\/A) \| +(?:(\d+)%|N\/A) /gm,
    ),
  ];
  return rows.map(([, , persistence, pciId = '', temperature, watts, limit, used, total, load]) => ({
    pciId,
    isPersistent: persistence === 'On',
    usedMiB: Number(used ?? 0),
    memoryMiB: total === undefined ? null : Number(total),
    sensors: {
      temperatureC: Number(temperature),
      watts: Number(watts),
      limitWatts: Number(limit),
      utilization: Number(load ?? 0),
    },
  }));
}

/** Memory in use by GPU and GPU instance. */
function usedIn(text: string): Map<string, number> {
  const rows = [...text.matchAll(/^\| +(\d+) +(\d+) +\d+ +\d+ +\| +(\d+)MiB \//gm)];
  return new Map(rows.map(([, gpu, gi, used]) => [`${gpu} ${gi}`, Number(used)]));
}

function secondsOf(text: string): number {
  const found = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([A-Z][a-z]{2} +\d+ [\d:]{8} \d{4})/m.exec(text)?.[1];
  return found === undefined ? 0 : Date.parse(`${found} UTC`) / 1000;
}

/** The state with what its sample measured in it. */
function withMeasured(file: string, state: MachineState): MachineState {
  if (!samplesAreThere) return state;
  const text = sampleText(file);
  const gpus = measured(text);
  return {
    ...state,
    gpus: state.gpus.map((gpu, index): GpuState => ({ ...gpu, set: { ...gpus[index], ...gpu.set } })),
    used: usedIn(text),
    set: { ...state.set, seconds: secondsOf(text) },
  };
}

interface Summary {
  readonly state: MachineState;
  readonly differences?: NonNullable<Sample['differences']>;
  readonly isExcerpt?: boolean;
}

const TWO_3G = { at: ['3g.20gb@0', '3g.20gb@4'], cis: full('3g.20gb', [1, 2]) };
const off: GpuState = { board: A100, isOff: true };
const h100: GpuState = {
  board: 'h100-sxm5-80gb',
  at: ['3g.40gb@0', '3g.40gb@4'],
  cis: full('3g.40gb', [1, 2]),
};
const FIRST_BOARD = 'this R450 gives the first half 128 MiB more: seen once';

const SUMMARIES: Readonly<Record<string, Summary>> = {
  'nvidia-smi/a100-40-1': { state: { driver: '560.28.03', gpus: [off] } },
  'nvidia-smi/a100-40-2': {
    state: {
      driver: '550.54.14',
      gpus: [0, 1].map(() => ({
        board: A100,
        at: ['2g.10gb@0', '1g.5gb@2', '1g.5gb@3', '3g.20gb@4'],
        cis: { 2: ['3g.20gb'], 3: ['2g.10gb'], ...full('1g.5gb', [9, 10]) },
      })),
    },
  },
  'nvidia-smi/a100-40-3': {
    state: {
      driver: '550.54.14',
      gpus: [
        { board: A100, at: ['1g.5gb@3', '3g.20gb@4'], cis: { 2: ['3g.20gb'], 10: ['1g.5gb'] } },
        { board: A100, at: ['3g.20gb@4'], cis: { 2: ['3g.20gb'] } },
      ],
    },
    isExcerpt: true,
  },
  'nvidia-smi/a100-40-4': {
    state: {
      driver: '550.54.14',
      gpus: [0, 1].map(() => ({ board: A100, at: ['3g.20gb@4'], cis: { 2: ['3g.20gb'] } })),
    },
    isExcerpt: true,
  },
  'nvidia-smi/a100-40-5': {
    state: { driver: '450.80.02', gpus: [{ board: SXM, isOff: true }] },
    isExcerpt: true,
  },
  'nvidia-smi/a100-40-6': {
    state: { driver: '450.80.02', gpus: [{ board: SXM, ...TWO_3G }] },
    differences: [['20224MiB', '20096MiB', FIRST_BOARD]],
    isExcerpt: true,
  },
  'nvidia-smi/a100-40-7': {
    state: {
      driver: '450.80.02',
      gpus: [{ board: SXM, at: ['3g.20gb@0'], cis: { 1: ['1c.3g.20gb', '1c.3g.20gb', '1c.3g.20gb'] } }],
      processes: [59785, 59796, 59885].map((pid, ci) => ({
        ...{ gpu: 0, gi: 1, ci, pid, name: './BlackScholes', memoryMiB: 153 },
      })),
    },
    differences: [['20224MiB', '20096MiB', FIRST_BOARD]],
    isExcerpt: true,
  },
  'nvidia-smi/a100-40-8': {
    state: {
      driver: '460.91.03',
      gpus: [off, off, { board: A100, ...TWO_3G }, off, off, off],
    },
    isExcerpt: true,
  },
  'nvidia-smi/a100-40-esxi-1': { state: { driver: '510.47.03', platform: 'esxi', gpus: [off] } },
  'nvidia-smi/a100-40-esxi-2': {
    state: {
      driver: '510.47.03',
      platform: 'esxi',
      gpus: [{ board: A100, kind: 'mirrored', at: ESXI_LAYOUT, cis: full('1g.5gb', [11]) }],
    },
  },
  'nvidia-smi/a100-40-vm-1': {
    state: {
      driver: '510.47.03',
      gpus: [{ ...off, set: { product: 'GRID A100-4C', memoryMiB: 4096, pciId: '00000000:02:01.0' } }],
      set: { guestTypes: ['GRID A100-4C'] },
    },
    isExcerpt: true,
  },
  'nvidia-smi/a30-24-1': {
    state: { driver: '535.183.01', gpus: [{ board: 'a30-24gb', isOff: true, set: { pending: true } }] },
  },
  'nvidia-smi/a30-24-2': { state: { driver: '535.183.01', gpus: [{ board: 'a30-24gb' }] } },
  'nvidia-smi/h100-80-2': {
    state: { driver: '535.104.12', gpus: Array.from({ length: 8 }, () => h100) },
    isExcerpt: true,
  },
  'nvidia-smi/h100-80-3': {
    state: { driver: '580.65.06', gpus: [h100] },
    differences: [['24740MiB', '65535MiB', 'how R580 counts BAR1 is not known']],
    isExcerpt: true,
  },
  'nvidia-smi/h100-80-4': {
    state: { driver: '570.169', gpus: [{ board: 'h100-pcie-80gb', isOff: true }] },
  },
};

describe.runIf(samplesAreThere)('a summary is printed as it was', () => {
  test.each(Object.entries(SUMMARIES))('%s', (file, { state, ...sample }) => {
    const isTyped = /^\S* ?nvidia-smi|:~\S? nvidia-smi/m.test(sampleText(file));
    const played: Sample = { ...sample, state: withMeasured(file, state) };
    expectReplayed(file, isTyped ? played : { ...played, command: 'nvidia-smi' });
  });

  test('none is left out', () => {
    expect(Object.keys(SUMMARIES).sort()).toEqual(samplesIn('nvidia-smi'));
  });
});

/** XML of real hosts with MIG mode off: what is said of a GPU stands there in the same order, between much that is not known here. */
const XML: Readonly<Record<string, MachineState>> = {
  'nvidia-smi-qx/a100-40-1': { driver: '570.148.08', gpus: [{ board: SXM, isOff: true }] },
  'nvidia-smi-qx/gb200-1': {
    driver: '580.173.02',
    gpus: Array.from({ length: 4 }, () => ({ board: 'gb200-186gb', isOff: true })),
  },
  'nvidia-smi-qx/h100-80-1': {
    driver: '580.105.08',
    gpus: Array.from({ length: 8 }, () => ({ board: 'h100-sxm5-80gb', isOff: true })),
  },
};

/** What is measured, scrubbed in the samples, or of one board of several. */
const OWN =
  /<(?:timestamp|serial|uuid|minor_number|pci_device_id|pci_bus_id|used|free)>|<gpu id=|MIG-|<\/?pci>/;

describe.runIf(samplesAreThere)('XML says what real XML says', () => {
  test.each(Object.entries(XML))('%s', (file, state) => {
    const theirs = sampleText(file).split('\n');
    const ours = runLine(machineIn(state), 'nvidia-smi -q -x').text.trimEnd().split('\n');
    let at = 0;
    for (const line of ours.filter((one) => !OWN.test(one))) {
      const found = theirs.indexOf(line, at);
      expect([line, found >= at]).toEqual([line, true]);
      at = found + 1;
    }
  });

  test('none is left out', () => {
    expect(Object.keys(XML).sort()).toEqual(samplesIn('nvidia-smi-qx'));
  });
});
