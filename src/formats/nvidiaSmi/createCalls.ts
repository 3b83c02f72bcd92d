/**
 * Calls of `nvidia-smi mig` that ask for instances and have no answer in the text: a line of a procedure, of a script, of an article.
 * They are read as what somebody wants, in the order in which it would be created. With an answer they say nothing that the answer
 * does not say better.
 */
import type { At } from '../../model/source.ts';
import type { SeenGpu, SeenRequest } from '../evidence/evidence.ts';
import type { Segment, TextReader } from '../paste/textReader.ts';
import type { Notice } from '../reading.ts';
import { excerptOf, readToolCall, type ToolCall } from '../terminalText.ts';
import { evidenceOf, onHost, seenGpu } from './seen.ts';

const CREATE_GPU = /^-{1,2}(?:cgi|create-gpu-instance)(?:=(.*))?$/;
const CREATE_COMPUTE = /^-{1,2}(?:cci|create-compute-instance)(?:=(.*))?$/;
const DESTROY_GPU = /^-{1,2}(?:dgi|destroy-gpu-instance)$/;
const OF_GPUS = /^-{1,2}(?:i|id)(?:=(.*))?$/;
const OF_INSTANCES = /^-{1,2}(?:gi|gpu-instance-id)(?:=(.*))?$/;
/** What ends a command on its line. */
const SHELL_END = /^(?:&&?|\|\|?|;|#|>>?|2>.*|\\)$/;
/** A name that no board has is told so when the board is known. */
const REQUEST = /^(?:(\d{1,4})|([0-9][^\s:]{1,40}))(?::(\d{1,4}))?$/;
const COMPUTE_REQUEST = /^(?:\d{1,4}|[0-9][^\s:]{1,40})(?::\d{1,4})?$/;
/** More in one call are a mistake, and no GPU holds as many. */
const MAX_REQUESTS = 64;

/** The line of the call, as the paste was cut there. */
export interface CallLine {
  readonly line: number;
  readonly text: string;
}

export const CREATE_CALLS = {
  format: 'mig-commands',
  name: 'commands of nvidia-smi mig',
  aliases: ['commands', 'cgi'],
  // A call stands where the paste is cut, and never among the lines of a segment.
  extent: () => 0,
  read: () => evidenceOf([]),
} as const satisfies TextReader;

/** Whether the call of a segment asks for GPU instances. */
export function asksForInstances({ call }: Segment): boolean {
  const args = call?.args ?? [];
  return args[0] === 'mig' && (valuesOf(args, CREATE_GPU)?.length ?? 0) > 0;
}

/** Whether it says what comes before them or into them, which tells nothing where none are asked for. */
export function goesWithInstances({ call }: Segment): boolean {
  const args = call?.args ?? [];
  return args[0] === 'mig' && args.some((arg) => CREATE_COMPUTE.test(arg) || DESTROY_GPU.test(arg));
}

/** As people write it in a sentence, a list or a table, with or without the name of the tool. */
const IN_PROSE =
  /(?:^|[ `"'|:(])(?:nvidia-smi +)?((?:mig +)?(?:-{1,2}(?:i|id)[ =]\S{1,80} +)?-{1,2}(?:cgi|create-gpu-instance)[ =][^`|]{1,200})/;

/** The call that a line of prose holds; null where it holds none. */
export function callInProse(text: string): ToolCall | null {
  if (!text.includes('-cgi') && !text.includes('-create-gpu-instance')) return null;
  const found = IN_PROSE.exec(text.slice(0, 2000))?.[1];
  if (found === undefined) return null;
  const call = readToolCall(`nvidia-smi ${found}`, 'nvidia-smi');
  if (call === null) return null;
  return call.args[0] === 'mig' ? call : { ...call, args: ['mig', ...call.args] };
}

/** The call as a request. Without `-i` it is of every GPU in MIG mode. */
export function readCreateCall(segment: Segment, { line, text }: CallLine): ReturnType<typeof evidenceOf> {
  const at: At = { line };
  const args = segment.call?.args ?? [];
  const end = args.findIndex((arg) => SHELL_END.test(arg));
  const own = end < 0 ? args : args.slice(0, end);
  const notices: Notice[] = [];
  const excerpt = excerptOf(text);
  const created = valuesOf(own, CREATE_GPU);
  const inside = valuesOf(own, CREATE_COMPUTE);
  const requests: SeenRequest[] = [];
  for (const word of (created ?? []).slice(0, MAX_REQUESTS)) {
    const [, id, profile, start] = REQUEST.exec(word) ?? [];
    if (id === undefined && profile === undefined) {
      notices.push({ code: 'line-not-understood', at, excerpt: word === '' ? excerpt : excerptOf(word) });
      continue;
    }
    requests.push({
      at,
      profile: profile ?? null,
      profileId: id === undefined ? null : Number(id),
      start: start === undefined ? null : Number(start),
    });
  }
  const cuts = (inside ?? []).filter((word) => COMPUTE_REQUEST.test(word)).slice(0, MAX_REQUESTS);
  const ofInstances = valuesOf(own, OF_INSTANCES) !== null;
  const isAnew = own.some((arg) => DESTROY_GPU.test(arg)) && !ofInstances;
  const layout = { kind: 'requests', isAnew, requests, cuts: { at, profiles: cuts, ofInstances } } as const;
  const gpus = gpusAsked(valuesOf(own, OF_GPUS)).map((said): SeenGpu => seenGpu(at, { ...said, layout }));
  return evidenceOf([{ ...onHost(segment, gpus), at }], { notices });
}

/** The words of an option's value, which may be cut by blanks; null where the option is not there, empty where it has no value. */
function valuesOf(args: readonly string[], option: RegExp): string[] | null {
  const at = args.findIndex((arg) => option.test(arg));
  if (at < 0) return null;
  const words = [option.exec(args[at] ?? '')?.[1] ?? ''];
  for (const arg of args.slice(at + 1)) {
    // A list goes on behind a comma; what else follows is the sentence that the command stands in.
    const goesOn = words.length === 1 ? words[0] === '' : /(?:,|\bMIG)$/i.test(words.at(-1) ?? '');
    if (arg.startsWith('-') || !(goesOn || arg.startsWith(','))) break;
    words.push(arg);
  }
  const list = words
    .join(' ')
    .replace(/MIG +/gi, '')
    .replace(/["'`]/g, '')
    .split(/[, ]+/)
    .filter((word) => word !== '');
  return list;
}

/** By index, UUID or PCI ID as `-i` takes them. */
function gpusAsked(words: readonly string[] | null): Partial<SeenGpu>[] {
  if (words === null || words.length === 0) return [{ standsForEvery: true }];
  return words.slice(0, MAX_REQUESTS).map((word) => {
    if (/^\d{1,4}$/.test(word)) return { index: Number(word) };
    return /^(?:[0-9A-F]{4,8}:)?[0-9A-F]{2}:[0-9A-F]{2}\.[0-9A-F]$/i.test(word)
      ? { pciId: word }
      : /^GPU-[0-9a-f-]{8,80}$/i.test(word)
        ? { uuid: word }
        : // A variable of a script.
          {};
  });
}
