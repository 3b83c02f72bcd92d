import { parse, type DefaultTreeAdapterTypes } from 'parse5';
import { expect, test } from 'vitest';
import { planInPng } from '../../formats/pngPlan.ts';
import { decodeShare } from '../../formats/share.ts';
import { run } from '../run.testing.ts';

const LEGAL = 'esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a, 3g.20gb@4=chat-b\n';
const ILLEGAL = 'esx-01/0 a100-pcie-40gb: 3g.20gb@0, 3g.20gb@2\n';
const site = (files: Readonly<Record<string, string>>, ...flags: string[]) =>
  run(['site', 'plans', '-o', 'out', ...flags], files);

test('a folder of legal plans becomes pages, drawings and files, and the page leads to them', async () => {
  const { status, stdout, written, binary } = await site({ 'plans/rack.txt': LEGAL });
  expect(status).toBe(0);
  expect(stdout).toContain('rack.txt: Legal\n');
  expect(written.get('out/index.html')).toContain('<link rel="contents" href="./plans/index.html"');
  expect(written.get('out/plans/index.html')).toContain('href="rack.txt/index.html"');
  for (const name of ['index.html', 'embed.html', 'plan.json', 'drawing-light.svg', 'small-dark.svg'])
    expect([...written.keys()]).toContain(`out/plans/rack.txt/${name}`);
  expect([...binary.keys()]).toContain('out/plans/rack.txt/kubernetes.zip');
  // A layout has no name for its plan.
  expect(JSON.parse(written.get('out/plans/rack.txt/plan.json') ?? '')).toMatchObject({ name: 'rack' });
});

test('each drawing is there as PNG, too, where that is asked for, with the plan in it', async () => {
  const without = await site({ 'plans/rack.txt': LEGAL });
  expect(without.written.get('out/plans/rack.txt/index.html')).not.toContain('.png');
  const { status, written, binary } = await site({ 'plans/rack.txt': LEGAL }, '--png');
  expect(status).toBe(0);
  expect(written.get('out/plans/rack.txt/index.html')).toContain('<a href="drawing.png" download>');
  const png = binary.get('out/plans/rack.txt/drawing.png') ?? new Uint8Array();
  expect(String.fromCodePoint(...png.subarray(1, 4))).toBe('PNG');
  expect(decodeShare(planInPng(png) ?? '')).toMatchObject({ ok: true, value: { plan: { name: 'rack' } } });
});

