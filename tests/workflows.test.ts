import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

// What others run on their machines by our word: pinned to the letter, with no right that it does not need.

const ROOT = join(import.meta.dirname, '..');
const FILES = ['.github/workflows', 'docs/examples'].flatMap((folder) =>
  readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`),
);

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly 'timeout-minutes': number;
        readonly steps: readonly { readonly uses?: string; readonly run?: string }[];
      }
    >
  >;
}

test.each(FILES)(
  '%s: actions by commit, read only unless a job says more, commands that there are',
  (file) => {
    const text = readFileSync(join(ROOT, file), 'utf8');
    const { permissions, jobs } = parse(text) as Workflow;
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    expect(permissions).toEqual({ contents: 'read' });
    const steps = Object.values(jobs).flatMap((job) => {
      expect(job['timeout-minutes']).toBeGreaterThan(0);
      return job.steps;
    });
    for (const { uses, run = '' } of steps) {
      if (uses !== undefined) {
        expect(uses).toMatch(/^actions\/[\w-]+@[0-9a-f]{40}$/);
        // The version is told to people, and the commit to the machine.
        expect(text).toMatch(new RegExp(`${uses} # v\\d+\\.\\d+\\.\\d+\n`));
      }
      // What comes from outside is passed on as an environment variable: in a script it would be code.
      expect(run).not.toContain('${{');
      for (const [, name = ''] of run.matchAll(/npm run (?:-s )?([\w:]+)/g))
        expect(scripts).toHaveProperty([name]);
    }
  },
);
