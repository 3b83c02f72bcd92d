/** "|" and ">": texts of lines in which no character means anything. */
import { notYaml } from './yamlFault.ts';
import type { YamlLine, YamlScalarNode } from './yamlNode.ts';

const HEADER = /^[|>](?:([1-9])?([+-])?|([+-])([1-9]))? *(?: #.*)?$/;

interface BlockScalar {
  readonly node: YamlScalarNode;
  /** Index of the first line after it. */
  readonly next: number;
}

/** `header` is what stands behind the key; `from` the index of the line after it; `indent` that of the key. */
export function readBlockScalar(
  header: YamlLine,
  lines: readonly YamlLine[],
  from: number,
  indent: number,
): BlockScalar {
  const found = HEADER.exec(header.text);
  if (found === null) throw notYaml(header.line, header.text);
  const digit = found[1] ?? found[4];
  const chomping = found[2] ?? found[3] ?? '';
  const isLiteral = header.text.startsWith('|');
  let inner = digit === undefined ? null : Math.max(0, indent) + Number(digit);
  const body: YamlLine[] = [];
  let next = from;
  for (; next < lines.length; next++) {
    const { line, text } = lines[next] ?? { line: 0, text: '' };
    const own = text.length - text.trimStart().length;
    if (text.trim() !== '') {
      inner ??= own;
      if (own < inner || inner <= indent) break;
    }
    body.push({ line, text: text.slice(Math.min(own, inner ?? own)) });
  }
  let end = body.length;
  while (end > 0 && (body[end - 1]?.text ?? '').trim() === '') end -= 1;
  const kept = body.slice(0, end);
  const text = isLiteral ? kept.map((one) => one.text).join('\n') : folded(kept);
  const tail = end === 0 ? '' : chomping === '-' ? '' : '\n';
  const extra = chomping === '+' ? '\n'.repeat(body.length - end) : '';
  const at = { line: header.line };
  return {
    node: { kind: 'scalar', at, text: text + tail + extra, isPlain: false, lines: isLiteral ? kept : null },
    next,
  };
}

/** Lines joined by a blank; blank lines break, and so do lines that are indented further. */
function folded(lines: readonly YamlLine[]): string {
  let text = '';
  let breaks = 0;
  let before: string | null = null;
  for (const { text: line } of lines) {
    if (line.trim() === '') {
      breaks += 1;
      continue;
    }
    const isMore = line.startsWith(' ') || before?.startsWith(' ') === true;
    if (before === null) text += '\n'.repeat(breaks);
    else text += isMore ? '\n'.repeat(breaks + 1) : breaks > 0 ? '\n'.repeat(breaks) : ' ';
    text += line;
    before = line;
    breaks = 0;
  }
  return text;
}
