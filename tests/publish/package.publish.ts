/** The package as it is installed: no network, nothing but the tarball. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { newFolder, node, npm, ROOT } from './made.ts';

const packed = newFolder();
const project = newFolder();
const at = (path: string): string => join(project.path, path);
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

const command = (...args: string[]) => node([at('node_modules/.bin/mig-planner'), ...args], project.path);

test.beforeAll(() => {
  const pack = npm(['pack', '--silent', '--pack-destination', packed.path], ROOT);
  expect(pack).toMatchObject({ status: 0 });
  const [tarball = ''] = readdirSync(packed.path);
  expect(tarball).toBe(`mig-planner-${version}.tgz`);
  writeFileSync(at('package.json'), JSON.stringify({ private: true, type: 'module' }));
  const install = npm(
    ['install', '--offline', '--no-audit', '--no-fund', join(packed.path, tarball)],
    project.path,
  );
  expect(install).toMatchObject({ status: 0 });
});

test.afterAll(() => {
  packed.remove();
  project.remove();
});

test('it installs offline, alone, and without what only its makers need', () => {
  expect(readdirSync(at('node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['mig-planner']);
  const home = at('node_modules/mig-planner');
  expect(readdirSync(home).sort()).toEqual(['LICENSE', 'README.md', 'dist-package', 'package.json']);
  for (const path of readdirSync(join(home, 'dist-package'), { recursive: true, encoding: 'utf8' }))
    expect(path).not.toMatch(/\.test\.|\.testing\.|\.tsx?$(?<!\.d\.ts)/);
  const licenses = readFileSync(join(home, 'dist-package/mig-planner.mjs.licenses.md'), 'utf8');
  for (const name of ['commander', 'js-yaml', 'fflate', 'saxes', 'papaparse', '@resvg/resvg-wasm'])
    expect(licenses).toContain(name);
});

test('the command checks, converts, draws and writes a site', () => {
  expect(command('--version')).toMatchObject({ status: 0, stdout: `${version}\n` });
  mkdirSync(at('plans'));
  writeFileSync(at('plans/good.txt'), 'esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a, 3g.20gb@4\n');
  writeFileSync(at('bad.txt'), 'esx-01/0 a100-pcie-40gb: 3g.20gb@0, 3g.20gb@2\n');
  expect(command('check', 'plans/good.txt')).toMatchObject({
    status: 0,
    stdout: 'legal: 2 instances on 1 GPU\n',
  });
  expect(command('check', 'bad.txt')).toMatchObject({ status: 1 });
  expect(command('check', 'nowhere.txt')).toMatchObject({ status: 2 });
  expect(command('models', '--json')).toMatchObject({ status: 0 });
  const script = command('convert', 'plans/good.txt', '--to', 'nvidia-smi');
  expect(script.status).toBe(0);
  expect(script.stdout).toContain('nvidia-smi mig');
  const drawn = command('convert', 'plans/good.txt', '--to', 'png', '-o', 'plan.png');
  expect(drawn).toMatchObject({ status: 0, stderr: '' });
  expect(command('check', 'plan.png')).toMatchObject({ status: 0 });
  expect(command('site', 'plans', '-o', 'site')).toMatchObject({ status: 0 });
  expect(existsSync(at('site/plans/good.txt/index.html'))).toBe(true);
  expect(readFileSync(at('site/index.html'), 'utf8')).toContain('assets/index');
});

const CONSUMER = `
import {
  applyCommand, BOARDS, changeMessage, changesBetween, checkPlan, exportPlan, importText, makeChangeRecord,
  makePlanJson, parsePlanJson, violationMessage, type Plan, type PlanChanges, type Violation,
} from 'mig-planner';

const read = importText('esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a');
if (!read.ok) throw new Error(read.error.code);
const plan: Plan = read.value.reading.plan;
const faults: readonly Violation[] = checkPlan(plan);
const words: string[] = faults.map((fault) => violationMessage(fault, plan));
const script = exportPlan(plan, 'script', { hostId: null, starts: 'explicit' });
const back = parsePlanJson(makePlanJson(plan));
const renamed = applyCommand(plan, { type: 'plan/rename', name: 'Rack B' });
const other = importText('esx-01/0 a100-pcie-40gb: 3g.20gb@4=chat-a');
const changes: PlanChanges | null = other.ok ? changesBetween(plan, other.value.reading.plan, 'names') : null;
const told: string[] = changes === null ? [] : changes.changes.map(changeMessage);
const record: string = changes === null ? '' : makeChangeRecord(changes);
console.log(JSON.stringify({
  boards: BOARDS.length, words, same: back.ok && back.value.plan.hosts.length === 1,
  script: script.ok && script.value.text.startsWith('#!/bin/sh'), name: renamed.ok ? renamed.value.name : null,
  told, record: record.startsWith('# Change record: ') && record.includes('\`chat-a\`'),
}));

// What the types refuse is never run.
export function refused(): void {
  // @ts-expect-error no format of that name
  exportPlan(plan, 'punched-cards', { hostId: null, starts: 'explicit' });
  // @ts-expect-error a plan is not changed in place
  plan.name = 'other';
  // @ts-expect-error no command of that name
  applyCommand(plan, { type: 'plan/burn' });
  // @ts-expect-error plans are matched by ids or by names
  changesBetween(plan, plan, 'luck');
}
`;

test('other tools import the core with its types, also the strictest of them', () => {
  writeFileSync(at('consumer.ts'), CONSUMER);
  const strict = {
    ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
    // Every declaration of the package is checked too, without DOM and without Node.
    ...{ skipLibCheck: false, lib: ['ES2023'], types: [], target: 'ES2023', verbatimModuleSyntax: true },
  };
  for (const resolution of [
    { module: 'NodeNext', moduleResolution: 'NodeNext' },
    { module: 'ESNext', moduleResolution: 'Bundler' },
  ]) {
    writeFileSync(at('globals.d.ts'), 'declare const console: { log(text: string): void };');
    writeFileSync(
      at('tsconfig.json'),
      JSON.stringify({
        compilerOptions: { ...strict, ...resolution, outDir: 'built' },
        files: ['consumer.ts', 'globals.d.ts'],
      }),
    );
    const typed = node(
      [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', at('tsconfig.json')],
      project.path,
    );
    expect(typed).toEqual({ status: 0, stdout: '', stderr: '' });
  }
  const ran = node([at('built/consumer.js')], project.path);
  expect(ran).toMatchObject({ status: 0, stderr: '' });
  expect(JSON.parse(ran.stdout)).toMatchObject({
    ...{ words: [], same: true, script: true, name: 'Rack B', record: true },
    told: ['Moved: 3g.20gb from slice 0 to slice 4 of GPU 0 on esx-01, with chat-a.'],
  });
  expect((JSON.parse(ran.stdout) as { boards: number }).boards).toBeGreaterThan(20);
});
