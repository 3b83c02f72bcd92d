/** Cuts a paste where something else begins: at prompts, calls of nvidia-smi, fences of Markdown and tickets, and other files. */
import { cleanLine, isFileHeader, readFence, readPrompt, readToolCall } from '../terminalText.ts';
import type { PastedLine, Segment } from './textReader.ts';
import { unwrapLines } from './unwrap.ts';

/** A prompt and what was typed behind it. */
export interface PromptLine {
  readonly line: PastedLine;
  readonly command: string;
}

export interface CutText {
  readonly segments: readonly (Segment & { readonly prompt: PromptLine | null })[];
  readonly lineCount: number;
}

/** What "#", "%" and ">" before a word stand for a prompt of: elsewhere they are comments and quotes. */
const COMMANDS =
  /^(?:(?:sudo|doas|time|ssh|kubectl|oc|esxcli|vim-cmd|nvidia-smi|nvidia-mig-parted|cat|less|helm|docker|podman|scontrol|sinfo|lspci|mdevctl|virsh)\b|\/)/;
const SOFT_PROMPT = /^ *[#%>]/;

/** A host of which the name says nothing: that of every ESXi host that nobody named. */
export function isNameless(host: string): boolean {
  return /^localhost(?:\.localdomain)?$/i.test(host);
}

/** Linear in the text. A host that a prompt names is that of all that follows, until another prompt names one. */
export function cutText(text: string): CutText {
  const lines = unwrapLines(text).map((raw, n): PastedLine => ({ line: n + 1, text: cleanLine(raw), raw }));
  const segments: (Segment & { prompt: PromptLine | null; lines: PastedLine[] })[] = [];
  let host: string | null = null;
  let fence: string | null = null;
  const open = (
    { host: on, command, call }: Pick<Segment, 'host' | 'command' | 'call'>,
    prompt: PromptLine | null,
  ): void => {
    segments.push({ host: on, command, call, fence, lines: [], prompt });
  };
  for (const line of lines) {
    if (line.raw === '' && segments.length > 0) {
      segments.at(-1)?.lines.push(line);
      continue;
    }
    const mark = readFence(line.raw);
    if (mark !== null) {
      fence = fence === null ? mark : null;
      open({ host, command: null, call: null }, null);
      continue;
    }
    if (isFileHeader(line.raw)) {
      // Another file may be of another host.
      host = null;
      fence = null;
      open({ host, command: null, call: null }, null);
      continue;
    }
    const prompt = readCommandPrompt(line.text);
    const call = readToolCall(prompt?.command ?? line.text, 'nvidia-smi');
    if (prompt !== null || call !== null) {
      if (prompt !== null && prompt.host !== null) host = isNameless(prompt.host) ? null : prompt.host;
      const command = prompt?.command ?? line.text.trim();
      open({ host: call?.isRemote === true ? call.host : host, command, call }, { line, command });
      continue;
    }
    if (segments.length === 0) open({ host, command: null, call: null }, null);
    segments.at(-1)?.lines.push(line);
  }
  return { segments, lineCount: lines.length };
}

function readCommandPrompt(text: string): ReturnType<typeof readPrompt> {
  if (!/[#$%>\]]/.test(text)) return null;
  const prompt = readPrompt(text);
  if (prompt === null || prompt.host !== null || !SOFT_PROMPT.test(text)) return prompt;
  return COMMANDS.test(prompt.command) ? prompt : null;
}
