/** Stands alone and imports none of the catalogue, so that npm run mutation need not run the generator for each mutant. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const here = (name: string): URL => new URL(name, import.meta.url);

test('the generated files are what the generator writes today', () => {
  const root = new URL('../../../', import.meta.url);
  const written = mkdtempSync(join(tmpdir(), 'catalogue-'));
  execFileSync(process.execPath, ['--import', 'tsx', 'scripts/generateCatalogue.ts', written], { cwd: root });
  for (const file of ['core.generated.ts', 'evidence.generated.ts']) {
    expect(readFileSync(here(file), 'utf8'), file).toBe(readFileSync(join(written, file), 'utf8'));
  }
  rmSync(written, { recursive: true });
});
