import { describe, expect, test } from 'vitest';
import { readAnyText } from '../anyText.ts';
import { noticeMessage } from '../messages.ts';
import type { Evidence, SeenHost } from './evidence.ts';
import { mergeEvidence } from './mergeEvidence.ts';
import type { Picture, PictureGpu } from './picture.ts';

function pieces(text: string): Evidence[] {
  const read = readAnyText(text);
  if (!read.ok) throw new Error(read.error.code);
  return read.value.parts.flatMap(({ reading }) => (reading.kind === 'evidence' ? [reading.evidence] : []));
}

const picture = (text: string): Picture => mergeEvidence(pieces(text));
const gpusOf = (text: string): PictureGpu[] => picture(text).hosts.flatMap((host) => [...host.gpus]);
const layoutOf = (gpu: PictureGpu | undefined): string[] =>
  (gpu?.instances ?? []).map((one) => `${one.profile}#${one.instanceId}@${one.start}`);
const sentences = (text: string): string[] => picture(text).notices.map(noticeMessage);

const ROW = (gpu: number, profile: string, id: number, gi: number, place: string): string =>
  `|   ${gpu}  MIG ${profile}     ${id}   ${gi}     ${place}  |\n`;
const LGI = `nvidia-smi mig -lgi\n| GPU instances:  |\n${ROW(0, '3g.20gb', 9, 1, '0:4')}${ROW(0, '2g.10gb', 14, 5, '4:2')}`;
const UUID = 'GPU-11111111-2222-3333-4444-555555555555';
const LIST = `GPU 0: NVIDIA A100-PCIE-40GB (UUID: ${UUID})\n`;
const created = (gi: number, profile = '1g.5gb'): string =>
  `Successfully created GPU instance ID ${gi} on GPU  0 using profile MIG ${profile} (ID 19)\n`;
const destroyed = (gi: number): string => `Successfully destroyed GPU instance ID ${gi} from GPU  0\n`;

describe('several outputs are one picture', () => {
  test('a list gives board and UUID, a listing the starts, a list of compute instances the cut', () => {
    const lci = `nvidia-smi mig -lci\n| Compute instances: |\n|   0      1       MIG 1c.3g.20gb    0    0    0:1   |\n|   0      1       MIG 2c.3g.20gb    1    1    1:2   |\n`;
    const [gpu, more] = gpusOf(
      `[root@esx-01:~] nvidia-smi -L\n${LIST}[root@esx-01:~] ${LGI}[root@esx-01:~] ${lci}`,
    );
    expect(more).toBeUndefined();
    expect(gpu).toMatchObject({ index: 0, uuid: UUID, boards: ['a100-pcie-40gb'], isWhole: true });
    expect(layoutOf(gpu)).toEqual(['3g.20gb#1@0', '2g.10gb#5@4']);
    expect(gpu?.instances[0]?.computeInstances).toMatchObject([
      { start: 0 },
      { start: 1, profile: '2c.3g.20gb' },
    ]);
  });

  test('GPUs are told by UUID and bus where there is no index', () => {
    const csv = `name, uuid, pci.bus_id\nNVIDIA A100-PCIE-40GB, ${UUID}, 00000000:0F:00.0\n`;
    const mode = 'Enabled MIG Mode for GPU 0000:0F:00.0\n';
    expect(gpusOf(`$ nvidia-smi -L\n${LIST}$ ls\n${csv}${mode}`)).toMatchObject([
      {
        index: 0,
        uuid: UUID,
        pciId: '00000000:0F:00.0',
        mode: 'on',
      },
    ]);
  });

  test('hosts are told apart by their prompts, and what names none joins the only one that it completes', () => {
    const text = `${LIST}\n[root@esx-01:~] ${LGI}`;
    expect(picture(text).hosts).toMatchObject([{ name: 'esx-01', gpus: [{ uuid: UUID, isWhole: true }] }]);
    const two = `${text}[root@esx-02:~] ${LGI}`;
    expect(picture(two).hosts.map((host) => host.name)).toEqual([null, 'esx-01', 'esx-02']);
  });

  test('two lists without a name and with other UUIDs are two hosts', () => {
    const other = LIST.replace('GPU-1', 'GPU-2');
    expect(picture(`$ nvidia-smi -L\n${LIST}$ nvidia-smi -L\n${other}`).hosts).toHaveLength(2);
  });
});

