/**
 * What nvidia-smi says in sentences: instances created and destroyed, MIG mode changed, and why something was refused. The state is
 * followed through them; of a call that failed half-way what was made before stays.
 */
import type { At } from '../../model/source.ts';
import type { SeenChange, SeenGpu, SeenHost } from '../evidence/evidence.ts';
import type { PastedLine, Segment, TextReader, TextReading } from '../paste/textReader.ts';
import type { Notice } from '../reading.ts';
import { excerptOf } from '../terminalText.ts';
import type { FailureCause } from './notices.ts';
import {
  evidenceOf,
  indexesAsked,
  isOfSomeGpus,
  onHost,
  seenComputeInstance,
  seenGpu,
  seenInstance,
} from './seen.ts';

const GPU = 'GPU +(?<gpu>\\d{1,4})';
const GI = 'GPU instance ID +(?<gi>\\d{1,4})';
const PROFILE = 'using profile (?:MIG +)?(?<profile>\\S{1,40})(?: +\\(ID +(?<id>\\d{1,4})\\))?';
const BUS = '(?<bus>[0-9A-Fa-f]{4,8}:[0-9A-Fa-f]{2}:[0-9A-Fa-f]{2}\\.[0-9A-Fa-f])';
const sentence = (text: string): RegExp => new RegExp(`^ *${text}`);

const CREATED_GI = sentence(`Successfully created ${GI} on ${GPU} ${PROFILE} *$`);
/** The first release of R450 leaves the ID of the compute instance out. */
const CREATED_CI = sentence(
  `Successfully created compute instance(?: ID +(?<ci>\\d{1,4}))? on ${GPU} ${GI} ${PROFILE} *$`,
);
const DESTROYED_GI = sentence(`Successfully destroyed ${GI} from ${GPU} *$`);
const DESTROYED_CI = sentence(
  `Successfully destroyed compute instance ID +(?<ci>\\d{1,4}) from ${GPU} ${GI} *$`,
);
const CHANGE_CUT = /^ *Successfully (?:created|destroyed) (?:GPU|compute) instance\b/;
const MODE_SET = sentence(`(?<word>Enabled|Disabled) MIG Mode for GPU ${BUS}\\.? *$`);
const MODE_PENDING = sentence(
  `Warning: MIG mode is in pending (?<word>enable|disable) state for GPU ${BUS}(?: *:.*)?$`,
);
const RESET = sentence(`GPU ${BUS} was successfully reset\\.? *$`);
const NONE = /^ *No (?:GPU instances found|MIG-enabled devices found)\b/;
const FAILURE =
  /^ *(?:Unable to |Failed to |No compute instances found|No MIG-supported devices found|No devices were found|Invalid combination of input arguments|Resetting GPU \S+ is not supported|[0-9A-Fa-f]{4,8}:\S+ is currently being used by|NVIDIA-SMI has failed)/;
const WARNING = /^ *Warning: persistence mode is disabled\b/;
const NOTHING_SAID =
  /^ *(?:All done\.?|Treating as warning and moving on\.?|Reboot the system or try nvidia-smi --gpu-reset\b.*|(?:Enabled|Disabled) persistence mode for GPU \S+|Persistence mode is already \S+ for GPU \S+|Setting affinity mask.*) *$/;

const TRANSCRIPT_LINES = [
  CREATED_GI,
  CREATED_CI,
  DESTROYED_GI,
  DESTROYED_CI,
  CHANGE_CUT,
  MODE_SET,
  MODE_PENDING,
  RESET,
  NONE,
  FAILURE,
  WARNING,
  NOTHING_SAID,
];

/** What none of them begins with is looked at no further: most lines of a paste. */
const FIRST_WORD =
  /^ *(?:Successfully|Enabled|Disabled|Warning|GPU|No|Unable|Failed|Invalid|Resetting|NVIDIA-SMI|All|Treating|Reboot|Persistence|Setting|[0-9A-Fa-f]{4,8}:)/;

/** A sentence is no longer; what is, is not one. */
const LONGEST = 400;

function isSentence(text: string): boolean {
  return (
    text.length <= LONGEST && FIRST_WORD.test(text) && TRANSCRIPT_LINES.some((pattern) => pattern.test(text))
  );
}