test('an illegal plan and a file that is none are named, listed, and make status 1', async () => {
  const { status, stdout, stderr, written } = await site({
    'plans/README.md': '# Our plans\n',
    'plans/.git/HEAD': 'ref: refs/heads/main\n',
    'plans/a/broken.json': '{"format": "mig-plan", "version": 99}',
    'plans/a/illegal.txt': ILLEGAL,
    'plans/b.txt': LEGAL,
  });
  expect(status).toBe(1);
  expect(stdout).toMatch(/^a\/illegal\.txt: Illegal in 1 place\n {2}line 1: GPU 0 on esx-01: .*\[/m);
  expect(stdout).toContain('a/broken.json: not read: The plan is of version 99');
  expect(stdout).toContain('b.txt: Legal\n');
  expect(stderr).toBe('note: README.md holds no plan\n');
  const gallery = written.get('out/plans/index.html') ?? '';
  expect(gallery).toContain('2 plans, 1 of them illegal, 1 file that could not be read.');
  expect(gallery).toContain('<code>a/broken.json</code>: The plan is of version 99');
  expect(gallery).not.toContain('.git');
  expect(written.get('out/plans/a-illegal.txt/index.html')).toContain('<h2>What is wrong</h2>');
});

test('the same folder gives the same site, in whatever order its files are found', async () => {
  const files = { 'plans/b.txt': LEGAL, 'plans/B.txt': ILLEGAL, 'plans/a.txt': LEGAL };
  const [one, two] = await Promise.all([
    site(files),
    site(Object.fromEntries(Object.entries(files).reverse())),
  ]);
  expect([...two.written]).toEqual([...one.written]);
  expect([...two.binary]).toEqual([...one.binary]);
  // Two names that are one on many systems have folders of their own.
  expect([...one.written.keys()].filter((path) => /\/b\.txt(-2)?\/index/.test(path))).toHaveLength(2);
});

test('a plan that is called as a file of the gallery takes the place of none', async () => {
  const { written } = await site({
    'plans/index.html': LEGAL,
    'plans/plans.json': LEGAL,
    'plans/CON': LEGAL,
  });
  expect(written.get('out/plans/index.html')).toContain('3 plans');
  expect([...written.keys()]).toEqual(
    expect.arrayContaining([
      'out/plans/index.html-2/index.html',
      'out/plans/plans.json-2/index.html',
      'out/plans/con-file/index.html',
    ]),
  );
});

function* elementsOf(node: DefaultTreeAdapterTypes.ParentNode): Generator<DefaultTreeAdapterTypes.Element> {
  for (const child of node.childNodes) {
    if (!('tagName' in child)) continue;
    yield child;
    yield* elementsOf(child);
  }
}

test('names that are markup stay text, and no page has a script, a style or an address of elsewhere', async () => {
  const evil = `"><script>alert(1)</script><img src=x onerror='alert(2)'>`;
  const plan = {
    ...{ format: 'mig-plan', version: 1, name: evil, notes: `${evil}\n</main>` },
    hosts: [
      {
        name: evil,
        gpus: [
          { index: 0, board: evil, instances: [] },
          { index: 1, board: 'a100-pcie-40gb', instances: [{ profile: '3g.20gb', start: 0 }] },
        ],
      },
    ],
    vms: [{ name: evil }],
  };
  const { written, status, stdout } = await site(
    {
      [`plans/${evil}\n.json`]: JSON.stringify(plan),
      'plans/<b>\u202e.txt': 'nothing',
    },
    ...['--title', evil, '--page', 'https://plans.example/mig'],
  );
  expect(status).toBe(1);
  expect(stdout).not.toMatch(/[\u202e]|^\.json/m);
  const pages = [...written].filter(([path]) => path.startsWith('out/plans/') && path.endsWith('.html'));
  expect(pages).toHaveLength(3);
  for (const [path, html] of pages) {
    expect(path).toMatch(/^out\/plans\/[\w./-]+$/);
    for (const { tagName, attrs } of elementsOf(parse(html))) {
      expect(['script', 'style', 'iframe', 'object', 'base']).not.toContain(tagName);
      for (const { name, value } of attrs) {
        expect(name).not.toMatch(/^on|^style$/);
        if (name === 'src' || name === 'href' || name === 'srcset')
          expect(value).toMatch(/^(?:\.\.\/)*[\w./-]+(?:#p=[\w.-]+)?$|^#unread$/);
      }
    }
  }
  expect(pages.map(([, html]) => html).join('')).toContain(
    '&lt;iframe src=&quot;https://plans.example/mig/plans/',
  );
});

test('what was there before and is no longer is taken away; what is of others is not touched', async () => {
  const record = JSON.stringify({
    files: ['plans/gone.txt/index.html', 'index.html', '../../etc/passwd', '/etc/hosts', 'a/../b'],
  });
  const again = await site({
    'plans/b.txt': LEGAL,
    'out/index.html': 'old',
    'out/mig-planner-site.json': record,
  });
  expect(again.status).toBe(0);
  expect([...again.removed]).toEqual(['out/plans/gone.txt/index.html']);
  const foreign = await site({ 'plans/b.txt': LEGAL, 'out/thesis.tex': 'years of work' });
  expect(foreign.status).toBe(2);
  expect(foreign.stderr).toContain('not empty, and no site of this command');
  expect(foreign.written.size).toBe(0);
});

test.each([
  [['site', 'plans'], '-o is needed'],
  [['site', 'nowhere', '-o', 'out'], 'cannot read nowhere: no such folder'],
  [['site', 'plans', '-o', 'plans/site'], 'that is in DIR'],
  [['site', 'plans', '-o', 'plans'], 'that is in DIR'],
  [['site', 'plans', '-o', 'out', '--gpu', 'no-such'], 'no board "no-such"'],
  [['site', 'plans', '-o', 'out', '--page', 'javascript:1'], '--page javascript:1: an address'],
])('%j is unusable: %s', async (argv, says) => {
  const { status, stderr, written } = await run(argv, { 'plans/b.txt': LEGAL });
  expect(status).toBe(2);
  expect(stderr).toContain(says);
  expect(written.size).toBe(0);
});

test('a plan of very many hosts has its drawing and its files, and says which texts are not written', async () => {
  const hosts = Array.from({ length: 501 }, (_, n) => `esx-${n}/0 a100-pcie-40gb: 3g.20gb@0\n`).join('');
  const { status, written, binary } = await site({ 'plans/fleet.txt': hosts });
  expect(status).toBe(0);
  expect(binary.size).toBe(0);
  const page = written.get('out/plans/fleet.txt/index.html') ?? '';
  expect(page).toContain('too large for every text');
  expect(page).toContain('501 instances<');
  expect(written.get('out/plans/fleet.txt/drawing-light.svg')).toContain('The first 128 of 501 GPUs');
});

test('as JSON: each plan with its verdict, each file that is none', async () => {
  const { stdout } = await site({ 'plans/a.txt': ILLEGAL, 'plans/b.bin': '\u0000' }, '--json');
  expect(JSON.parse(stdout)).toMatchObject({
    plans: [
      {
        path: 'a.txt',
        name: 'a',
        legal: false,
        violations: [{ code: expect.any(String) as string, host: 'esx-01' }],
      },
    ],
    unread: [{ path: 'b.bin' }],
    passedOver: [],
  });
});
