import { expect, test } from 'vitest';
import { findBoard } from './catalogue/catalogue.ts';
import type { GiId } from './ids.ts';
import { migDevices } from './migDevices.ts';
import type { GpuInstance, GpuKind } from './plan.ts';

const A100 = findBoard('a100-pcie-40gb')!;

function instances(layout: string): GpuInstance[] {
  return layout.split(' ').map((text, id) => {
    const [place = '', cut = ''] = text.split('=');
    const [profile = '', start = ''] = place.split('@');
    return {
      id: id as GiId,
      profile,
      start: Number(start),
      pinned: false,
      reportedId: null,
      computeInstances:
        cut === '' ? [] : cut.split('+').map((c) => ({ profile: `${c}.${profile}`, start: null, extra: [] })),
      extra: [],
    };
  });
}

// The order of -L is that of the GPU-instance IDs, so it differs between straight and mirrored GPUs.
test.each<[layout: string, kind: GpuKind, devices: string[]]>([
  ['3g.20gb@0 3g.20gb@4', 'straight', ['0: 3g.20gb@0', '1: 3g.20gb@4']],
  ['3g.20gb@0 3g.20gb@4', 'mirrored', ['0: 3g.20gb@4', '1: 3g.20gb@0']],
  [
    '1g.5gb@0 1g.5gb@1 2g.10gb@2 3g.20gb@4',
    'mirrored',
    ['0: 3g.20gb@4', '1: 2g.10gb@2', '2: 1g.5gb@0', '3: 1g.5gb@1'],
  ],
  ['1g.5gb@0 3g.20gb@4=1c+2c', 'straight', ['0: 2c.3g.20gb@4', '1: 1c.3g.20gb@4', '2: 1g.5gb@0']],
  ['1g.5gb+me@6 2g.10gb@0=1c+1c', 'straight', ['0: 1c.2g.10gb@0', '1: 1c.2g.10gb@0', '2: 1g.5gb@6']],
])('the MIG devices of %s on a %s GPU', (layout, kind, devices) => {
  const gis = instances(layout);
  const found = migDevices(A100, { instances: gis }, kind);
  const start = (id: GiId): number | undefined => gis.find((gi) => gi.id === id)?.start;
  expect(found.map(({ device, name, giId }) => `${device}: ${name}@${start(giId)}`)).toEqual(devices);
});

test('a compute instance is found again in its instance by its place there', () => {
  const gis = instances('3g.20gb@4=1c+2c');
  const found = migDevices(A100, { instances: gis }, 'straight');
  expect(found.map(({ ciIndex }) => gis[0]?.computeInstances[ciIndex]?.profile)).toEqual([
    '2c.3g.20gb',
    '1c.3g.20gb',
  ]);
});