test('what is wanted is never taken for what is there', () => {
  const gpu = { at: { line: 9 }, index: 0, uuid: null, pciId: null, product: null, boards: [], kind: null };
  const counts = [{ at: { line: 9 }, profile: '1g.5gb', count: 7 }];
  const wanted: SeenHost = {
    ...{ at: { line: 9 }, name: null, platform: null, release: null, driver: null, isWanted: true },
    gpus: [{ ...gpu, mode: 'on', pendingMode: null, layout: { kind: 'counts', isWhole: true, counts } }],
  };
  for (const prompt of ['$', '[root@esx-01:~]']) {
    const seen = pieces(`${prompt} nvidia-smi -L\n${LIST}`);
    const { hosts } = mergeEvidence([...seen, { hosts: [wanted], vms: [], notices: [] }]);
    expect(hosts.map((host) => [host.isWanted, host.gpus[0]?.counts?.length ?? 0])).toEqual([
      [false, 0],
      [true, 1],
    ]);
  }
});

describe('state is followed', () => {
  test('what is created and destroyed after a listing', () => {
    expect(
      layoutOf(
        gpusOf(
          `$ ${LGI}$ nvidia-smi mig -dgi -gi 5\n${destroyed(5)}$ nvidia-smi mig -cgi 19\n${created(11)}`,
        )[0],
      ),
    ).toEqual(['3g.20gb#1@0', '1g.5gb#11@null']);
  });

  test('a listing after it takes its place without a word', () => {
    const text = `$ nvidia-smi mig -cgi 9,14\n${created(1, '3g.20gb')}${created(5, '2g.10gb')}$ ${LGI}`;
    expect(layoutOf(gpusOf(text)[0])).toEqual(['3g.20gb#1@0', '2g.10gb#5@4']);
    expect(sentences(text)).toEqual([]);
  });

  test('MIG mode off, a reset, and a listing that finds none leave nothing', () => {
    for (const end of [
      '$ nvidia-smi -i 0 -mig 0\nDisabled MIG Mode for GPU 00000000:0F:00.0\nAll done.\n',
      '$ nvidia-smi -i 0 --gpu-reset\nGPU 00000000:0F:00.0 was successfully reset.\nAll done.\n',
      '$ nvidia-smi mig -lgi\nNo GPU instances found: Not Found\n',
    ]) {
      const text = `$ ${LGI}${end}`;
      expect(gpusOf(text)).toMatchObject([{ isWhole: true, instances: [] }]);
      expect(sentences(text).join()).toContain('GPU 0 holds no instance any more');
    }
  });

  test('a pending mode is the mode once it was reset', () => {
    const text = `$ nvidia-smi -i 0 -mig 1
Warning: MIG mode is in pending enable state for GPU 00000000:0F:00.0:In use by another client
$ nvidia-smi -i 0 -r\nGPU 00000000:0F:00.0 was successfully reset.\n`;
    expect(gpusOf(text)).toMatchObject([{ mode: 'on', pendingMode: 'on' }]);
  });

  test('a listing of the whole host shows that others are empty', () => {
    const both = `$ nvidia-smi mig -lgi\n| GPU instances:  |\n${ROW(0, '3g.20gb', 9, 1, '0:4')}${ROW(1, '3g.20gb', 9, 1, '0:4')}`;
    expect(gpusOf(`${both}$ ${LGI}`)).toMatchObject([
      { index: 0 },
      { index: 1, isWhole: true, instances: [] },
    ]);
  });

  test('compute instances come and go', () => {
    const text = `$ ${LGI}$ nvidia-smi mig -cci 0,0 -gi 1
Successfully created compute instance ID  0 on GPU  0 GPU instance ID  1 using profile MIG 1c.3g.20gb (ID  0)
Successfully created compute instance ID  1 on GPU  0 GPU instance ID  1 using profile MIG 1c.3g.20gb (ID  0)
$ nvidia-smi mig -dci -ci 0 -gi 1
Successfully destroyed compute instance ID  0 from GPU  0 GPU instance ID  1
`;
    expect(gpusOf(text)[0]?.instances[0]?.computeInstances?.map((one) => one.id)).toEqual([1]);
  });
});

