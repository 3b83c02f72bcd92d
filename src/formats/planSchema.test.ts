import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../model/plan.ts';
import { FIELDS, MAX_COUNT, MAX_INDEX, MAX_WEIGHT, VERSION } from './documentShape.ts';
import { makeDocument } from './makeDocument.ts';
import { planArbitrary } from './planArbitrary.testing.ts';
import { readDocument } from './readDocument.ts';

interface ObjectSchema {
  readonly properties: Readonly<Record<string, { readonly const?: unknown; readonly maximum?: number }>>;
}
interface Schema extends ObjectSchema {
  readonly $defs: Readonly<Record<string, ObjectSchema & { readonly maximum?: number }>>;
}

const schema = JSON.parse(
  readFileSync(new URL('../../public/mig-plan.schema.json', import.meta.url), 'utf8'),
) as Schema;
const ajv = new Ajv2020({ allowUnionTypes: true, allErrors: true });
const isDocument = ajv.compile(schema);

describe('the published schema', () => {
  test.each(Object.entries(FIELDS))('knows the fields of a %s that the reader knows', (level, fields) => {
    const described = level === 'plan' ? schema : schema.$defs[level];
    expect(Object.keys(described!.properties)).toEqual(fields);
  });

  test('has the limits of the reader', () => {
    const { version } = schema.properties;
    const { count, weight } = schema.$defs['request']!.properties;
    expect([version?.const, schema.$defs['index']?.maximum, count?.maximum, weight?.maximum]).toEqual([
      ...[VERSION, MAX_INDEX, MAX_COUNT, MAX_WEIGHT],
    ]);
  });

  const seed = 20261126;
  test(`fits every document that is written, seed ${seed}`, () => {
    fc.assert(
      fc.property(planArbitrary(), (plan) => {
        isDocument(makeDocument(plan));
        expect(isDocument.errors).toBeNull();
      }),
      { seed, numRuns: 200 },
    );
  });
});

/** A sound document with one field replaced; undefined takes the field away. */
function withField(path: readonly (string | number)[], value: Json | undefined): unknown {
  const document = structuredClone({
    format: 'mig-plan',
    version: 1,
    requests: [{ profile: '1g.5gb', count: 2 }],
    hosts: [
      {
        name: 'esx-01',
        gpus: [
          {
            index: 0,
            board: 'a100-pcie-40gb',
            instances: [{ profile: '3g.20gb', start: 4, computeInstances: [{ profile: '1c.3g.20gb' }] }],
          },
        ],
      },
    ],
    vms: [{ name: 'chat-a', attachments: [{ type: 'A100-3-20C' }] }],
  }) as unknown as Json;
  const replaced = (at: Json, [step, ...rest]: readonly (string | number)[]): Json => {
    if (step === undefined) return value ?? null;
    if (Array.isArray(at)) return at.map((member: Json, n) => (n === step ? replaced(member, rest) : member));
    const entries = Object.entries(at as Record<string, Json>).filter(([name]) => name !== step);
    if (rest.length === 0 && value === undefined) return Object.fromEntries(entries);
    const old = (at as Record<string, Json>)[step];
    return Object.fromEntries([...entries, [String(step), replaced(old ?? null, rest)]]);
  };
  return replaced(document, path);
}

const GPU = ['hosts', 0, 'gpus', 0] as const;
const GI = [...GPU, 'instances', 0] as const;

describe('schema and reader refuse alike', () => {
  test('and take the document that the table below spoils', () => {
    const sound = withField(['notes'], 'fine');
    expect(isDocument(sound)).toBe(true);
    expect(readDocument(sound)).toMatchObject({ ok: true, value: { notices: [] } });
  });

  test.each<[path: readonly (string | number)[], value: Json | undefined, pointer?: string]>([
    [['version'], '1'],
    [['version'], 0],
    [['version'], 1.5],
    [['version'], undefined],
    [['name'], 5],
    [['notes'], null],
    [['requests'], {}],
    [['requests', 0], 'two 1g.5gb'],
    [['requests', 0, 'profile'], undefined],
    [['requests', 0, 'count'], undefined],
    [['requests', 0, 'count'], -1],
    [['requests', 0, 'count'], 1_000_001],
    [['requests', 0, 'weight'], '2'],
    [['requests', 0, 'weight'], -0.5],
    [['requests', 0, 'group'], 7],
    [['hosts'], null],
    [['hosts', 0], []],
    [['hosts', 0, 'name'], undefined],
    [['hosts', 0, 'name'], null],
    [['hosts', 0, 'platform'], 'hyper-v'],
    [['hosts', 0, 'release'], 8],
    [['hosts', 0, 'creation'], true],
    [['hosts', 0, 'gpus'], { 0: {} }],
    [['hosts', 0, 'observed'], 'none'],
    [['hosts', 0, 'observed'], [{ index: 0 }], '/hosts/0/observed/0/board'],
    [[...GPU, 'index'], undefined],
    [[...GPU, 'index'], 4096],
    [[...GPU, 'index'], 0.5],
    [[...GPU, 'board'], undefined],
    [[...GPU, 'board'], ' '],
    [[...GPU, 'kind'], 'upside-down'],
    [[...GPU, 'use'], 'idle'],
    [[...GPU, 'uuid'], 12],
    [[...GI], null],
    [[...GI, 'profile'], undefined],
    [[...GI, 'profile'], ''],
    [[...GI, 'start'], undefined],
    [[...GI, 'start'], '4'],
    [[...GI, 'start'], -1],
    [[...GI, 'pinned'], 1],
    [[...GI, 'reportedId'], -1],
    [[...GI, 'computeInstances'], '1c'],
    [[...GI, 'computeInstances', 0, 'profile'], undefined],
    [[...GI, 'computeInstances', 0, 'start'], -1],
    [['vms'], 'none'],
    [['vms', 0, 'name'], undefined],
    [['vms', 0, 'attachments'], null],
    [['vms', 0, 'attachments', 0], '3g.20gb'],
    [['vms', 0, 'attachments', 0, 'type'], undefined],
    [['vms', 0, 'attachments', 0, 'profile'], '3g.20gb', '/vms/0/attachments/0/type'],
    [['vms', 0, 'attachments', 0, 'instance'], 3],
  ])('%j = %j', (path, value, pointer = `/${path.join('/')}`) => {
    const document = withField(path, value);
    expect(isDocument(document)).toBe(false);
    const result = readDocument(document);
    expect(result).toMatchObject({ ok: false, error: { code: 'bad-shape' } });
    const place = (result as { error: { at: { pointer: string } } }).error.at.pointer;
    // A field that names what could stand there instead is pointed at by the first of the alternatives.
    expect(place).toBe(pointer);
  });

  test.each<[path: readonly (string | number)[], value: Json | undefined]>([
    [['hosts', 0, 'platform'], null],
    [['requests', 0, 'needs'], { memoryGB: 20 }],
    [['hosts', 0, 'observed'], []],
    [[...GI, 'reportedId'], null],
    [['vms', 0, 'attachments', 0, 'instance'], null],
    [['vms', 0, 'attachments', 0, 'profile'], null],
    [['$schema'], 'https://example.org/mig-plan.schema.json'],
    [[...GI, 'colour'], { red: [1] }],
  ])('and both take %j = %j', (path, value) => {
    const document = withField(path, value);
    expect(isDocument(document)).toBe(true);
    expect(readDocument(document)).toMatchObject({ ok: true, value: { notices: [] } });
  });
});
