// What goes to people, read back by real parsers of each language: nothing that a name says may become markup, and the plan
// comes back from every file that carries it.
import Papa from 'papaparse';
import MarkdownIt from 'markdown-it';
import { parse, type DefaultTreeAdapterMap } from 'parse5';
import { SaxesParser } from 'saxes';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  HOSTILE_BUT_LEGAL_NAMES,
  HOSTILE_NAMES,
  planArbitrary,
} from '../../formats/planArbitrary.testing.ts';
import { decodeCsvField } from '../../formats/encode/csv.ts';
import { decodeTsvField } from '../../formats/encode/tsv.ts';
import { withoutInvisible } from '../../model/name.ts';
import type { Plan, Vm } from '../../model/plan.ts';
import { isSameDocument } from '../../placement/sameDocument.ts';
import { planOf } from '../../placement/standing.testing.ts';
import { exportPlan } from '../exportPlan.ts';
import type { Exported } from '../writeExport.ts';
import { importText } from '../importText.ts';
import { exportErrorMessage } from '../messages.ts';
import { seedsOf } from '../../model/seeds.testing.ts';
import type { ExportOptions } from './exportDefinition.ts';
import { EXPORTS } from './exportFormats.ts';
import { EXPORT_FORMATS, type ExportFormat } from './exportRows.ts';

const PAGE = 'https://planner.example/mig/';
const OPTIONS: ExportOptions = {
  hostId: null,
  gpuId: null,
  starts: 'explicit',
  theme: 'dark',
  pageUrl: PAGE,
};

/** Two GPUs with a name everywhere where one can be; two VMs, of which one waits. */
function namedPlan(name: string): Plan {
  const plan = planOf(['3g.20gb@0 1g.10gb@4 1g.5gb@6', '7g.40gb@0']);
  const [host] = plan.hosts;
  const gis = host?.gpus.flatMap((gpu) => gpu.instances) ?? [];
  const vm = (n: number): Vm => ({
    id: (900 + n) as Vm['id'],
    name: n === 0 ? name : `${name} ${n}`,
    notes: name,
    group: name,
    attachments: [
      {
        wants: { kind: 'profile', profile: gis[n]?.profile ?? '2g.10gb' },
        instance: gis[n]?.id ?? null,
        extra: [],
      },
    ],
    extra: [],
  });
  return {
    ...plan,
    name,
    notes: name,
    hosts: plan.hosts.map((one) => ({
      ...{ ...one, name, notes: name, platform: 'kvm' as const, release: name },
      gpus: one.gpus.map((gpu) => ({ ...gpu, notes: name })),
    })),
    vms: [...gis.keys(), gis.length].map(vm),
  };
}

function written(plan: Plan, format: ExportFormat): Exported {
  const [host] = plan.hosts;
  const hostId = host?.id ?? null;
  const exported = exportPlan(plan, format, { ...OPTIONS, hostId, gpuId: host?.gpus[0]?.id ?? null });
  if (!exported.ok) throw new Error(exportErrorMessage(exported.error, plan));
  return exported.value;
}

