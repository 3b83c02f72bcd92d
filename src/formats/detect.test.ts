import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EMPTY_PLAN } from '../model/plan.ts';
import { detectFormat, detectOwn, findSharedPlan } from './detect.ts';
import { mangled } from './fuzz.testing.ts';
import { makeLayout } from './layout.ts';
import { planArbitrary } from './planArbitrary.testing.ts';
import { makePlanJson } from './planJson.ts';
import { encodeShare } from './share.ts';

const LINK = encodeShare(EMPTY_PLAN);
const LGI_ROW = '|   0  MIG 3g.20gb          9        1          4:4     |';

describe('detectFormat', () => {
  test.each([
    ['a plan', makePlanJson(EMPTY_PLAN), 'plan-json'],
    [
      'a plan after a byte-order mark, a fence and a prompt',
      '\ufeff```json\n$ cat plan.json\n{\n',
      'plan-json',
    ],
    ['a plan whose notes hold a link', `{"notes": "https://x/#${LINK}"}`, 'plan-json'],
    ['a URL', `https://planner.example/#${LINK}`, 'share-link'],
    ['a fragment', `#${LINK}`, 'share-link'],
    ['a fragment without "#"', ` ${LINK}\n`, 'share-link'],
    ['a link in a sentence', `Look at https://planner.example/x/#${LINK}, please.`, 'share-link'],
    ['a script of ours', `#!/bin/sh\nset -eu\n# mig-planner-plan: ${LINK}\nnvidia-smi\n`, 'share-link'],
    ['a script that lists instances', `# mig-planner-plan: ${LINK}\n# GPU instances:\n`, 'share-link'],
    ['a runbook of ours', `# MIG on esx-01\n${LGI_ROW}\n[mig-planner-plan]: #${LINK}\n`, 'share-link'],
    [
      'XML of ours',
      `<domain>\n <mig-planner-plan xmlns="urn:mig-planner">${LINK}</mig-planner-plan>`,
      'share-link',
    ],
    ['an SVG of ours', `<svg xmlns="x">\n<metadata id="mig-planner-plan">${LINK}</metadata>`, 'share-link'],
    ['a page of ours', `<!doctype html>\n<meta name="mig-planner-plan" content="${LINK}">`, 'share-link'],
    ['a runbook of ours', `# Runbook\n${LGI_ROW}\n\n[mig-planner-plan]: #${LINK}\n`, 'share-link'],
    [
      'a runbook with the address of the page, beyond what other readers take',
      `${'- \n'.repeat(400_000)}[mig-planner-plan]: https://planner.example/x/#${LINK}\n`,
      'share-link',
    ],
    ['an SVG of somebody else', '<svg xmlns="x"><metadata id="other">p=1.x</metadata></svg>', null],
    ['a table', `+---+\n| GPU instances:   |\n${LGI_ROW}`, 'mig-lgi'],
    ['a row alone, behind a prompt', `[root@esx-01:~] nvidia-smi mig -lgi\r\n${LGI_ROW}`, 'mig-lgi'],
    ['a table from a page, its blanks hard', `| GPU\u00a0instances:   |`, 'mig-lgi'],
    ['a row of hard blanks', LGI_ROW.replaceAll(' ', '\u00a0'), 'mig-lgi'],
    ['no instances', '$ nvidia-smi mig -lgi\nNo GPU instances found: Not Found', 'mig-transcript'],
    ['no GPU in MIG mode', 'No MIG-enabled devices found.', 'mig-transcript'],
    ['a table with a link below', `${LGI_ROW}\nsee https://x/#${LINK}`, 'mig-lgi'],
    ['a layout', '# ours\n\n  esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a', 'layout'],
    ['a layout with names in quotes', '"my \\"host\\""/0 a100-pcie-40gb:', 'layout'],
    ['a GPU that is off', 'esx-01/0 a100-pcie-40gb off', 'layout'],
    ['a layout in a fence', '```\nesx-01/0 a100-pcie-40gb:\n```', 'layout'],
    ['a layout with a link in a comment', `# https://x/#${LINK}\nesx-01/0 a100-pcie-40gb:`, 'layout'],
    ['a layout of a plan without hosts', makeLayout(EMPTY_PLAN), 'layout'],
    ['a layout of a host without GPUs', '# host "esx-01" has no GPUs\r\n', 'layout'],
    ['nothing', '', null],
    ['prose', 'How many A100s do we need?\nSee https://example.org/1 for more: or not.', null],
    ['a list', '[1, 2]', null],
    [
      'a list of profiles, its heading below',
      '|   0  MIG 1g.5gb  19  7/7  |\nGPU instance profiles:',
      'mig-lgip',
    ],
  ])('%s', (_, text, format) => {
    expect(detectFormat(text)).toBe(format);
  });

  const seed = 20261203;
  test(`knows what we write, seed ${seed}`, () => {
    fc.assert(
      fc.property(planArbitrary(), (plan) => {
        expect(detectFormat(makePlanJson(plan))).toBe('plan-json');
        expect(detectFormat(encodeShare(plan))).toBe('share-link');
        const gpus = plan.hosts.flatMap((host) => host.gpus);
        if (gpus.length > 0) expect(detectFormat(makeLayout(plan))).toBe('layout');
      }),
      { seed, numRuns: 60 },
    );
  });

  const fuzzSeed = 20261204;
  test(`answers for any text, seed ${fuzzSeed}`, () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      mangled(fc.constantFrom(LINK, `# mig-planner-plan: ${LINK}`, LGI_ROW, 'h/0 a30-24gb: 1g.6gb@0="v"')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const shared = findSharedPlan(text);
        if (shared !== null) expect(shared).toMatch(/^p=[0-9]+\.[\w.-]*$/);
        if (detectFormat(text) === 'share-link') expect(shared).not.toBeNull();
      }),
      { seed: fuzzSeed, numRuns: 1000 },
    );
  });

  // One that is not would run into the time limit of the test.
  test('is linear in the length of the text', () => {
    const pieces = ['|', '| 1', ' ', '"', '"\\', 'a/', 'a/0 ', '#p=1.', '{', '`', '\n', '# ', '\nesx/1 "'];
    for (const piece of pieces) {
      const text = piece.repeat(Math.floor(1_000_000 / piece.length));
      detectOwn(text);
      findSharedPlan(text);
    }
  });
});

