import { describe, expect, test } from 'vitest';
import { EXPORT_FORMATS } from '../../../console/exports/exportRows.ts';
import { foundIn, groupsFor } from './formatGroups.ts';

describe('the groups of formats', () => {
  test.each([
    ['esxi', 'vsphere'],
    ['kvm', 'kvm'],
    ['kubernetes', 'kubernetes'],
    ['bare-metal', 'bare-metal'],
    [null, 'bare-metal'],
  ] as const)('of a host on %s begin with %s, and none is missing', (platform, first) => {
    const groups = groupsFor(platform);
    expect(groups[0]?.audience).toBe(first);
    expect(groups.flatMap(({ formats }) => formats).toSorted()).toEqual(
      EXPORT_FORMATS.filter((format) => format !== 'share-link').toSorted(),
    );
  });

  test.each([
    ['', EXPORT_FORMATS.length - 1],
    ['  ', EXPORT_FORMATS.length - 1],
    ['PARTED', ['mig-parted', 'mig-checkpoint']],
    ['helm', ['gpu-operator-helm']],
    ['.ps1', ['powercli']],
    ['lgi', ['mig-lgi']],
    ['kvm xml', ['libvirt-xml']],
    ['no such thing', []],
  ] as const)('“%s” finds what has every word of it', (typed, expected) => {
    const found = foundIn(groupsFor(null), typed).flatMap(({ formats }) => formats);
    if (typeof expected === 'number') expect(found).toHaveLength(expected);
    else expect(found).toEqual(expected);
  });
});