/** Ends in the middle: the sentences that are longer than a terminal is wide. */
function isOpen(text: string): boolean {
  if (CHANGE_CUT.test(text))
    return !/(?:\(ID +\d{1,4}\)|from GPU +\d{1,4}(?: GPU instance ID +\d{1,4})?) *$/.test(text);
  return FAILURE.test(text) && !CAUSES.some(([words]) => words.test(text));
}

/** The sentence that begins on a line, put together where a narrow terminal broke it in two. */
function sentenceAt(
  lines: readonly PastedLine[],
  n: number,
): { readonly text: string; readonly lines: number } | null {
  const text = lines[n]?.text ?? '';
  if (!isSentence(text)) return null;
  const next = lines[n + 1]?.text.trim() ?? '';
  if (next !== '' && next.length <= LONGEST && isOpen(text) && !isSentence(next)) {
    for (const glue of ['', ' ']) {
      const joined = `${text}${glue}${next}`;
      if (isSentence(joined) && !isOpen(joined) && isWhole(joined)) return { text: joined, lines: 2 };
    }
  }
  return { text, lines: 1 };
}

function isWhole(text: string): boolean {
  return (
    FAILURE.test(text) ||
    [CREATED_GI, CREATED_CI, DESTROYED_GI, DESTROYED_CI].some((pattern) => pattern.test(text))
  );
}

const CAUSES: readonly (readonly [words: RegExp, cause: FailureCause])[] = [
  [/Insufficient Resources/i, 'insufficient-resources'],
  [/Insufficient Permissions/i, 'no-permission'],
  [/Invalid combination/i, 'bad-call'],
  [/Invalid Argument/i, 'invalid-argument'],
  [/In use by another client|currently being used/i, 'in-use'],
  [/No MIG-supported/i, 'no-mig-gpu'],
  [/Not Supported|is not supported/i, 'not-supported'],
  [/Not Found|No devices were found/i, 'not-found'],
  [/NVIDIA-SMI has failed/, 'no-driver'],
];

export const SENTENCES = {
  format: 'mig-transcript',
  name: 'a transcript of nvidia-smi',
  aliases: ['transcript'],
  extent: ({ lines }, at) => {
    let end = at;
    for (let n = at; n < lines.length;) {
      if (n > at && lines[n]?.text.trim() === '') {
        n += 1;
        continue;
      }
      const found = sentenceAt(lines, n);
      if (found === null) break;
      n += found.lines;
      end = n;
    }
    return end - at;
  },
  read: (segment) => {
    const { lines } = segment;
    const seen = new Transcript(segment);
    for (let n = 0; n < lines.length;) {
      const found = sentenceAt(lines, n);
      if (found !== null) seen.take({ line: lines[n]?.line ?? 1 }, found.text);
      n += found?.lines ?? 1;
    }
    return seen.reading();
  },
} as const satisfies TextReader;

class Transcript {
  readonly #segment: Segment;
  /** In the order in which they are first named. */
  readonly #changes = new Map<number, { at: At; changes: SeenChange[] }>();
  readonly #modes = new Map<string, SeenGpu>();
  readonly #notices: Notice[] = [];
  #othersEmpty: At | null = null;
  #lastCause: FailureCause | null = null;
  #emptied: SeenGpu[] = [];

  constructor(segment: Segment) {
    this.#segment = segment;
  }

