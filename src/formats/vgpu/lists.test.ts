import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAnyText } from '../anyText.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { mangled } from '../fuzz.testing.ts';
import { noticeMessage } from '../messages.ts';

interface Read extends Evidence {
  readonly formats: readonly string[];
}

function read(text: string): Read {
  const any = readAnyText(text);
  if (!any.ok) throw new Error(any.error.code);
  const { parts } = any.value;
  const evidence = parts.flatMap(({ reading }) => (reading.kind === 'evidence' ? [reading.evidence] : []));
  return {
    formats: parts.map(({ format }) => format),
    hosts: evidence.flatMap(({ hosts }) => hosts),
    vms: evidence.flatMap(({ vms }) => vms),
    notices: [...any.value.notices, ...evidence.flatMap(({ notices }) => notices)],
  };
}

describe('a list of vGPU types', () => {
  test.each<[what: string, text: string, boards: readonly (readonly string[])[], platform: string | null]>([
    [
      'with the numbers of a tool',
      '474: (vgpu+mig) GRID A100-1-5C (5120MiB)\n468: (vgpu) GRID A100-4C (4096MiB)\n706: (vgpu+mig) GRID A100-1-5CME (5120MiB)',
      [['a100-pcie-40gb', 'a100-sxm4-40gb']],
      null,
    ],
    ['of vSphere', 'grid_a100-3-20c\ngrid_a100-4-20c', [['a100-pcie-40gb', 'a100-sxm4-40gb']], 'esxi'],
    ['of vSphere as JSON', '"nvidia_h100xm-3-40c",\n"nvidia_h100xm-7-80c"', [['h100-sxm5-80gb']], 'esxi'],
    ['of govc -json', '{"profiles":["nvidia_a30-1-6c","nvidia_a30-2-12c"]}', [['a30-24gb']], 'esxi'],
    ['folders', 'nvidia-689  nvidia-690  nvidia-691', [['a30-24gb']], 'kvm'],
    ['names of mdev types', 'nvidia-476/name:GRID A100-3-20C', [['a100-pcie-40gb', 'a100-sxm4-40gb']], null],
    [
      'creatable types of vendor VFIO',
      '1428 : NVIDIA H200X-141C\n1414 : NVIDIA H200X-1-18C',
      [['h200-141gb']],
      null,
    ],
    [
      'of two boards in one host',
      'grid_a100-3-20c\nnvidia_a30-1-6c',
      [['a100-pcie-40gb', 'a100-sxm4-40gb'], ['a30-24gb']],
      'esxi',
    ],
  ])('%s', (_what, text, boards, platform) => {
    const { formats, hosts, notices } = read(text);
    expect(formats).toEqual(['vgpu-types']);
    expect(notices).toEqual([]);
    expect(hosts).toHaveLength(1);
    expect(hosts[0]).toMatchObject({ platform });
    const found = (hosts[0]?.gpus ?? []).map((gpu) => gpu.boards);
    expect(found).toHaveLength(boards.length);
    boards.forEach((wanted, n) => expect(found[n]).toEqual(expect.arrayContaining([wanted[0]])));
    expect(hosts[0]?.gpus.every((gpu) => gpu.standsForEvery === true)).toBe(true);
  });

  test('by GPU, as nvidia-smi vgpu -s lists them', () => {
    const { formats, hosts } = read(
      'GPU 00000000:41:00.0\n    GRID A100-1-5C\n    GRID A100-2-10C\nGPU 00000000:42:00.0\n    NVIDIA A30-1-6C',
    );
    expect(formats).toEqual(['vgpu-types']);
    expect(hosts[0]?.gpus.map(({ pciId, boards }) => [pciId, boards[0]])).toEqual([
      ['00000000:41:00.0', 'a100-pcie-40gb'],
      ['00000000:42:00.0', 'a30-24gb'],
    ]);
  });

  test('types that no table has are named', () => {
    const { hosts, notices } = read('grid_z9-1-5c\nnvidia-99999');
    expect(hosts[0]?.gpus).toEqual([]);
    expect(notices.map(noticeMessage)).toEqual([
      'Line 1: no table has these vGPU types, so they say nothing of the board: "Z9-1-5C", "nvidia-99999".',
    ]);
  });

  test.each([
    'NVIDIA A100-PCIE-40GB',
    'grid_a100-3-20c is what we use',
    'GPU 00000000:41:00.0',
    'nvidia-smi',
  ])('is not: %s', (text) => {
    expect(read(text).formats).not.toContain('vgpu-types');
  });
});

