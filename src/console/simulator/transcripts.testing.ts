/** Transcripts of real terminals played on the simulator, for tests: what they print and what they are held against. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { readPrompt } from '../../formats/terminalText.ts';
import type { Machine } from './machine.ts';
import { runLine } from './run.ts';
import { machineIn, type MachineState } from './states.testing.ts';

const SAMPLES = join(import.meta.dirname, '../../../../shared/samples');
export const samplesAreThere = existsSync(SAMPLES);

export function sampleText(file: string): string {
  return readFileSync(join(SAMPLES, `${file}.txt`), 'utf8');
}

/** The files of some folders of the collection, "mig-lgi/a100-40-1". */
export function samplesIn(...folders: readonly string[]): string[] {
  return folders
    .flatMap((folder) =>
      readdirSync(join(SAMPLES, folder)).map((file) => `${folder}/${file.replace(/\.txt$/, '')}`),
    )
    .sort();
}

/** UUIDs of the MIG devices of the n-th GPU that a sample of -L lists, which nobody can derive. */
export function devicesListed(file: string, gpu: number): string[] {
  if (!samplesAreThere) return [];
  const [, ...parts] = sampleText(file).split(/^GPU \d+: /m);
  return [...(parts[gpu] ?? '').matchAll(/UUID: (MIG-[0-9a-f-]+)/g)].map(([, found = '']) => found);
}

/** A sample, and the state of the machine when its first command was typed. */
export interface Sample {
  readonly state: MachineState;
  /** Where the copy has no prompt. */
  readonly command?: string;
  readonly differences?: readonly Difference[];
  /** Only these lines of an answer are in the copy. */
  readonly isExcerpt?: boolean;
  readonly hasNoSudo?: boolean;
}

/** Every step of a sample prints what it printed then, but for the differences that the sample names. */
export function expectReplayed(file: string, sample: Sample): void {
  const steps = stepsOf(sampleText(file), sample.command ?? null).map((step) =>
    sample.hasNoSudo === true ? { ...step, command: step.command.replace(/^sudo /, '') } : step,
  );
  expect(steps.length).toBeGreaterThan(0);
  for (const played of play(machineIn(sample.state), steps, sample.differences ?? [])) {
    const { command, theirs, ours } = played;
    // A line that stands in a transcript is one that public outputs show.
    expect([command, ...played.wronglyInferred]).toEqual([command]);
    if (sample.isExcerpt === true) expect(`${command}\n${ours}\n`).toContain(`\n${theirs}\n`);
    else expect(`${command}\n${ours}`).toBe(`${command}\n${theirs}`);
  }
}

/** What the copy of a sample and the simulator differ in, and why: the text of the sample, ours. */
export type Difference = readonly [theirs: string | RegExp, ours: string, why: string];

interface Step {
  readonly command: string;
  readonly output: string;
}

/** Copies of terminals lose and gain blanks at the ends of lines, and blank lines between commands. */
function trimmed(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/^\n+|\n+$/g, '');
}

/** The commands of a transcript with what each printed; one without prompts is the output of `command`. */
function stepsOf(text: string, command: string | null): Step[] {
  const steps: { command: string; lines: string[] }[] = command === null ? [] : [{ command, lines: [] }];
  for (const line of text.split('\n')) {
    const prompt = readPrompt(line);
    const bare = /^(?:sudo )?nvidia-smi( |$)/.exec(line);
    // A process in a table is no prompt: its line begins with a bar.
    if (prompt !== null && !line.startsWith('|')) steps.push({ command: prompt.command, lines: [] });
    else if (bare !== null && steps.length === 0) steps.push({ command: line, lines: [] });
    else steps.at(-1)?.lines.push(line);
  }
  return steps
    .filter((step) => step.command !== '')
    .map((step) => ({ command: step.command, output: trimmed(step.lines.join('\n')) }));
}

interface Played {
  readonly command: string;
  readonly theirs: string;
  readonly ours: string;
  /** Lines of the transcript that the simulator calls inferred. */
  readonly wronglyInferred: readonly string[];
}

/** Every step on the machine, with what the sample prints after its differences are put right. */
function play(machine: Machine, steps: readonly Step[], differences: readonly Difference[]): Played[] {
  let now = machine;
  return steps.map(({ command, output }) => {
    const done = runLine(now, command);
    now = done.machine;
    const lines = new Set(output.split('\n').filter((line) => /\w/.test(line)));
    const wronglyInferred = done.text
      .split('\n')
      .filter((line, at) => done.inferredLines.includes(at) && lines.has(line.trimEnd()));
    let theirs = output;
    for (const [text, ours] of differences) theirs = theirs.replaceAll(asGlobal(text), ours);
    return { command, theirs: trimmed(theirs), ours: trimmed(done.text), wronglyInferred };
  });
}

function asGlobal(text: string | RegExp): string | RegExp {
  return typeof text === 'string' || text.global ? text : new RegExp(text.source, `${text.flags}g`);
}
