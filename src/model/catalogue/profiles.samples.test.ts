/**
 * What nvidia-smi really printed of its profiles (-lgip) and their starts (-lgipp), held against the catalogue: names, IDs,
 * maxima, SMs, engines, starts and sizes. They agree on everything that is printed; what an older driver or a cut excerpt does
 * not print is listed with its reason. Memory is left out: drivers print it differently, so it is no key (mig-rules.md 7).
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Board, GiProfile } from '../board.ts';
import { BOARDS } from './catalogue.ts';

const SAMPLES = join(import.meta.dirname, '../../../../shared/samples');

/** Which board each sample is of, as samples/README.md says; the listings themselves do not name it. */
const BOARD_OF: Readonly<Record<string, string>> = {
  'mig-lgip/a100-40-1.txt': 'a100-pcie-40gb',
  'mig-lgip/a100-40-2.txt': 'a100-pcie-40gb',
  'mig-lgip/a100-40-esxi-1.txt': 'a100-pcie-40gb',
  'mig-lgip/a30-24-1.txt': 'a30-24gb',
  'mig-lgip/b200-180-1.txt': 'b200-180gb',
  'mig-lgip/gb200-186-1.txt': 'gb200-186gb',
  'mig-lgip/gh200-96-1.txt': 'gh200-96gb',
  'mig-lgip/h100-80-1.txt': 'h100-pcie-80gb',
  'mig-lgip/h100-80-2.txt': 'h100-sxm5-80gb',
  'mig-lgip/h200-141-1.txt': 'h200-141gb',
  'mig-lgip/rtxpro6000-96-1.txt': 'rtx-pro-6000-server',
  'mig-lgipp/a100-40-1.txt': 'a100-pcie-40gb',
  'mig-lgipp/a100-40-2.txt': 'a100-pcie-40gb',
  'mig-lgipp/a30-24-1.txt': 'a30-24gb',
  'mig-lgipp/rtxpro6000-96-1.txt': 'rtx-pro-6000-server',
};

/** Profiles of the board that a complete listing leaves out, and why. */
const LEFT_OUT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'mig-lgip/a100-40-2.txt': {
    '1g.5gb+me': 'driver 460.91: +me came with R470',
    '1g.10gb': 'driver 460.91: the wide 1g came with R525',
  },
  'mig-lgip/a100-40-esxi-1.txt': { '1g.10gb': 'driver 510.47: the wide 1g came with R525' },
  'mig-lgip/b200-180-1.txt': {
    '3g.90gb': 'the excerpt ends after 2g',
    '4g.90gb': 'the excerpt ends after 2g',
    '7g.180gb': 'the excerpt ends after 2g',
  },
  'mig-lgip/gb200-186-1.txt': {
    '2g.47gb': 'the excerpt ends in the middle of its row',
    '3g.93gb': 'the excerpt ends in the middle of 2g',
    '4g.93gb': 'the excerpt ends in the middle of 2g',
    '7g.186gb': 'the excerpt ends in the middle of 2g',
  },
  'mig-lgip/h200-141-1.txt': { '7g.141gb': 'the excerpt ends after 4g' },
  'mig-lgipp/a100-40-2.txt': { '1g.10gb': 'an R470 driver: the wide 1g came with R525' },
};

/** Two lines per profile: the second has copy engines, JPEG and OFA. */
const ROW =
  /^\|\s+\d+\s+MIG (\S+)\s+(\d+)\s+\d+\/(\d+)\s+[\d.]+\s+\S+\s+(\d+)\s+(\d+)\s+(\d+)\s+\|\s*\n\|\s+(\d+)\s+(\d+)\s+(\d+)\s+\|/gm;
const PLACEMENT = /^GPU\s+\d+ Profile ID\s+(\d+) Placements?\s*:\s*\{([\d,]+)\}:(\d+)/gm;

type Fields = Readonly<Record<string, unknown>>;

function printedProfiles(text: string): { readonly name: string; readonly fields: Fields }[] {
  return [...text.matchAll(ROW)].map(([, name = '', ...figures]) => {
    const [id, maxInstances, sm, decoders, encoders, copyEngines, jpeg, ofa] = figures.map(Number);
    return { name, fields: { id, maxInstances, sm, decoders, encoders, copyEngines, jpeg, ofa } };
  });
}

function ourFields({ id, maxInstances, sm, engines }: GiProfile): Fields {
  return { id, maxInstances, sm, ...engines };
}

/** The fields in which the two differ, with both figures. */
function differences(profile: string, printed: Fields, ours: Fields): unknown[] {
  return Object.keys(printed)
    .filter((field) => printed[field] !== ours[field])
    .map((field) => ({ profile, field, printed: printed[field], ours: ours[field] }));
}

function boardOf(file: string): Board {
  const board = BOARDS.find(({ id }) => id === BOARD_OF[file]);
  if (board === undefined) throw new Error(`${file} has no board in this test`);
  return board;
}

const files = (kind: string): string[] =>
  existsSync(join(SAMPLES, kind)) ? readdirSync(join(SAMPLES, kind)).map((name) => `${kind}/${name}`) : [];
const isHere = existsSync(SAMPLES);
const leftOut = isHere ? '' : ' (all 15 left out: ../shared/samples is not here)';

test.runIf(isHere)(`no sample is without a board${leftOut}`, () => {
  expect([...files('mig-lgip'), ...files('mig-lgipp')].sort()).toEqual(Object.keys(BOARD_OF).sort());
});

test.runIf(isHere).each(files('mig-lgip'))('%s is what the catalogue has', (file) => {
  const board = boardOf(file);
  const printed = printedProfiles(readFileSync(join(SAMPLES, file), 'utf8'));
  const found = printed.flatMap(({ name, fields }) => {
    const ours = board.profiles.find((profile) => profile.name === name);
    return ours === undefined
      ? [`${name} is not in the catalogue`]
      : differences(name, fields, ourFields(ours));
  });
  expect(found).toEqual([]);
  expect(printed.length).toBeGreaterThan(2);
  const names = new Set(printed.map(({ name }) => name));
  const missing = board.profiles.map(({ name }) => name).filter((name) => !names.has(name));
  expect(missing.sort()).toEqual(Object.keys(LEFT_OUT[file] ?? {}).sort());
});

test.runIf(isHere).each(files('mig-lgipp'))('%s is what the catalogue has', (file) => {
  const board = boardOf(file);
  const text = readFileSync(join(SAMPLES, file), 'utf8');
  const printed = [...text.matchAll(PLACEMENT)].map(([, id, starts = '', size]) => ({
    id: Number(id),
    starts: starts.split(',').map(Number),
    memorySlices: Number(size),
  }));
  const found = printed.flatMap(({ id, ...fields }) => {
    const ours = board.profiles.find((profile) => profile.id === id);
    return ours === undefined
      ? [`ID ${id} is not in the catalogue`]
      : differences(
          ours.name,
          { ...fields, starts: fields.starts.join() },
          { memorySlices: ours.memorySlices, starts: ours.starts?.join() },
        );
  });
  expect(found).toEqual([]);
  expect(printed.length).toBeGreaterThan(2);
  const ids = new Set(printed.map(({ id }) => id));
  const missing = board.profiles.filter(({ id }) => id === null || !ids.has(id)).map(({ name }) => name);
  expect(missing.sort()).toEqual(Object.keys(LEFT_OUT[file] ?? {}).sort());
});