describe('findSharedPlan', () => {
  test.each([
    ['a URL', `https://planner.example/deep/er/?x=1#${LINK}`],
    ['a comment line of a script', `#!/bin/sh\r\n#\tmig-planner-plan: ${LINK}\r\necho p=1.5\r\n`],
    ['a definition of Markdown', `x\n[mig-planner-plan]: #${LINK}\n`],
    [
      'an element of XML',
      `<a>\n  <mig-planner-plan xmlns="urn:mig-planner">${LINK}</mig-planner-plan>\n</a>`,
    ],
    ['an SVG', `<svg><metadata id="mig-planner-plan">${LINK}</metadata><text>#p=1.5</text></svg>`],
    ['a page that was saved again', `<meta name='mig-planner-plan' content='${LINK}'/>`],
    ['a link reference', `see #p=1.5\r\n[mig-planner-plan]: <https://planner.example/#${LINK}>\r\n`],
    ['angle brackets', `<https://planner.example/#${LINK}>`],
    ['an escaped equals sign', `https://planner.example/#${LINK.replace('=', '%3D')}`],
    ['an escaped equals sign in small letters', `https://planner.example/#${LINK.replace('=', '%3d')}`],
    [
      'the link of a mail gateway',
      `https://gate.example/?url=${encodeURIComponent(`https://planner.example/#${LINK}`)}&data=05%7C01`,
    ],
    [
      'a quoted mail that broke it',
      `> See <https://planner.example/#${LINK.slice(0, 20)}\n> ${LINK.slice(20, 30)}\n> ${LINK.slice(30)}>.\n> Bye`,
    ],
    [
      'a mail that broke it in three',
      `https://planner.example/#${LINK.slice(0, 20)}\r\n  ${LINK.slice(20, 30)}\r\n${LINK.slice(30)}\r\nBye`,
    ],
  ])('finds it in %s', (_, text) => {
    expect(findSharedPlan(text)).toBe(LINK);
  });

  test.each([
    ['prose', 'the p=1.5 of it'],
    ['another fragment', 'https://planner.example/#page=1.2'],
    ['a shell variable', 'set -eu\np=1.5\n'],
  ])('finds none in %s', (_, text) => {
    expect(findSharedPlan(text)).toBeNull();
  });
});

const SAMPLES = new URL('../../../shared/samples/mig-lgi/', import.meta.url);
const samples = existsSync(SAMPLES) ? readdirSync(SAMPLES) : [];
const leftOut = samples.length === 0 ? ' (all 8 left out: ../shared/samples is not here)' : '';
test.skipIf(samples.length === 0)(`real tables are told as such${leftOut}`, () => {
  for (const file of samples) {
    // One begins with the lines that created what the table lists.
    const first = file === 'h100-80-1.txt' ? 'mig-transcript' : 'mig-lgi';
    expect([file, detectFormat(readFileSync(new URL(file, SAMPLES), 'utf8'))]).toEqual([file, first]);
  }
});
