import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

// Proof that the linter's rules bite where they should and nowhere else: a small house with one fault per file.

const ROOT = join(import.meta.dirname, '..');

const EFFECT = `import { useEffect } from 'react';
export function Faulty({ n }: { n: number }): null {
  useEffect(() => { document.title = String(n); }, []);
  return null;
}`;
const HOOK = `import { useState } from 'react';
export function Faulty({ is }: { is: boolean }): number {
  if (is) return useState(0)[0];
  return 1;
}`;
const FLOATING =
  'export function faulty(promise: Promise<void>): void {\n  promise.then(() => undefined);\n}';
const ANY = 'export function faulty(given: string): string {\n  return JSON.parse(given);\n}';
const SWITCH =
  "export function faulty(kind: 'a' | 'b'): string {\n  switch (kind) {\n    case 'a':\n      return kind;\n  }\n  return '';\n}";
const NEEDLESS =
  'export function faulty(sure: string): boolean {\n  return sure !== undefined && sure.length > 0;\n}';
const BANG = 'export const faulty = (maybe: string | undefined): string => maybe!;';
const WAIT =
  'export const faulty = (page: { waitForTimeout: (ms: number) => number }): number => page.waitForTimeout(9);';

// [file, the rule it breaks or null, what stands in it]
const FILES: readonly (readonly [string, string | null, string])[] = [
  ['src/model/clock.ts', 'no-restricted-globals', 'export const faulty = (): number => Date.now();'],
  [
    'src/placement/chance.ts',
    'no-restricted-properties',
    'export const faulty = (): number => Math.random();',
  ],
  ['src/cli/loud.ts', 'no-console', "console.log('x');"],
  ['src/formats/any.ts', 'no-unsafe-return', ANY],
  ['src/model/bang.ts', 'no-non-null-assertion', BANG],
  ['src/model/equal.ts', 'eqeqeq', 'export const faulty = (a: number): boolean => a == 1;'],
  ['src/model/kinds.ts', 'switch-exhaustiveness-check', SWITCH],
  ['src/model/needless.ts', 'no-unnecessary-condition', NEEDLESS],
  ['src/state/promise.ts', 'no-floating-promises', FLOATING],
  ['src/state/promise.test.ts', 'no-floating-promises', FLOATING],
  ['src/components/Effect.tsx', 'exhaustive-deps', EFFECT],
  ['src/components/Hook.tsx', 'rules-of-hooks', HOOK],
  ['e2e/wait.spec.ts', 'no-restricted-properties', WAIT],
  ['scripts/any.mjs', 'no-floating-promises', 'Promise.resolve(1);'],
  [
    'src/model/idle.ts',
    'Unused',
    '// oxlint-disable-next-line no-var -- there is none\nexport const faulty = 1;',
  ],

  ['src/state/clock.ts', null, 'export const fine = (): number => Date.now();'],
  ['src/model/clock.test.ts', null, 'export const fine = (): number => Date.now() + Math.random();'],
  ['src/model/bang.test.ts', null, BANG],
  ['scripts/loud.mjs', null, "console.log('x');"],
];

let house = '';
let found: readonly string[] = [];

beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), 'linting-'));
  symlinkSync(join(ROOT, 'node_modules'), join(house, 'node_modules'), 'junction');
  for (const config of ['', '.base', '.core', '.cli', '.app', '.tests'])
    cpSync(join(ROOT, `tsconfig${config}.json`), join(house, `tsconfig${config}.json`));
  cpSync(join(ROOT, '.oxlintrc.jsonc'), join(house, '.oxlintrc.jsonc'));
  for (const [file, , text] of FILES) {
    mkdirSync(dirname(join(house, file)), { recursive: true });
    writeFileSync(join(house, file), `${text}\n`);
  }
  const oxlint = join(ROOT, 'node_modules/oxlint/bin/oxlint');
  const { stdout } = spawnSync(process.execPath, [oxlint, '--format=unix', 'src', 'e2e', 'scripts'], {
    cwd: house,
    encoding: 'utf8',
  });
  found = stdout.split('\n');
}, 60_000);

afterAll(() => rmSync(house, { recursive: true, force: true }));

test.each(FILES)('%s breaks: %s', (file, rule) => {
  const here = found.filter((line) => line.startsWith(`${file}:`));
  if (rule === null) expect(here).toEqual([]);
  else expect(here).toEqual([expect.stringContaining(rule)]);
});
