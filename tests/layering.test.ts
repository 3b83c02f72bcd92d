import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

// Proof that the import rules bite: a small house with one forbidden import per file, and the allowed ones.

const ROOT = join(import.meta.dirname, '..');

// [importing file, what it imports, the rule it breaks or null]
const IMPORTS: readonly (readonly [string, string, string | null])[] = [
  ['src/model/a.ts', '../placement/target.ts', 'model-looks-down'],
  ['src/placement/a.ts', '../formats/target.ts', 'placement-looks-down'],
  ['src/formats/a.ts', '../placement/target.ts', 'formats-looks-down'],
  ['src/formats/b.ts', '../console/target.ts', 'formats-looks-down'],
  ['src/console/a.ts', '../state/target.ts', 'console-looks-down'],
  ['src/placement/b.ts', '../components/target.ts', 'placement-looks-down'],
  ['src/state/a.ts', '../components/target.ts', 'state-looks-down'],
  ['src/state/b.ts', '../cli/target.ts', 'state-looks-down'],
  ['src/components/a.ts', '../cli/target.ts', 'components-looks-down'],
  ['src/cli/a.ts', '../state/target.ts', 'cli-looks-down'],
  ['src/cli/b.ts', '../components/target.ts', 'cli-looks-down'],
  ['src/model/a.test.ts', '../placement/target.ts', 'model-tests-look-down'],
  ['src/attic/a.ts', '../model/target.ts', 'known-rooms-only'],
  ['src/model/b.ts', './utils/target.ts', 'no-utils'],
  ['src/state/c.ts', '../model/helpers.ts', 'no-utils'],
  ['src/model/c.ts', './target.test.ts', 'tests-stay-apart'],
  ['src/model/d.ts', '../../tests/target.ts', 'tests-stay-apart'],
  ['src/model/e.ts', 'node:fs', 'node-in-cli-only'],
  ['src/state/e.ts', 'fs', 'node-in-cli-only'],
  ['src/model/f.ts', 'commander', 'core-without-packages'],
  ['src/placement/f.ts', 'fast-check', 'core-without-packages'],
  ['src/state/f.ts', 'react', 'home-of-react'],
  ['src/formats/f.ts', 'react-dom/client', 'home-of-react'],
  ['src/components/board/f.ts', '@dnd-kit/core', 'home-of-dnd-kit'],
  ['src/components/g.ts', 'zustand', 'home-of-zustand'],
  ['src/state/i.ts', 'idb', 'home-of-idb'],
  ['src/components/h.ts', 'papaparse', 'home-of-papaparse'],
  ['src/state/h.ts', 'fflate', 'home-of-papaparse'],
  ['src/console/h.ts', 'yaml', 'home-of-papaparse'], // not installed: the rule goes by name
  ['src/console/h2.ts', 'lean-qr', 'home-of-papaparse'],
  ['src/formats/h.ts', 'commander', 'home-of-commander'],
  ['src/formats/h2.ts', '@resvg/resvg-wasm', 'home-of-commander'],
  ['src/placement/h.ts', 'highs', 'core-without-packages'],
  ['src/cli/h.ts', 'highs', 'home-of-highs'],
  ['src/model/circleA.ts', './circleB.ts', 'no-circles'],

  ['src/placement/ok.ts', '../model/target.ts', null],
  ['src/formats/ok.ts', '../model/target.ts', null],
  ['src/console/ok.ts', '../formats/target.ts', null],
  ['src/state/ok.ts', '../model/target.ts', null],
  ['src/components/ok.ts', '../state/target.ts', null],
  ['src/components/ok2.ts', 'react', null],
  ['src/components/dnd/ok.ts', '@dnd-kit/core', null],
  ['src/state/ok2.ts', 'zustand', null],
  ['src/state/library/ok.ts', 'idb', null],
  ['src/formats/ok2.ts', 'fflate', null],
  ['src/cli/ok.ts', 'node:fs', null],
  ['src/cli/ok3.ts', '@resvg/resvg-wasm', null],
  ['src/cli/ok2.ts', '../console/target.ts', null],
  ['src/main.tsx', './components/target.ts', null],
  ['src/model/ok.test.ts', 'node:fs', null],
  ['src/model/ok2.test.ts', 'fast-check', null],
  ['src/model/ok3.test.ts', '../../tests/target.ts', null],
  ['src/placement/ok.testing.ts', 'highs', null],
  ['src/placement/ok.test.ts', '../formats/target.ts', null],
];
// Reported once per circle, at the first of its files.
const CIRCLE = ['src/model/circleB.ts', './circleA.ts'] as const;
const TARGETS = ['model', 'placement', 'formats', 'console', 'state', 'components', 'cli'].map(
  (room) => `src/${room}/target.ts`,
);
const MORE_TARGETS = [
  'src/model/target.test.ts',
  'src/model/utils/target.ts',
  'src/model/helpers.ts',
  'tests/target.ts',
];

let house = '';
const broken = new Map<string, string[]>();

beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), 'layering-'));
  symlinkSync(join(ROOT, 'node_modules'), join(house, 'node_modules'), 'junction');
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(house, file)), { recursive: true });
    writeFileSync(join(house, file), text);
  };
  for (const file of [...TARGETS, ...MORE_TARGETS]) write(file, 'export {};\n');
  for (const [file, imported] of [...IMPORTS, CIRCLE]) write(file, `import '${imported}';\n`);

  const cruiser = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const config = join(ROOT, '.dependency-cruiser.mjs');
  const { stdout } = spawnSync(
    process.execPath,
    [cruiser, 'src', '--config', config, '--output-type', 'json'],
    { cwd: house, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  const report = JSON.parse(stdout) as {
    summary: { violations: { from: string; rule: { name: string } }[] };
  };
  for (const { from, rule } of report.summary.violations)
    broken.set(from, [...(broken.get(from) ?? []), rule.name]);
}, 60_000);

afterAll(() => rmSync(house, { recursive: true, force: true }));

test.each(IMPORTS)('%s importing %s breaks: %s', (file, _imported, rule) => {
  const rules = broken.get(file) ?? [];
  if (rule === null) expect(rules).toEqual([]);
  else expect(rules).toContain(rule);
});
