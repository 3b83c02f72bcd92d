import { describe, expect, test } from 'vitest';
import { readAnyText } from '../anyText.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { noticeMessage } from '../messages.ts';
import { findVibs, hasMig, readVibLine } from './vibList.ts';

const OLD =
  'NVIDIA-VMware_ESXi_7.0_Host_Driver 440.107-1OEM.700.0.0.15525992 NVIDIA VMwareAccepted 2020-07-27';
const AIE =
  'NVD-AIE_ESXi_8.0.0_Driver      525.105.14-1OEM.800.1.0.20613240     NVIDIA  VMwareAccepted    2023-04-18  host';
const DAEMON =
  'nvdgpumgmtdaemon               525.105.14-1OEM.700.1.0.15843807     NVIDIA  VMwareAccepted    2023-04-18';

describe('a line of the list', () => {
  test.each([
    ['the article', OLD, '440.107', 'driver', false],
    ['NVIDIA AI Enterprise on ESXi 8', AIE, '525.105.14', 'driver', true],
    ['its management daemon', DAEMON, '525.105.14', 'beside', true],
    ['columns by tabs', OLD.replaceAll(' ', '\t'), '440.107', 'driver', false],
  ])('%s', (_what, line, driver, kind, mig) => {
    const vib = readVibLine(line);
    expect(vib).toMatchObject({ driver, kind });
    expect(vib && hasMig(vib)).toBe(mig);
  });

  test.each([
    ['a VIB of others', 'nvme-pcie 1.2.2.14-1vmw.700.1.0.15843807 VMW VMwareCertified 2020-07-27'],
    ['a GPU', 'NVIDIA A100-PCIE-40GB, 00000000:41:00.0, Enabled'],
    ['a cut line', 'NVIDIA-VMware_ESXi_7.0_Host_Driver 440.107-1OEM.700'],
    ['nothing', ''],
  ])('none: %s', (_what, line) => {
    expect(readVibLine(line)).toBeNull();
  });

  test('is found again in notes', () => {
    expect(findVibs(`in rack C\n${OLD}\n`)).toEqual([
      {
        name: 'NVIDIA-VMware_ESXi_7.0_Host_Driver',
        version: '440.107-1OEM.700.0.0.15525992',
        driver: '440.107',
        kind: 'driver',
      },
    ]);
  });
});

function read(text: string): { readonly formats: readonly string[]; readonly evidence: Evidence } {
  const any = readAnyText(text);
  if (!any.ok) throw new Error(any.error.code);
  const { parts } = any.value;
  const evidence = parts.flatMap(({ reading }) => (reading.kind === 'evidence' ? [reading.evidence] : []));
  return {
    formats: parts.map(({ format }) => format),
    evidence: {
      hosts: evidence.flatMap(({ hosts }) => hosts),
      vms: [],
      notices: [...any.value.notices, ...evidence.flatMap(({ notices }) => notices)],
    },
  };
}

describe('the reader', () => {
  test('takes the lines behind a prompt: host, driver, and the lines for its notes', () => {
    const { formats, evidence } = read(
      `[root@esx-01:~] esxcli software vib list | grep -iE 'nvidia|nvd'\n${AIE}\n${DAEMON}\n`,
    );
    expect(formats).toEqual(['vib-list']);
    expect(evidence.notices).toEqual([]);
    expect(evidence.hosts).toEqual([
      expect.objectContaining({
        name: 'esx-01',
        platform: 'esxi',
        release: null,
        driver: '525.105.14',
        gpus: [],
      }),
    ]);
    expect(findVibs((evidence.hosts[0]?.notes ?? []).join('\n'))).toHaveLength(2);
  });

  test('takes a whole list with its heading, and what is not of NVIDIA says nothing', () => {
    const list = [
      'Name                           Version                              Vendor  Acceptance Level  Install Date',
      '-----------------------------  -----------------------------------  ------  ----------------  ------------',
      'nvme-pcie                      1.2.2.14-1vmw.700.1.0.15843807       VMW     VMwareCertified   2020-07-27',
      OLD,
    ].join('\r\n');
    const { formats, evidence } = read(list);
    expect(formats).toEqual(['vib-list']);
    expect(evidence.hosts[0]).toMatchObject({ driver: '440.107', notes: [OLD] });
    expect(evidence.notices.map((notice) => notice.code)).toEqual(['driver-without-mig']);
    expect(noticeMessage(evidence.notices[0]!)).toBe(
      'Line 4: the driver "440.107" of "NVIDIA-VMware_ESXi_7.0_Host_Driver" has no MIG, which came with R450; it has to be replaced.',
    );
  });

  test('a list without NVIDIA says that', () => {
    const { evidence } = read('nvme-pcie 1.2.2.14-1vmw.700.1.0.15843807 VMW VMwareCertified 2020-07-27');
    expect(evidence.hosts[0]).toMatchObject({ driver: null, notes: [] });
    expect(evidence.notices.map((notice) => notice.code)).toEqual(['no-nvidia-vib']);
  });
});
