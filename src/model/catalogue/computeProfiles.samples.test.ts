/**
 * What nvidia-smi really printed of compute instances (-lcip, -lci, and the lines of -cci and -cgi -C), held against the
 * catalogue: names, profile IDs, maxima, SMs, shared engines and sizes. Where the two differ, the table says why.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Board } from '../board.ts';
import { BOARDS } from './catalogue.ts';

const SAMPLES = join(import.meta.dirname, '../../../../shared/samples');

/** Which board each sample is of, as samples/README.md says; only those with compute instances in them. */
const BOARD_OF: Readonly<Record<string, string>> = {
  'mig-lcip/a100-40-1.txt': 'a100-pcie-40gb',
  'mig-lcip/a30-24-1.txt': 'a30-24gb',
  'mig-lci/a100-40-1.txt': 'a100-pcie-40gb',
  'mig-lci/a100-40-2.txt': 'a100-pcie-40gb',
  'mig-lci/a100-40-3.txt': 'a100-pcie-40gb',
  'mig-lci/a100-40-4.txt': 'a100-pcie-40gb',
  'mig-lci/a100-40-esxi-1.txt': 'a100-pcie-40gb',
  'mig-lci/a100-40-esxi-2.txt': 'a100-pcie-40gb',
  'mig-lci/rtxpro6000-96-1.txt': 'rtx-pro-6000-server',
  'mig-cci/a100-40-1.txt': 'a100-pcie-40gb',
  'mig-cci/a100-40-2.txt': 'a100-pcie-40gb',
  'mig-cci/a100-40-esxi-1.txt': 'a100-pcie-40gb',
  'mig-cci/a100-40-esxi-2.txt': 'a100-pcie-40gb',
  'mig-cci/h100-80-1.txt': 'h100-sxm5-80gb',
  'mig-cgi/a100-40-1.txt': 'a100-pcie-40gb',
  'mig-cgi/a100-40-5.txt': 'a100-pcie-40gb',
  'mig-cgi/a100-40-6.txt': 'a100-pcie-40gb',
  'mig-cgi/a100-80-1.txt': 'a100-80gb',
  'mig-cgi/a30-24-1.txt': 'a30-24gb',
  'mig-cgi/gh200-96-1.txt': 'gh200-96gb',
  'mig-cgi/rtxpro6000-96-1.txt': 'rtx-pro-6000-server',
};

/** Where the catalogue says otherwise than what is printed, and why: by file, then by printed name and field. */
const DIFFERENCES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'mig-cgi/a100-80-1.txt': {
    '1g.10gb name': 'of the 1g.10gb+me: the compute instance of a +me instance is printed without it',
  },
};