describe('what does not agree', () => {
  test('is said with both lines, and the later one is taken; another card brings its board', () => {
    const other = `GPU 0: NVIDIA A30 (UUID: GPU-22222222-2222-3333-4444-555555555555)\n`;
    const text = `[root@esx-01:~] nvidia-smi -L\n${LIST}[root@esx-01:~] nvidia-smi -L\n${other}`;
    expect(gpusOf(text)).toMatchObject([
      { boards: ['a30-24gb'], uuid: 'GPU-22222222-2222-3333-4444-555555555555' },
    ]);
    expect(sentences(text)).toEqual([
      `Line 4 says "UUID GPU-22222222-2222-3333-4444-555555555555" of GPU 0 where line 2 says "${UUID}"; the later line is taken.`,
    ]);
  });

  test('devices that no listing knew', () => {
    const list = `${LIST}  MIG 1g.5gb Device  0: (UUID: MIG-${UUID}/9/0)\n`;
    const text = `$ ${LGI}$ nvidia-smi -L\n${list}`;
    expect(sentences(text)).toEqual([
      'Line 7 says "GPU instance 9" of GPU 0 where line 3 says "no such instance"; the later line is taken.',
    ]);
    expect(layoutOf(gpusOf(text)[0])).toHaveLength(3);
  });

  test('counts that fit what is known add nothing', () => {
    const list = `${LIST}  MIG 3g.20gb Device  0: (UUID: MIG-aaaaaaaa-2222-3333-4444-555555555555)\n`;
    const text = `$ ${LGI}$ nvidia-smi -L\n${list}`;
    expect(sentences(text)).toEqual([]);
    expect(layoutOf(gpusOf(text)[0])).toEqual(['3g.20gb#1@0', '2g.10gb#5@4']);
  });

  test('a VM of which two texts say another type', () => {
    const vm = (line: number, type: string): Evidence => ({
      hosts: [],
      notices: [],
      vms: [{ at: { line }, name: 'asr', host: null, group: null, wants: [{ kind: 'type', type }] }],
    });
    const { vms, notices } = mergeEvidence([vm(1, 'A100-3-20C'), vm(5, 'A100-4-20C')]);
    expect(vms).toMatchObject([{ wants: [{ type: 'A100-4-20C' }] }]);
    expect(notices.map(noticeMessage)).toEqual([
      'Line 5 gives "asr" "A100-4-20C" where line 1 gives it "A100-3-20C"; the later line is taken.',
    ]);
  });

  test('labels and resources of one node are said twice and counted once', () => {
    const node = (line: number, counts: number, withoutProfile: number | null): SeenHost => ({
      ...{ at: { line }, name: 'n1', platform: 'kubernetes', release: null, driver: null, gpus: [] },
      total: {
        ...{
          at: { line },
          gpus: counts > 0 ? 8 : null,
          product: null,
          boards: [],
          isWhole: true,
          withoutProfile,
        },
        counts: counts > 0 ? [{ at: { line }, profile: '1g.5gb', count: counts }] : [],
      },
    });
    const evidence = [node(1, 56, null), node(9, 0, 56)].map((host) => ({
      hosts: [host],
      vms: [],
      notices: [],
    }));
    expect(mergeEvidence(evidence).hosts[0]?.total).toMatchObject({
      gpus: 8,
      withoutProfile: null,
      counts: [{ count: 56 }],
    });
  });
});
