import { expect, test } from 'vitest';
import { excerptOf, readPrompt, readToolCall, terminalLines } from './terminalText.ts';

test.each([
  ['colours', '\u001b[1;32mroot\u001b[0m ok', 'root ok'],
  ['a window title', '\u001b]0;root@gpu7: ~\u0007$ ls', '$ ls'],
  ['a link', '\u001b]8;;https://x\u001b\\text\u001b]8;;\u001b\\', 'text'],
  ['C1 controls', '\u009b31mred\u0085', 'red'],
  ['no-break spaces, tabs and trailing blanks', 'a\u00a0b\tc \u3000', 'a b c'],
  ['zero-width characters and a byte-order mark', '\ufeffa\u200bb', 'ab'],
  ['dashes and the minus sign', '\u2013mig \u22121 no\u2011break', '-mig -1 no-break'],
  ['quote marks of mail and Markdown', '> > text', 'text'],
  ['quote marks without blanks', '>>text', 'text'],
  ['a fence', '```console', ''],
  ['a quoted fence', '> ~~~', ''],
  ['the fence of a ticket', '{noformat:title=gpu7}', ''],
  ['code in a line is no fence', '```a``` b', '```a``` b'],
  ['indentation stays', '   |  0', '   |  0'],
])('%s', (_what, raw, text) => {
  expect(terminalLines(raw)).toEqual([{ line: 1, text }]);
});

test('lines are counted as an editor counts them', () => {
  expect(terminalLines('a\r\nb\rc\n\nd').map(({ line, text }) => `${line}${text}`)).toEqual([
    '1a',
    '2b',
    '3c',
    '4',
    '5d',
  ]);
});

test.each([
  ['[root@esx-01:~] nvidia-smi mig -lgi', 'esx-01', 'nvidia-smi mig -lgi'],
  ['[root@esx-01:/vmfs/volumes] ls', 'esx-01', 'ls'],
  ['root@gpu7:~# id', 'gpu7', 'id'],
  ['(base) user@host.example.org:~$ id', 'host.example.org', 'id'],
  ['[root@node15 ~]# id', 'node15', 'id'],
  ['[ops@node15 my folder]$ id', 'node15', 'id'],
  ['ops@mac ~ % id', 'mac', 'id'],
  ['root@gpu7:~#', 'gpu7', ''],
  ['$ id', null, 'id'],
  ['# id', null, 'id'],
  ['$', null, ''],
])('%s is a prompt of %s', (line, host, command) => {
  expect(readPrompt(line)).toEqual({ host, command });
});

test.each([
  '|   0  MIG 1g.5gb',
  'write to me@example.com: now',
  'me@example.com',
  'No devices',
  '$HOME is set',
  '#1 of 2',
  '',
])('%j is no prompt', (line) => expect(readPrompt(line)).toBeNull());

test.each<[command: string, call: ReturnType<typeof readToolCall>]>([
  ['nvidia-smi mig -lgi', { args: ['mig', '-lgi'], isRemote: false, host: null }],
  ['sudo -n LC_ALL=C /usr/bin/nvidia-smi -L', { args: ['-L'], isRemote: false, host: null }],
  ['`nvidia-smi mig -lgi`', { args: ['mig', '-lgi'], isRemote: false, host: null }],
  ['ssh root@esx-02 "nvidia-smi mig -lgi"', { args: ['mig', '-lgi'], isRemote: true, host: 'esx-02' }],
  ['ssh -t gpu9 sudo nvidia-smi', { args: [], isRemote: true, host: 'gpu9' }],
  ['ssh $h nvidia-smi', { args: [], isRemote: true, host: null }],
  ['please run nvidia-smi mig -lgi', null],
  ['kubectl exec pod -- nvidia-smi mig -lgi', null],
  ['my-nvidia-smi', null],
])('the call in %j', (command, call) => {
  expect(readToolCall(command, 'nvidia-smi')).toEqual(call);
});

test('an excerpt is short, of whole characters, and says where it was cut', () => {
  expect(excerptOf('  a   b  ')).toBe('a b');
  expect(excerptOf('🖥'.repeat(200))).toBe(`${'🖥'.repeat(119)}…`);
});
