import { expect, test } from 'vitest';
import { EMPTY_PLAN, type PlanRequest } from '../model/plan.ts';
import { makePlanJson } from './planJson.ts';
import { isInlineRequests, MAX_REQUEST_ROWS, parseRequests } from './requests.ts';
import { requestsErrorMessage } from './requestsMessages.ts';

const request = (profile: string | null, count: number, rest: Partial<PlanRequest> = {}): PlanRequest => ({
  profile,
  needs: null,
  count,
  weight: null,
  group: null,
  extra: [],
  ...rest,
});

function requestsOf(text: string): readonly PlanRequest[] {
  const reading = parseRequests(text);
  if (!reading.ok) throw new Error(requestsErrorMessage(reading.error));
  return reading.value.requests;
}

const FORTY_AND_SEVEN = [request('3g.20gb', 40), request('2g.10gb', 7)];

test.each([
  ['inline', '3g.20gb=40,2g.10gb=7'],
  ['inline with blanks, a stray comma and the prefix of nvidia-smi', ' 3g.20gb=40, 2G.10GB = 7, '],
  ['a table with headings', 'Profile,Count\n3g.20gb,40\n2g.10gb,7\n'],
  [
    'headings in another order, semicolons, CRLF, BOM',
    '\ufeffqty;MIG profile\r\n40;3g.20gb\r\n\r\n7;2g.10gb\r\n',
  ],
  ['a table without headings, by tab', '3g.20gb\t40\nMIG 2g.10gb\t7'],
  ['JSON: profiles with counts', '{"3g.20gb": 40, "2g.10gb": 7}'],
  ['JSON: a list', '[{"profile":"3g.20gb","count":40},{"profile":"2g.10gb","count":7}]'],
  [
    'JSON: an object with requests',
    '{"requests":[{"profile":"3g.20gb","count":40},{"profile":"2g.10gb","count":7}]}',
  ],
  ['a plan document', makePlanJson({ ...EMPTY_PLAN, requests: FORTY_AND_SEVEN })],
])('%s', (_, text) => {
  expect(requestsOf(text)).toEqual(FORTY_AND_SEVEN);
});

test('weights, groups and needs are read', () => {
  expect(requestsOf('profile,count,weight,group\n3g.20gb,2,2.5,db\n1g.5gb,,,')).toEqual([
    request('3g.20gb', 2, { weight: 2.5, group: 'db' }),
    request('1g.5gb', 1),
  ]);
  expect(requestsOf('memory (GB),compute,count\n20,2,3')).toEqual([
    request(null, 3, { needs: { memoryGB: 20, computeSlices: 2 } }),
  ]);
  expect(requestsOf('[{"needs":{"memoryGB":20},"count":3,"ticket":"A-1"}]')).toEqual([
    request(null, 3, { needs: { memoryGB: 20 }, extra: [['ticket', 'A-1']] }),
  ]);
});

test('what was written comes out as it was written, for the planner of a board to refuse with its place', () => {
  const reading = parseRequests('profile,count\n3g.20gb,-1\n1g.5gb,1.5\n2g.10gb,0');
  expect(reading).toMatchObject({ ok: true });
  if (!reading.ok) return;
  expect(reading.value.requests.map(({ count }) => count)).toEqual([-1, 1.5, 0]);
  expect(reading.value.places).toEqual([{ line: 2 }, { line: 3 }, { line: 4 }]);
});

test.each<[string, string, object]>([
  ['nothing', '', { code: 'no-requests' }],
  ['blank lines', ' \n\n', { code: 'no-requests' }],
  ['an empty list', '[]', { code: 'no-requests' }],
  ['headings only', 'profile,count\n', { code: 'no-requests' }],
  ['an inline count that is a word', '3g.20gb=many', { code: 'not-a-number', field: 'count', text: 'many' }],
  ['an inline count that is missing', '3g.20gb=', { code: 'not-a-number', field: 'count', text: '' }],
  ['an exponent', '3g.20gb=1e6', { code: 'not-a-number', field: 'count', text: '1e6' }],
  [
    'a count with a unit',
    'profile,count\n3g.20gb,4 VMs',
    { code: 'not-a-number', at: { line: 2 }, field: 'count' },
  ],
  [
    'a weight that is a word',
    'profile,weight\n3g.20gb,high',
    { code: 'not-a-number', at: { line: 2 }, field: 'weight' },
  ],
  ['a row without a profile', 'profile,count\n,4', { code: 'request-without-profile', at: { line: 2 } }],
  [
    'headings without a profile',
    'count,group\n4,a',
    { code: 'no-column', at: { line: 1 }, field: 'profile' },
  ],
  [
    'a quote that is not closed',
    'profile,count\n"3g.20gb,4\n',
    { code: 'quote-not-closed', at: { line: 2 } },
  ],
  ['JSON that breaks off', '[{"profile":\n', { code: 'not-json', at: { line: 2 } }],
  [
    'JSON: requests of another shape',
    '{"requests":{}}',
    { code: 'not-requests', at: { pointer: '/requests' } },
  ],
  ['JSON: a number in the list', '[1]', { code: 'not-requests', at: { pointer: '/0' } }],
  [
    'JSON: a count that is a text',
    '[{"profile":"3g.20gb","count":"4"}]',
    { code: 'not-a-number', at: { pointer: '/0/count' } },
  ],
  [
    'JSON: a profile that is a number',
    '[{"profile":3}]',
    { code: 'not-a-text', at: { pointer: '/0/profile' } },
  ],
  [
    'JSON: neither profile nor needs',
    '[{"count":3}]',
    { code: 'request-without-profile', at: { pointer: '/0' } },
  ],
  ['a list in a list, deep', '['.repeat(100_000), { code: 'not-json' }],
  [
    'too many rows',
    '3g.20gb,1\n'.repeat(MAX_REQUEST_ROWS + 1),
    { code: 'too-many-rows', max: MAX_REQUEST_ROWS },
  ],
  ['a text of hostile length', 'x'.repeat(64_000_001), { code: 'text-too-long' }],
])('%s is refused', (_, text, error) => {
  const reading = parseRequests(text);
  expect(reading).toMatchObject({ ok: false, error });
  if (!reading.ok) expect(requestsErrorMessage(reading.error)).toMatch(/^.{10,300}[.]$/);
});

test('only what reads like inline requests is taken for them', () => {
  expect(['3g.20gb=40', 'a=1,b=2', '1g.5gb+me=3'].map(isInlineRequests)).toEqual([true, true, true]);
  expect(['requests.csv', '-', '{"a":1}', 'profile,count\na=1', ''].map(isInlineRequests)).toEqual(
    Array(5).fill(false),
  );
});

test('a name that hides something is cleaned and told', () => {
  const reading = parseRequests('[{"profile":"3g.20gb","group":"d\\u202eb"}]');
  expect(reading).toMatchObject({ ok: true, value: { notices: [{ code: 'name-cleaned', to: 'db' }] } });
});
