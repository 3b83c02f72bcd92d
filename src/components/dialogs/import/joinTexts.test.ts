import { expect, test } from 'vitest';
import { makePlanJson } from '../../../formats/planJson.ts';
import { importText } from '../../../console/importText.ts';
import { EMPTY_PLAN } from '../../../model/plan.ts';
import { joinTexts } from './joinTexts.ts';

const LISTING = '|   0  MIG 3g.20gb          9        2          4:4     |\n';
const NAMES = 'GPU 0: NVIDIA A100-PCIE-40GB (UUID: GPU-0f1d2c3b-4a59-6877-8695-a4b3c2d1e0f9)\n';
const ROW = { name: 'rows.txt', text: LISTING };
const PLAN = { name: 'plan.json', text: makePlanJson({ ...EMPTY_PLAN, name: 'Whole' }) };

test('a file alone is its text, as it is', () => {
  expect(joinTexts('', [ROW])).toEqual({ ok: true, value: LISTING });
});

test('files beside each other stand under their names, and add up to one picture', () => {
  const joined = joinTexts('', [{ name: 'names.txt', text: NAMES }, ROW]);
  if (!joined.ok) throw new Error(joined.error);
  expect(joined.value).toBe(`==> names.txt <==\n${NAMES}\n==> rows.txt <==\n${LISTING}`);
  const imported = importText(joined.value);
  if (!imported.ok) throw new Error(imported.error.code);
  const [gpu] = imported.value.reading.plan.hosts.flatMap((host) => host.gpus);
  expect(gpu).toMatchObject({ index: 0, board: 'a100-pcie-40gb', instances: [{ start: 4 }] });
  // The names of the files are no lines that were not understood.
  expect(imported.value.reading.notices.filter(({ code }) => code === 'line-not-understood')).toEqual([]);
});

test('a file is added below what is there', () => {
  expect(joinTexts(NAMES, [ROW])).toEqual({ ok: true, value: `${NAMES}\n==> rows.txt <==\n${LISTING}` });
});

test('a host that a prompt names is not that of the next file', () => {
  const joined = joinTexts('', [
    { name: 'a', text: `[root@esx-01:~] nvidia-smi mig -lgi\n${LISTING}` },
    { name: 'b', text: `[root@esx-02:~] nvidia-smi mig -lgi\n${LISTING}` },
  ]);
  const imported = importText(joined.ok ? joined.value : '', { boards: ['a100-pcie-40gb'] });
  if (!imported.ok) throw new Error(imported.error.code);
  expect(imported.value.reading.plan.hosts.map((host) => host.name)).toEqual(['esx-01', 'esx-02']);
});

test('a whole plan takes the place of what is there, and is refused beside others', () => {
  expect(joinTexts(LISTING, [PLAN])).toEqual({ ok: true, value: PLAN.text });
  expect(joinTexts(PLAN.text, [ROW])).toEqual({ ok: true, value: LISTING });
  expect(joinTexts('', [ROW, PLAN])).toEqual({
    ok: false,
    error: 'plan.json holds a whole plan, which adds up with nothing: import it alone.',
  });
});