/** As an encoder leaves a name that no plan would take: what cannot be seen is shown as unknown. */
const shown = (name: string): string => withoutInvisible(name.replaceAll('\n', ' '), '\ufffd');

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Elements and texts of an XML document; throws where it is not well-formed. */
function readXml(xml: string): { elements: Element[]; texts: string[] } {
  const elements: Element[] = [];
  const texts: string[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('doctype', () => {
    throw new Error('a DOCTYPE');
  });
  parser.on('text', (text) => {
    if (text.trim() !== '') texts.push(text);
  });
  parser.on('opentag', ({ name, attributes }) => elements.push({ name, attributes }));
  parser.write(xml).close();
  return { elements, texts };
}

const SVG_ELEMENTS = new Set([
  ...['svg', 'title', 'desc', 'metadata', 'defs', 'pattern', 'path', 'rect', 'text', 'g'],
]);

function expectHarmlessSvg(elements: readonly Element[]): void {
  for (const { name, attributes } of elements) {
    expect(SVG_ELEMENTS).toContain(name);
    for (const [attribute, value] of Object.entries(attributes)) {
      expect(attribute).not.toMatch(/^on|href|^style$/i);
      if (value.includes('url(')) expect(value).toMatch(/^url\(#[a-z0-9-]+\)$/);
    }
  }
}

describe.each(HOSTILE_NAMES.map((name) => [name]))('named %j', (name) => {
  const plan = namedPlan(name);

  test.each(['svg', 'svg-host', 'svg-gpu', 'png', 'png-host', 'png-gpu'] as const)('%s', (format) => {
    const { elements, texts } = readXml(written(plan, format).text);
    expectHarmlessSvg(elements);
    const label = shown(name).slice(0, 8);
    expect(texts.some((text) => text.includes(label) || text.includes(name))).toBe(true);
    const [root] = elements;
    expect(root).toMatchObject({ name: 'svg', attributes: { role: 'img' } });
    expect(elements.filter((one) => one.name === 'title').length).toBeGreaterThan(1);
  });

  test('the page to print', () => {
    const { text } = written(plan, 'page');
    const nodes = nodesOf(parse(text));
    const names = new Set(nodes.flatMap((node) => ('tagName' in node ? [node.tagName] : [])));
    for (const forbidden of ['script', 'iframe', 'object', 'embed', 'form', 'img', 'base', 'link']) {
      expect(names).not.toContain(forbidden);
    }
    for (const node of nodes) {
      if (!('attrs' in node)) continue;
      for (const { name: attribute, value } of node.attrs) {
        expect(attribute).not.toMatch(/^on|^src|^style$/);
        if (attribute === 'href') expect(value.startsWith(`${PAGE}#p=1.`)).toBe(true);
      }
    }
    const texts = nodes.flatMap((node) => ('value' in node ? [node.value] : []));
    expect(texts).toContain(shown(name).trim() === '' ? ' ' : encodedLines(name));
  });

  test.each(['runbook', 'runbook-plan'] as const)('%s', (format) => {
    const tokens = new MarkdownIt({ html: true, linkify: true }).parse(written(plan, format).text, {});
    const inline = tokens.flatMap(({ children }) => children ?? []);
    const types = new Set([...tokens, ...inline].map(({ type }) => type));
    for (const type of types) expect(type).not.toMatch(/^html|^image|^em_|^s_/);
    const links = inline.filter(({ type }) => type === 'link_open');
    expect(links).toHaveLength(1);
    expect(links[0]?.attrGet('href')).toMatch(/^https:\/\/planner\.example\/mig\/#p=1\./);
    expect(
      inline.filter(({ type, content }) => type === 'code_inline' && content === shown(name)).length,
    ).toBeGreaterThan(1);
    // All that is to be run is ours.
    for (const { info, content } of tokens.filter(({ type }) => type === 'fence')) {
      if (info !== 'sh') continue;
      for (const line of content.trim().split('\n')) {
        expect(line).toMatch(
          /^nvidia-smi (?:mig -i \d (?:-lgi|-dci|-dgi|-cgi [\d:,]+ -C)|-i \d -mig [01]|mig -lgi|--query-gpu=[a-z.,]+ --format=csv,noheader)$/,
        );
      }
    }
  });

  test.each(['vm-csv', 'instance-csv'] as const)('%s', (format) => {
    const { text, clipboard } = written(plan, format);
    const { data, errors } = Papa.parse<string[]>(text.trimEnd());
    expect(errors).toEqual([]);
    expect(new Set(data.map((row) => row.length)).size).toBe(1);
    expect(data.flat().map(decodeCsvField)).toContain(name);
    for (const cell of data.flat()) expect(cell).not.toMatch(/^[\s;,]*[=+\-@＝＋－＠]/);
    const pasted = nodesOf(parse(clipboard?.html ?? ''));
    const cells = pasted.filter(
      (node) => 'tagName' in node && (node.tagName === 'td' || node.tagName === 'th'),
    );
    expect(cells).toHaveLength(data.flat().length);
    expect(
      pasted.filter((node) => 'tagName' in node).map((node) => ('tagName' in node ? node.tagName : '')),
    ).toEqual(expect.not.arrayContaining(['script', 'svg', 'a']));
    expect(pasted.some((node) => 'value' in node && decodeCsvField(node.value) === encodedLines(name))).toBe(
      true,
    );
  });

  test.each(['vm-tsv', 'instance-tsv'] as const)('%s', (format) => {
    const lines = written(plan, format).text.trimEnd().split('\n');
    const rows = lines.map((line) => line.split('\t'));
    expect(new Set(rows.map((row) => row.length)).size).toBe(1);
    expect(rows.flat().map(decodeTsvField)).toContain(name.replaceAll('\n', ' '));
  });
});

/** HTML and XML can hold a line break; nothing else that cannot be seen. */
function encodedLines(name: string): string {
  return name
    .split('\n')
    .map((line) => withoutInvisible(line, '\ufffd'))
    .join('\n');
}

type Node = DefaultTreeAdapterMap['node'];

function nodesOf(node: Node): Node[] {
  return [node, ...('childNodes' in node ? node.childNodes.flatMap(nodesOf) : [])];
}

const CARRIERS = EXPORT_FORMATS.filter(
  (format) =>
    EXPORTS[format].audience === 'people' && EXPORTS[format].carriesPlan && EXPORTS[format].file !== 'png',
);

test.each(CARRIERS)('%s brings its plan back, with and without the address of the page', (format) => {
  for (const name of [
    ...HOSTILE_BUT_LEGAL_NAMES,
    'mig-planner-plan',
    '[mig-planner-plan]: #p=1.x',
    'id="mig-planner-plan">p=1.x',
  ]) {
    const plan = {
      ...namedPlan(name),
      notes: `${name}\n[mig-planner-plan]: #p=1.0.0.\n<metadata id="mig-planner-plan">p=1.0.0.`,
    };
    for (const pageUrl of [PAGE, null]) {
      const hostId = plan.hosts[0]?.id ?? null;
      const exported = exportPlan(plan, format, {
        ...OPTIONS,
        hostId,
        gpuId: plan.hosts[0]?.gpus[0]?.id ?? null,
        pageUrl,
      });
      const back = importText(exported.ok ? exported.value.text : '');
      expect(back).toMatchObject({ ok: true, value: { found: [{ format: 'share-link' }] } });
      expect(back.ok && isSameDocument(back.value.reading.plan, plan)).toBe(true);
    }
  }
});

const seed = 20270105;
test(`any plan can be drawn and printed, and comes back, seed ${seed}`, () => {
  fc.assert(
    fc.property(planArbitrary(), (plan) => {
      for (const format of ['svg', 'page'] as const) {
        const exported = exportPlan(plan, format, OPTIONS);
        if (!exported.ok) throw new Error(exportErrorMessage(exported.error, plan));
        const { text } = exported.value;
        if (format === 'svg') expectHarmlessSvg(readXml(text).elements);
        else
          expect(nodesOf(parse(text)).some((node) => 'tagName' in node && node.tagName === 'script')).toBe(
            false,
          );
        const back = importText(text);
        expect(back.ok && isSameDocument(back.value.reading.plan, plan)).toBe(true);
        // The same context gives the same text.
        expect(exportPlan(plan, format, OPTIONS)).toEqual(exported);
      }
    }),
    { seed, numRuns: seedsOf(60) },
  );
});
