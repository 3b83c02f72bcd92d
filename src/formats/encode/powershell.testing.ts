/**
 * A tokenizer for as much of PowerShell as our scripts are written in, after the rules of its documentation ("about
 * Quoting Rules", "about Comments"): there is no PowerShell on the machines that test.
 */
export type PowershellToken =
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'expandable'; readonly raw: string }
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'word'; readonly text: string };

const SINGLE = /['\u2018\u2019\u201a\u201b]/;
const DOUBLE = /["\u201c\u201d\u201e]/;
/** Words by themselves. */
const MARK = /[(){}[\];,|=]/;
const BLANK = /[\s\u0085]/;

/** The tokens of a script; throws at what ends nowhere, and at a mark that would end the script. */
export function powershellTokens(script: string): PowershellToken[] {
  const tokens: PowershellToken[] = [];
  let at = 0;
  const char = (offset = 0): string => script[at + offset] ?? '';
  const quoted = (mark: RegExp, escapes: boolean): string => {
    let value = '';
    for (at += 1; ; at++) {
      if (at >= script.length) throw new Error('a string that does not end');
      if (escapes && char() === '`') value += char() + char(1);
      if (escapes && char() === '`') at++;
      else if (!mark.test(char())) value += char();
      else if (mark.test(char(1))) {
        value += char();
        at++;
      } else break;
    }
    at++;
    return value;
  };
  while (at < script.length) {
    if (BLANK.test(char())) at++;
    else if (char() === '#') {
      const end = script.slice(at).search(/[\r\n]/);
      const text = end < 0 ? script.slice(at) : script.slice(at, at + end);
      if (/^# sig # begin/i.test(text)) throw new Error('a signature block');
      tokens.push({ kind: 'comment', text });
      at += text.length;
    } else if (script.startsWith('<#', at) || script.startsWith("@'", at) || script.startsWith('@"', at)) {
      throw new Error('a form that our scripts do not use');
    } else if (SINGLE.test(char())) tokens.push({ kind: 'string', value: quoted(SINGLE, false) });
    else if (DOUBLE.test(char())) tokens.push({ kind: 'expandable', raw: quoted(DOUBLE, true) });
    else if (MARK.test(char())) {
      tokens.push({ kind: 'word', text: char() });
      at++;
    } else {
      let text = '';
      // "#" begins a comment only where a word begins.
      while (at < script.length && ![BLANK, SINGLE, DOUBLE, MARK].some((end) => end.test(char()))) {
        text += char();
        at++;
      }
      tokens.push({ kind: 'word', text });
    }
  }
  return tokens;
}

/** What an expression of strings and characters joined by "+" stands for; throws at anything else. */
export function powershellValue(expression: string): string {
  let value = '';
  const words: string[] = [];
  for (const token of powershellTokens(expression)) {
    if (token.kind === 'string') value += token.value;
    else if (token.kind !== 'word') throw new Error(`no string: ${token.kind}`);
    else if (/^0x[0-9a-f]+$/.test(token.text)) value += String.fromCharCode(Number(token.text));
    else words.push(token.text);
  }
  const rest = words.join('');
  if (!/^(?:\((?:\+|\+\[char\])*\))?$/.test(rest)) throw new Error(`no string: ${rest}`);
  return value;
}
