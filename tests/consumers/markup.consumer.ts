/** xmllint reads XML, SVG and the page; of the page also a parser that follows the standard of HTML. */
import { describe, expect, test } from 'vitest';
import { parse } from 'parse5';
import { runTool } from './tool.ts';
import { formatsWith, writtenIn } from './written.ts';

/** Complaints by file: "path:line: ...". */
function complaints(
  args: readonly string[],
  paths: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const { stderr } = runTool('xmllint', ['--noout', '--nonet', ...args, ...paths]);
  const found = new Map<string, string[]>(paths.map((path) => [path, []]));
  for (const line of stderr.split('\n')) {
    const path = /^(.*?):\d+: /.exec(line)?.[1] ?? '';
    found.get(path)?.push(line);
  }
  return found;
}

describe('xmllint, XML and SVG', () => {
  const texts = writtenIn(formatsWith('xml', 'svg'));
  const found = complaints(
    [],
    texts.map(({ path }) => path),
  );
  test.each(texts.map((one) => [one.what, one.path]))('%s', (_, path) => {
    expect(found.get(path)).toEqual([]);
  });

  test('it finds what is wrong', () => {
    expect(runTool('xmllint', ['--noout', '-'], { input: '<a>&b;</a>' }).status).not.toBe(0);
  });
});

describe('the page', () => {
  const texts = writtenIn(formatsWith('html'));
  const found = complaints(
    ['--html'],
    texts.map(({ path }) => path),
  );
  test.each(texts.map((one) => [one.what, one] as const))('%s', (_, { path, text }) => {
    // It is of HTML 4, which does not know header, section and svg.
    const others = found.get(path)?.filter((line) => !/: HTML parser error : Tag [a-z]+ invalid$/.test(line));
    expect(others).toEqual([]);
    const errors: string[] = [];
    parse(text, { onParseError: ({ code, startLine }) => errors.push(`line ${startLine}: ${code}`) });
    expect(errors).toEqual([]);
  });
});
