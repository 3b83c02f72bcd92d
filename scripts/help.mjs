// npm run help: what each command is for. scripts/help.test.ts holds the list against package.json.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { ROOT } from './ensure.mjs';

/** @type {Readonly<Record<string, readonly (readonly [string, string])[]>>} */
export const COMMANDS = {
  'To use it': [
    ['start', 'the page, at the address it prints, changed as its sources change'],
    ['cli', 'the command line: npm run -s cli -- --help'],
  ],
  'To check it': [
    [
      'test',
      'everything, in order: format, types, lint, unit, build, size, e2e; -- lint unit for some of it',
    ],
    ['types', 'the compiler alone'],
    ['lint', 'oxlint, who imports whom, what nobody uses'],
    ['unit', 'unit and property tests; -- src/model for one room'],
    ['test:seeds', 'the same with all seeds, of which npm test asks a quarter'],
    ['e2e', 'builds the page and drives it in a browser; -- e2e/share.spec.ts for one journey'],
    ['e2e:all', 'the end-to-end tests on every form in which the page is published'],
    [
      'test:screens',
      'every screen and state: axe, size of targets, focus, 400 %, spaced text, colours of the system, motion',
    ],
    ['test:firefox', 'a plan is made, shared and opened in Firefox; installs it where it may'],
    ['test:consumers', 'real tools read what the planner writes; installs them where it may'],
    [
      'test:publish',
      'the single file, the site below a sub-path, its next version, the package, as those who get them have them',
    ],
    ['oracle', 'the tests of the solver with all their seeds against an independent one'],
    [
      'mutation',
      'small faults in model and placement, which the tests should find; -- src/model for one folder. Hours',
    ],
    [
      'bench',
      'speeds and sizes; -- ui, -- solver, -- formats, -- console, -- lighthouse for those of one matter',
    ],
  ],
  'To change it': [
    ['format', 'lays out every file as the check wants it'],
    ['catalogue', 'writes the catalogue of boards from src/model/catalogue/facts'],
    ['pictures', 'takes the pictures of the README of the page as it is built'],
    ['help', 'this list'],
  ],
  'To publish it': [
    ['build', 'the page as a static site in dist, for any sub-path; installable, and works offline'],
    ['build:single', 'the page as one file that runs from disk'],
    ['build:package', 'the command and the typed core as a package'],
    ['prepack', 'runs by itself before npm pack'],
    ['docs', 'the pages of the typed core'],
  ],
};

/** @param {Readonly<Record<string, string>>} scripts those of package.json @returns {string} */
export function helpText(scripts) {
  const lines = [];
  for (const [matter, commands] of Object.entries(COMMANDS)) {
    const present = commands.filter(([name]) => name in scripts);
    if (present.length === 0) continue;
    lines.push('', matter);
    for (const [name, what] of present) {
      // The two that npm knows without "run".
      const call = ['start', 'test'].includes(name) ? `npm ${name}` : `npm run ${name}`;
      lines.push(`  ${call.padEnd(24)} ${what}`);
    }
  }
  return `${lines.slice(1).join('\n')}\n\nWhat goes on to a command stands behind --, as in npm test -- lint.\n`;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { scripts } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8'));
  process.stdout.write(helpText(scripts));
}
