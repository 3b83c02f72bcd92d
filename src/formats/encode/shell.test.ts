import { expect, test } from 'vitest';
import { shellArgument, shellComment } from './shell.ts';

test.each([
  ['plain', "'plain'"],
  ['', "''"],
  ["it's", "'it'\\''s'"],
  ["'", "''\\'''"],
  ['$(reboot)', "'$(reboot)'"],
  ['a\\', "'a\\'"],
  ['-rf', "'-rf'"],
  ['a\0b', "'a\ufffdb'"],
  ['\ud800x', "'\ufffdx'"],
])('the argument %j is written %s', (text, word) => {
  expect(shellArgument(text)).toBe(word);
});

test.each([
  ['plain', '# plain'],
  ['', '#'],
  [' \\ ', '#'],
  ['  indented', '#   indented'],
  ['two\nlines\r\nthree', '# two lines  three'],
  ['unseen\u2028line\u0085break\u202Ereversed', '# unseen line break reversed'],
  ['ends in \\', '# ends in'],
  ['ends in \\ \\\\ ', '# ends in'],
  ['C:\\path', '# C:\\path'],
  ['\udc00', '# \ufffd'],
])('the comment %j is written %s', (text, line) => {
  expect(shellComment(text)).toBe(line);
});
