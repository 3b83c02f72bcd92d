import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makePlanJson } from '../../formats/planJson.ts';
import { planArbitrary } from '../../formats/planArbitrary.testing.ts';
import { EMPTY_PLAN } from '../../model/plan.ts';
import { subjectOf } from '../../placement/check.ts';
import { seedsOf } from '../../model/seeds.testing.ts';
import { packReply, unpackReply } from './packedReply.ts';
import { readImport, type Reply } from './readImport.ts';

const NOTHING_SAID = { byKey: new Map(), hostName: 'esx-07', into: null, isHeldAgainst: false };

function read(text: string): Reply {
  const reply = readImport(text, NOTHING_SAID, EMPTY_PLAN);
  if (!reply.ok) throw new Error(reply.error.code);
  return reply.value;
}

const overTheLine = (reply: Reply): Reply => unpackReply(structuredClone(packReply(reply)));

test('the page hears of a text all that was read, and where what is illegal stands, seed 20261127', () => {
  let illegal = 0;
  fc.assert(
    fc.property(planArbitrary(), (plan) => {
      const reply = read(makePlanJson(plan));
      const heard = overTheLine(reply);
      const { places, ...reading } = heard.imported.reading;
      const { places: all, ...told } = reply.imported.reading;
      expect({ ...heard, imported: { ...heard.imported, reading } }).toEqual({
        ...reply,
        imported: { ...reply.imported, reading: told },
      });
      for (const violation of heard.imported.violations) {
        const subject = subjectOf(violation);
        if (subject === null) continue;
        illegal++;
        expect(places.get(subject)).toEqual(all.get(subject));
      }
    }),
    { seed: 20261127, numRuns: seedsOf(200) },
  );
  expect(illegal).toBeGreaterThan(seedsOf(100));
});

test('what is illegal is the very host and instance of the plan that came with it', () => {
  const text = 'esx-01/0 a100-pcie-40gb: 7g.40gb@0, 1g.5gb@0=a\n';
  const { imported } = overTheLine(read(text));
  const [host] = imported.reading.plan.hosts;
  expect(imported.violations).toHaveLength(1);
  expect(imported.violations[0]?.host).toBe(host);
  expect(host?.gpus[0]?.instances).toContain(imported.violations[0]?.gi);
  expect([...imported.reading.places.values()]).toEqual([{ line: 1 }]);
});
