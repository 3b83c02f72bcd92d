/** Names of many hosts as people paste them: one to a line or with commas between, and ranges such as "esx-[01-40,45]". */
import { err, ok, type Result } from '../model/result.ts';

/** Hosts that are added at once. */
export const MAX_HOST_NAMES = 1000;

export type HostNamesError =
  | { readonly code: 'no-names' }
  | { readonly code: 'too-many-names'; readonly max: number }
  /** `line` counts from 1. In brackets stand numbers and ranges of them, the smaller number first. */
  | { readonly code: 'bad-range'; readonly line: number; readonly range: string }
  | { readonly code: 'name-twice'; readonly line: number; readonly name: string };

/**
 * The names in their order. In a name each `[from-to]` stands for the numbers from one to the other, written as wide as
 * the first (several with commas between): "a[1-2]-[08-10]" are six names. Whether a name may be one, the plan says.
 */
export function parseHostNames(text: string): Result<readonly string[], HostNamesError> {
  const names: string[] = [];
  const seen = new Set<string>();
  for (const [at, line] of text.split(/\r\n|\r|\n/).entries()) {
    for (const part of line.split(/[,;\t](?![^[]*\])/).map((one) => one.trim())) {
      if (part === '') continue;
      const written = unfold(part, MAX_HOST_NAMES - names.length);
      if (written.kind === 'bad') return err({ code: 'bad-range', line: at + 1, range: written.range });
      if (written.kind === 'many') return err({ code: 'too-many-names', max: MAX_HOST_NAMES });
      for (const name of written.names) {
        if (seen.has(name)) return err({ code: 'name-twice', line: at + 1, name });
        seen.add(name);
        names.push(name);
      }
    }
  }
  return names.length === 0 ? err({ code: 'no-names' }) : ok(names);
}

type Unfolded =
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'bad'; readonly range: string }
  | { readonly kind: 'many' };

const RANGE = /^([0-9]{1,6})(?:\s*[-–]\s*([0-9]{1,6}))?$/;

/** At most `most` names: what would be more is not written out first. */
function unfold(text: string, most: number): Unfolded {
  let names: readonly string[] = [''];
  // Odd parts stood in brackets.
  for (const [at, part] of text.split(/\[([^\]]*)\]/).entries()) {
    if (at % 2 === 0) {
      names = names.map((name) => name + part);
      continue;
    }
    const ranges = part.split(',').map((one) => RANGE.exec(one.trim()));
    const numbers: string[] = [];
    for (const range of ranges) {
      const [, from = '', to = from] = range ?? [];
      const count = Number(to) - Number(from) + 1;
      if (from === '' || count < 1) return { kind: 'bad', range: `[${part}]` };
      if ((numbers.length + count) * names.length > most) return { kind: 'many' };
      for (let n = 0; n < count; n++) numbers.push(String(Number(from) + n).padStart(from.length, '0'));
    }
    names = names.flatMap((name) => numbers.map((number) => name + number));
  }
  return names.length > most ? { kind: 'many' } : { kind: 'names', names };
}

export function hostNamesMessage(error: HostNamesError): string {
  switch (error.code) {
    case 'no-names':
      return 'Type or paste names, one to a line, or a range such as esx-[01-40].';
    case 'too-many-names':
      return `At most ${error.max.toLocaleString('en-GB')} hosts are added at once.`;
    case 'bad-range':
      return `Line ${error.line}: ${error.range} is no range; write [01-40], the smaller number first.`;
    case 'name-twice':
      return `Line ${error.line}: ${error.name} is there twice.`;
  }
}
