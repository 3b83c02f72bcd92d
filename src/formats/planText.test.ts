/** The text in pieces is the text of the document as a whole, whatever was written before it. */
import { expect, test } from 'vitest';
import type { GiId } from '../model/ids.ts';
import { EMPTY_PLAN, makeInstance, type Plan } from '../model/plan.ts';
import { encodeJson } from './encode/json.ts';
import { makeDocument } from './makeDocument.ts';
import { parseLayout } from './layout.ts';
import { makePlanText } from './planText.ts';

function planOf(text: string): Plan {
  const reading = parseLayout(text);
  if (!reading.ok) throw new Error(reading.error.code);
  return reading.value.plan;
}

const plan = planOf(
  `
  esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a, 3g.20gb@4="a ""b"
  esx-01/1 a100-pcie-40gb: 4g.20gb@0, 2g.10gb@4=ocr
  esx-02/0 a100-pcie-40gb: 1g.5gb@0=late, 7g.40gb@0=late
  esx-03/0 a100-pcie-40gb:
`.replace('""', '\\"'),
);

const [first, second, third] = plan.hosts;
const [vm] = plan.vms;

const CASES: readonly (readonly [string, Plan])[] = [
  ['as it is', plan],
  ['as it is, once more', plan],
  ['nothing', EMPTY_PLAN],
  ['VMs alone', { ...plan, hosts: [] }],
  ['hosts alone', { ...plan, vms: [] }],
  ['a host less: pointers move up', { ...plan, hosts: plan.hosts.slice(1) }],
  ['hosts in another order', { ...plan, hosts: plan.hosts.toReversed() }],
  [
    'an instance before others: pointers move down',
    {
      ...plan,
      hosts: plan.hosts.map((host) => ({
        ...host,
        gpus: host.gpus.map((gpu) => ({
          ...gpu,
          instances: [makeInstance((900 + gpu.id) as GiId, '1g.5gb', 0), ...gpu.instances],
        })),
      })),
    },
  ],
  ['a VM renamed', { ...plan, vms: plan.vms.map((one) => (one === vm ? { ...one, name: 'x' } : one)) }],
  [
    'VMs on an instance that no host has',
    { ...plan, hosts: [first, third].filter((one) => one !== undefined) },
  ],
  ['and has again', plan],
  [
    'names that look like the lists',
    { ...plan, name: '"vms": [', notes: '\n  "hosts": [\n    0', extra: [['x', ['vms', { hosts: [0] }]]] },
  ],
  ['hidden characters', { ...plan, hosts: second === undefined ? [] : [{ ...second, name: 'a\u202eb' }] }],
];

test.each(CASES)('%s', (_, one) => {
  expect(makePlanText(one)).toBe(encodeJson(makeDocument(one)));
});