  take(at: At, text: string): void {
    const isChange =
      this.#createdInstance(at, text) || this.#createdInside(at, text) || this.#destroyed(at, text);
    if (isChange) return;
    const excerpt = excerptOf(text);
    if (CHANGE_CUT.test(text)) {
      this.#notices.push({ code: 'row-cut', at, excerpt });
      return;
    }
    const mode = MODE_SET.exec(text)?.groups ?? MODE_PENDING.exec(text)?.groups;
    if (mode !== undefined) {
      this.#setMode(at, mode.bus ?? '', /^enable/i.test(mode.word ?? ''), MODE_SET.test(text));
      if (!MODE_SET.test(text)) this.#notices.push({ code: 'tool-warned', at, excerpt, about: 'pending' });
      return;
    }
    const reset = RESET.exec(text)?.groups?.bus;
    if (reset !== undefined) {
      this.#modes.set(
        `${reset} reset`,
        seenGpu(at, { index: this.#onlyIndex(), pciId: reset, wasReset: true }),
      );
    } else if (NONE.test(text)) this.#foundNone(at, text);
    else if (WARNING.test(text)) {
      this.#notices.push({ code: 'tool-warned', at, excerpt, about: 'persistence' });
    } else if (FAILURE.test(text)) {
      const cause = CAUSES.find(([words]) => words.test(text))?.[1] ?? 'unknown-error';
      // "Failed to create GPU instances" only sums up what the line before said of one of them.
      if (!/^ *Failed to/.test(text) || cause !== this.#lastCause) {
        this.#notices.push({ code: 'tool-failed', at, excerpt, cause });
      }
      this.#lastCause = cause;
    }
  }

  reading(): TextReading {
    const changed = [...this.#changes].map(([index, { at, changes }]) =>
      seenGpu(at, { index, mode: 'on', layout: { kind: 'changes', changes } }),
    );
    const gpus = [...this.#modes.values(), ...this.#emptied, ...changed];
    const hosts: SeenHost[] =
      gpus.length === 0 && this.#othersEmpty === null
        ? []
        : [onHost(this.#segment, gpus, { othersEmpty: this.#othersEmpty })];
    return evidenceOf(hosts, { notices: this.#notices });
  }

  #add(gpu: number, at: At, change: SeenChange): true {
    const own = this.#changes.get(gpu);
    if (own === undefined) this.#changes.set(gpu, { at, changes: [change] });
    else own.changes.push(change);
    return true;
  }

  #createdInstance(at: At, text: string): boolean {
    const groups = CREATED_GI.exec(text)?.groups;
    if (groups === undefined) return false;
    const profileId = groups.id === undefined ? null : Number(groups.id);
    const instanceId = Number(groups.gi);
    const instance = seenInstance(at, {
      profile: groups.profile ?? '',
      profileId,
      instanceId,
      computeInstances: [],
    });
    return this.#add(Number(groups.gpu), at, { kind: 'created', instance });
  }

  #createdInside(at: At, text: string): boolean {
    const groups = CREATED_CI.exec(text)?.groups;
    if (groups === undefined) return false;
    const computeInstance = seenComputeInstance(at, {
      profile: groups.profile ?? '',
      profileId: groups.id === undefined ? null : Number(groups.id),
      id: groups.ci === undefined ? null : Number(groups.ci),
    });
    return this.#add(Number(groups.gpu), at, {
      kind: 'ci-created',
      at,
      instanceId: Number(groups.gi),
      computeInstance,
    });
  }

  #destroyed(at: At, text: string): boolean {
    const inside = DESTROYED_CI.exec(text)?.groups;
    if (inside !== undefined) {
      const [instanceId, id] = [Number(inside.gi), Number(inside.ci)];
      return this.#add(Number(inside.gpu), at, { kind: 'ci-destroyed', at, instanceId, id });
    }
    const groups = DESTROYED_GI.exec(text)?.groups;
    if (groups === undefined) return false;
    return this.#add(Number(groups.gpu), at, { kind: 'destroyed', at, instanceId: Number(groups.gi) });
  }

  /** The index that the call names, where it names one GPU. */
  #onlyIndex(): number | null {
    const asked = indexesAsked(this.#segment);
    return asked?.length === 1 ? (asked[0] ?? null) : null;
  }

  /** On a GPU that needs a reset first the mode stays what it was; with MIG mode off there is no instance. */
  #setMode(at: At, bus: string, isOn: boolean, isDone: boolean): void {
    const index = this.#onlyIndex();
    const mode = isOn ? 'on' : 'off';
    const isGone = isDone && !isOn;
    const layout = isGone ? ({ kind: 'instances', isWhole: true, instances: [] } as const) : null;
    const isNow = isDone === isOn ? 'on' : 'off';
    const said = { index, pciId: bus, mode: isNow, pendingMode: mode, layout } as const;
    this.#modes.set(bus, seenGpu(at, said));
  }

  #foundNone(at: At, text: string): void {
    const isOff = /MIG-enabled/.test(text);
    const asked = indexesAsked(this.#segment);
    const layout = { kind: 'instances', isWhole: true, instances: [] } as const;
    if (asked !== null) {
      this.#emptied = asked.map((index) => seenGpu(at, { index, mode: isOff ? 'off' : 'on', layout }));
    } else if (!isOfSomeGpus(this.#segment)) this.#othersEmpty = at;
    this.#notices.push({
      code: 'tool-failed',
      at,
      excerpt: excerptOf(text),
      cause: isOff ? 'mig-off' : 'not-found',
      saysNone: true,
    });
  }
}