const RVTOOLS = [
  '"VM","Powerstate","Template","DNS Name","CPUs","Memory","Host","Cluster"',
  '"ml-01","poweredOn","False","ml-01.example.org","16","131072","esx-01.example.org","gpu"',
  '"golden","poweredOff","True","","2","4096","esx-01.example.org","gpu"',
  '"a,b ""c""","poweredOff","False","","2","4096","esx-02.example.org","gpu"',
].join('\r\n');

describe('a table of VMs', () => {
  test('of RVTools gives names and hosts', () => {
    const { formats, vms, notices } = read(RVTOOLS);
    expect(formats).toEqual(['vm-table']);
    expect(vms.map(({ name, host, wants, at }) => [name, host, wants.length, at])).toEqual([
      ['ml-01', 'esx-01.example.org', 0, { line: 2 }],
      ['a,b "c"', 'esx-02.example.org', 0, { line: 4 }],
    ]);
    expect(notices.map(noticeMessage)).toEqual([
      expect.stringMatching(/^Line 3 is a template and no VM, so it is left out: "golden /),
    ]);
  });

  test.each([
    ['with tabs', 'VM\tHost\tvGPU\nml-01\tesx-01\tgrid_a100-3-20c', [['ml-01', 'esx-01', 'A100-3-20C']]],
    ['with semicolons', 'Name;Type;Group\nml-01;A100-3-20C;g', [['ml-01', null, 'A100-3-20C']]],
    [
      'with a count',
      'VM,Profile,Count\nml,3g.20gb,2',
      [
        ['ml-1', null, '3g.20gb'],
        ['ml-2', null, '3g.20gb'],
      ],
    ],
    ['with several vGPUs', 'VM,Type\nml,A100-4-20C + A100-2-10C', [['ml', null, 'A100-4-20C A100-2-10C']]],
    ['of names and hosts alone', 'VM,Host\nml,esx-01', [['ml', 'esx-01', '']]],
    [
      'of ours',
      '"VM","State","Host","GPU","Board","Profile","Start","vGPU type","ESXi name","Group"\r\n' +
        '"ml","Placed","esx-01",0,"a100-pcie-40gb","3g.20gb",0,"A100-3-20C","grid_a100-3-20c",""\r\n' +
        '"ml","Placed","esx-01",0,"a100-pcie-40gb","2g.10gb",4,"A100-2-10C","grid_a100-2-10c",""',
      [['ml', 'esx-01', 'A100-3-20C A100-2-10C']],
    ],
  ])('%s', (_what, text, expected) => {
    const { formats, vms } = read(text);
    expect(formats).toEqual(['vm-table']);
    const words = vms.map(({ name, host, wants }) => [
      name,
      host,
      wants.map((want) => (want.kind === 'type' ? want.type : want.profile)).join(' '),
    ]);
    expect(words).toEqual(expected);
  });

  test('our table of GPUs is none: its rows are instances', () => {
    const table =
      'Host,GPU,Board,Board name,UUID,MIG,Profile,Profile ID,Start,Size,Compute instances,VM\nh,0,a30-24gb,A30,,on,1g.6gb,14,0,1,,a + b\n';
    const read = readAnyText(table);
    expect(read.ok && read.value.parts).toEqual([]);
  });

  test('types that are none are named, and the VM is kept', () => {
    const { vms, notices } = read('VM,Type\nml,NOT-A-TYPE\n,A100-3-20C');
    expect(vms).toMatchObject([{ name: 'ml', wants: [] }]);
    expect(notices.map(noticeMessage)).toEqual([
      'Line 2: "NOT-A-TYPE" is no known vGPU type or profile, so "ml" is taken without it.',
      'Line 3 has no name of a VM, so it is left out: "A100-3-20C".',
    ]);
  });

  test.each(['ml-01, ml-02 and Host', 'name, uuid\nNVIDIA A100, GPU-1', 'Name: x\nHost: y', 'VM'])(
    'is not: %j',
    (text) => {
      expect(read(text).formats).not.toContain('vm-table');
    },
  );
});

const seed = 20261203;
test(`whatever is made of such lists, they are read, seed ${seed}`, () => {
  const texts = mangled(
    fc.constantFrom(
      RVTOOLS,
      '474: (vgpu+mig) GRID A100-1-5C (5120MiB)\nnvidia-474 nvidia-475\ngrid_a100-3-20c',
      'NVD-AIE_ESXi_8.0.0_Driver  525.105.14-1OEM.800.1.0.20613240  NVIDIA  VMwareAccepted  2023-04-18',
      '{"profiles":["nvidia_a30-1-6c"]}',
    ),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const any = readAnyText(text);
      expect(any.ok || any.error.code === 'text-too-long' || any.error.code === 'too-many-rows').toBe(true);
    }),
    { seed, numRuns: 500 },
  );
});