/** Two lines per profile: the second has copy engines and JPEG. */
const LCIP =
  /^\|\s+\d+\s+\d+\s+MIG (\S+)\s+(\d+)(\*?)\s+\d+\/(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+\|\s*\n\|\s+(\d+)\s+(\d+)\s+\|/gm;
const LCI = /^\|\s+\d+\s+\d+\s+MIG (\S+)\s+(\d+)\s+\d+(?:\s+(\d+):(\d+))?\s+\|/gm;
const CREATED =
  /created compute instance(?: ID\s+\d+)? on GPU\s+\d+ GPU instance ID\s+(\d+) using profile MIG (\S+) \(ID\s+(\d+)\)/g;
const CREATED_GI = /created GPU instance ID\s+(\d+) on GPU\s+\d+ using profile MIG (\S+)/g;

function boardOf(file: string): Board {
  const board = BOARDS.find(({ id }) => id === BOARD_OF[file]);
  if (board === undefined) throw new Error(`${file} has no board in this test`);
  return board;
}

/** Every compute-instance profile of the board, with the instance that it is in. */
function known(board: Board, name: string) {
  const found = board.profiles.flatMap((gi) =>
    gi.computeInstances.filter((ci) => ci.name === name).map((ci) => ({ gi, ci })),
  );
  expect(found, `${name} on ${board.id}`).toHaveLength(1);
  return found[0]!;
}

type Fields = Readonly<Record<string, unknown>>;

/** The fields in which the two differ and of which the table says nothing. */
function differences(file: string, name: string, printed: Fields, ours: Fields): unknown[] {
  return Object.keys(printed)
    .filter((field) => printed[field] !== ours[field])
    .filter((field) => DIFFERENCES[file]?.[`${name} ${field}`] === undefined)
    .map((field) => ({ name, field, printed: printed[field], ours: ours[field] }));
}

const isHere = existsSync(SAMPLES);
const files = (kind: string): string[] =>
  isHere
    ? readdirSync(join(SAMPLES, kind))
        .map((name) => `${kind}/${name}`)
        .filter((file) => kind !== 'mig-cgi' || /compute instance/.test(read(file)))
    : [];
const read = (file: string): string => readFileSync(join(SAMPLES, file), 'utf8');
const leftOut = isHere ? '' : ' (all 21 left out: ../shared/samples is not here)';

test.runIf(isHere)(`no sample is without a board${leftOut}`, () => {
  const all = ['mig-lcip', 'mig-lci', 'mig-cci', 'mig-cgi'].flatMap(files);
  expect(all.sort()).toEqual(Object.keys(BOARD_OF).sort());
});

test.runIf(isHere).each(files('mig-lcip'))('%s is what the catalogue has', (file) => {
  const board = boardOf(file);
  const printed = [...read(file).matchAll(LCIP)].map(([, name = '', id, star, ...figures]) => {
    const [maxInstances, sm, decoders, encoders, ofa, copyEngines, jpeg] = figures.map(Number);
    const isDefault = star === '*';
    return {
      name,
      fields: { id: Number(id), isDefault, maxInstances, sm, decoders, encoders, ofa, copyEngines, jpeg },
    };
  });
  expect(printed.length).toBeGreaterThan(1);
  const found = printed.flatMap(({ name, fields }) => {
    const { gi, ci } = known(board, name);
    const { id, isDefault, maxInstances, sm } = ci;
    // The engines belong to the instance; its compute instances share them.
    return differences(file, name, fields, { id, isDefault, maxInstances, sm, ...gi.engines });
  });
  expect(found).toEqual([]);
  // The listing is of one instance and complete.
  const { gi } = known(board, printed[0]!.name);
  expect(printed.map(({ name }) => name)).toEqual(gi.computeInstances.map(({ name }) => name));
});

test.runIf(isHere).each(files('mig-lci'))('%s is what the catalogue has', (file) => {
  const board = boardOf(file);
  const rows = [...read(file).matchAll(LCI)];
  expect(rows.length).toBeGreaterThan(0);
  const found = rows.flatMap(([, name = '', id, start, size]) => {
    const { gi, ci } = known(board, name);
    const places = start === undefined ? {} : { size: Number(size), isInside: true };
    const isInside = Number(start) + ci.computeSlices <= gi.computeSlices;
    return differences(
      file,
      name,
      { id: Number(id), ...places },
      { id: ci.id, size: ci.computeSlices, isInside },
    );
  });
  expect(found).toEqual([]);
});

test.runIf(isHere).each(files('mig-cci'))('%s is what the catalogue has', (file) => {
  const rows = [...read(file).matchAll(CREATED)];
  expect(rows.length).toBeGreaterThan(0);
  const found = rows.flatMap(([, , name = '', id]) =>
    differences(file, name, { id: Number(id) }, { id: known(boardOf(file), name).ci.id }),
  );
  expect(found).toEqual([]);
});

test.runIf(isHere).each(files('mig-cgi'))('%s: -C makes the default of the catalogue', (file) => {
  const text = read(file);
  const profileOfGi = new Map([...text.matchAll(CREATED_GI)].map(([, gi, profile]) => [gi, profile]));
  const rows = [...text.matchAll(CREATED)];
  expect(rows.length).toBeGreaterThan(0);
  const found = rows.flatMap(([, gi, name = '', id]) => {
    const profile = boardOf(file).profiles.find((one) => one.name === profileOfGi.get(gi));
    const whole = profile?.computeInstances.find(({ isDefault }) => isDefault);
    return differences(file, name, { name, id: Number(id) }, { name: whole?.name, id: whole?.id });
  });
  expect(found).toEqual([]);
  // What the table explains is still there.
  const printed = new Set(rows.map(([, , name]) => name));
  for (const explained of Object.keys(DIFFERENCES[file] ?? {})) {
    expect(printed).toContain(explained.split(' ')[0]);
  }
});
