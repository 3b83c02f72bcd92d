import { expect, test } from 'vitest';
import { planOf } from '../../standing.testing.ts';
import type { LeftOut } from './fleet.ts';
import type { Retargeted } from './retarget.ts';
import {
  compactVerdict,
  leftOutMessage,
  noTargetMessage,
  retargetErrorMessage,
  retargetVerdict,
} from './retargetMessages.ts';

test.each<[string, Parameters<typeof retargetErrorMessage>[0]]>([
  ['The plan has no GPUs.', { code: 'no-gpu', gpus: 0 }],
  [
    'No GPU of the plan can take part: each is out of MIG mode, of an unknown board, or illegal as it is.',
    { code: 'no-gpu', gpus: 2 },
  ],
  ['No GPU that can take part has the profile "9g.99gb".', { code: 'profile-not-here', profile: '9g.99gb' }],
  [
    '1 instance of 3g.20gb is pinned and 0 are wanted; unpin some, or ask for as many.',
    { code: 'pins-exceed-demand', profile: '3g.20gb', pinned: 1, wanted: 0 },
  ],
  [
    '2 instances of 3g.20gb are pinned and 1 is wanted; unpin some, or ask for as many.',
    { code: 'pins-exceed-demand', profile: '3g.20gb', pinned: 2, wanted: 1 },
  ],
])('%s', (sentence, error) => {
  expect(retargetErrorMessage(error)).toBe(sentence);
});

test.each<[string, LeftOut['why'], string]>([
  ['GPU 0 on esx-01 is not in MIG mode and is left as it is.', 'not-in-mig-mode', 'a100-pcie-40gb'],
  [
    'GPU 0 on esx-01 is of an unknown board, nobody-8gb, and is left as it is.',
    'board-unknown',
    'nobody-8gb',
  ],
  [
    'GPU 0 on esx-01: no public source gives the starts of RTX PRO 4500 Blackwell, so it is left as it is.',
    'starts-unknown',
    'rtx-pro-4500-32gb',
  ],
  [
    'GPU 0 on esx-01 holds what a driver would refuse (3g.20gb + 2g.10gb) and is left as it is.',
    'illegal',
    'a100-pcie-40gb',
  ],
])('%s', (sentence, why, board) => {
  const host = planOf(['3g.20gb@0 2g.10gb@2'], board).hosts[0]!;
  expect(leftOutMessage({ place: { host, gpu: host.gpus[0]! }, why })).toBe(sentence);
});

test('where there is no answer', () => {
  expect(noTargetMessage(true)).toBe(
    'The GPUs that take part cannot hold all of this together, however they are cut; pinned instances stay where they are.',
  );
  expect(noTargetMessage(false)).toBe(
    'No way to cut the GPUs so was found yet, and that there is none is not proven.',
  );
});

const answer = (part: Partial<Retargeted>): Retargeted =>
  ({
    kept: 14,
    destroyed: 2,
    created: 3,
    usedBefore: 9,
    used: 7,
    moved: 0,
    waiting: 0,
    ...part,
  }) as Retargeted;

test.each<[string, Partial<Retargeted>, boolean, number | null]>([
  ['2 destroyed, 3 created, 14 kept: no target loses less.', {}, true, 2],
  [
    '2 destroyed, 3 created, 14 kept: the best found, and at least 1 would be lost in any case.',
    {},
    false,
    1,
  ],
  [
    '2 destroyed, 3 created, 14 kept: the best found, and at least 0 would be lost in any case. 1 VM gets another instance. 1 VM waits.',
    { moved: 1, waiting: 1 },
    false,
    null,
  ],
  [
    '2 destroyed, 3 created, 14 kept: no target loses less. 2 VMs get another instance. 3 VMs wait.',
    { moved: 2, waiting: 3 },
    true,
    2,
  ],
])('%s', (verdict, part, isProven, bound) => {
  expect(retargetVerdict(answer(part), isProven, bound)).toBe(verdict);
});

test.each<[string, Partial<Retargeted>, boolean]>([
  [
    '7 GPUs in use instead of 9, 2 instances made anew elsewhere, 14 kept: fewer cannot hold them, and no way to it moves fewer instances.',
    {},
    true,
  ],
  [
    '1 GPU in use, as before, 1 instance made anew elsewhere, 14 kept: the best found, which may not be the best there is. 1 VM gets another instance.',
    { used: 1, usedBefore: 1, destroyed: 1, moved: 1 },
    false,
  ],
])('%s', (verdict, part, isProven) => {
  expect(compactVerdict(answer(part), isProven)).toBe(verdict);
});
