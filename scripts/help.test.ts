import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { COMMANDS, helpText } from './help.mjs';

const { scripts } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  scripts: Record<string, string>;
};
const explained = Object.values(COMMANDS).flat();

test('every command of package.json is explained, each once', () => {
  const names = explained.map(([name]) => name);
  expect(Object.keys(scripts).filter((name) => !names.includes(name))).toEqual([]);
  expect(names).toEqual([...new Set(names)]);
});

test('help lists what package.json has, and nothing else', () => {
  const listed = [...helpText(scripts).matchAll(/^ {2}npm (?:run )?(\S+)/gm)].map(([, name]) => name);
  expect(listed.toSorted()).toEqual(Object.keys(scripts).toSorted());
});
