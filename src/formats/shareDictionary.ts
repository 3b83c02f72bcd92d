/**
 * Text that most plans have in common, so that a small plan makes a small link. Part of version 1 of the link: a link
 * can only be read with the very dictionary it was written with, so nothing in here may ever change, and it is not
 * taken from the catalogue, which does.
 */
import { strToU8 } from 'fflate';

/** Memory slices at which each profile starts, by the sizes of the boards people plan most. */
const STARTS: readonly (readonly [starts: string, profiles: string])[] = [
  ['0123', '1g.6gb'],
  ['02', '2g.12gb'],
  ['0', '4g.24gb 7g.141gb 7g.80gb 7g.40gb 4g.71gb 4g.40gb 4g.20gb'],
  ['0123456', '1g.18gb 1g.12gb 1g.10gb 1g.5gb+me 1g.5gb'],
  ['0246', '1g.35gb 1g.20gb 1g.10gb'],
  ['024', '2g.35gb 2g.20gb 2g.10gb'],
  ['04', '3g.71gb 3g.40gb 3g.20gb'],
];
const BOARDS = [
  ...['b200-180gb', 'b300', 'gb200-189gb', 'gb300', 'gh200-96gb', 'rtx-pro-6000-server', 'rtx-pro-4500-32gb'],
  ...['h20-96gb', 'a800-40gb', 'a800-80gb', 'h100-94gb', 'h100-pcie-80gb', 'h100-sxm5-80gb', 'h200-141gb'],
  ...['a30-24gb', 'a100-80gb', 'a100-sxm4-40gb', 'a100-pcie-40gb'],
];
const TYPES = [
  ...[
    'DC#C',
    'B200X#C',
    'H200X#C',
    'H100XM#C',
    'H100#C',
    'H100L#C',
    'A800#C',
    'A30#C',
    'A100X#C',
    'A100D#C',
    'A100#C',
  ],
];
const WORDS = [
  ...[
    '"observed":',
    '"needs":{',
    '"memoryGB":',
    '"GPU-',
    '"00000000:',
    'straight',
    'mirrored',
    'reserved',
    'off',
  ],
  ...[
    'R580',
    'R570',
    'R550',
    'R535',
    '450.80.02',
    '535.',
    '550.',
    'bare-metal',
    'kubernetes',
    'kvm',
    '7.0 U3',
  ],
  ...[
    'inference',
    'training',
    'vision',
    'batch-',
    'embed-',
    'notebook-',
    'test-',
    'stage-',
    'dev-',
    '-dev-000',
  ],
  ...[
    'train-',
    'infer-',
    'asr-',
    'ocr-',
    'chat-a',
    'chat-b',
    'vm-00',
    'vm-0',
    'gpu-00',
    'node-00',
    '-prod-000',
  ],
];
/** The shape of a small plan, last because what is near costs least. */
const SHAPE =
  '["Shared plan",2,["Untitled plan",1,2,0,[["host-0","esx-00","1","01"],0,["esxi","1"],["7.0","1"],0,' +
  '["power-on","1"],["8.0 U3","1"],0,["pre-create","1"],0,0,[4,"1"]],[0,["a100-pcie-40gb","12"],0,0,0,0,0,[2,"1"]],' +
  '[["3g.20gb@0","3g.20gb@4","1"]],[["vm-0","1","1"]],[0,["TA100#C","1"]]]';

export const DICTIONARY = strToU8(
  [
    ...WORDS,
    ...BOARDS.map((board) => `"${board}","`),
    ...STARTS.map(([starts, profiles]) =>
      profiles
        .split(' ')
        .map((profile) => Array.from(starts, (start) => `"${profile}@${start}",`).join(''))
        .join(''),
    ),
    ...TYPES.map((type) => `"T${type}",`),
    SHAPE,
  ].join(''),
);
