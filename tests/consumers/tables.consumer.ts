/** Python's reader of CSV finds the rows and the names; its reader of JSON what we write as JSON. */
import { describe, expect, test } from 'vitest';
import { runPython } from './tool.ts';
import { formatsWith, writtenIn, type WrittenText } from './written.ts';

const ROWS = `
import csv, json, sys
def rows(path):
    with open(path, encoding='utf-8-sig', newline='') as file:
        return list(csv.reader(file, 'excel-tab' if path.endswith('.tsv') else 'excel', strict=True))
json.dump([rows(path) for path in json.load(sys.stdin)], sys.stdout)
`;

describe('CSV and TSV', () => {
  const texts = writtenIn(formatsWith('csv', 'tsv'));
  const tables = runPython(
    ROWS,
    texts.map(({ path }) => path),
  ) as readonly (readonly (readonly string[])[])[];

  test.each(texts.map((one, at) => [one.what, one, at] as const))('%s', (_, one, at) => {
    const [heading = [], ...rows] = tables[at] ?? [];
    // A plan without VMs has a heading all the same.
    expect(rows.length).toBeGreaterThanOrEqual(namesIn(one).length);
    expect(new Set([heading, ...rows].map((row) => row.length)).size).toBe(1);
    expect(heading.length).toBeGreaterThan(5);
    expect(new Set(heading).size).toBe(heading.length);
    const cells = new Set(rows.flat());
    // No cell begins what a spreadsheet computes.
    expect([...cells].filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    for (const name of namesIn(one)) {
      expect(cells.has(name) || cells.has(`'${name}`), name).toBe(true);
    }
  });
});

/** Of the hosts and VMs that the table has to name. */
function namesIn({ format, subject: { plan } }: WrittenText): readonly string[] {
  const hosts = plan.hosts.map(({ name }) => name);
  return format === 'vm-csv' || format === 'vm-tsv' ? plan.vms.map(({ name }) => name) : hosts;
}

describe('JSON', () => {
  const texts = writtenIn(formatsWith('json'));
  const read = runPython(
    'import json, sys; json.dump([json.load(open(path, encoding="utf-8")) for path in json.load(sys.stdin)], sys.stdout)',
    texts.map(({ path }) => path),
  ) as readonly unknown[];
  test.each(texts.map((one, at) => [one.what, one.text, at] as const))('%s', (_, text, at) => {
    expect(read[at]).toEqual(JSON.parse(text));
  });
});
