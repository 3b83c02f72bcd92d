/**
 * `nvidia-smi mig -lci`: compute instances by the ID of their GPU instance. R450 and R460 print no placement. GPU instances without a
 * compute instance are not in it.
 */
import type { SeenComputeInstance, SeenInstance } from '../evidence/evidence.ts';
import type { TextReader } from '../paste/textReader.ts';
import type { Notice } from '../reading.ts';
import { excerptOf } from '../terminalText.ts';
import { instanceProfileOf } from './listGpus.ts';
import { evidenceOf, onHost, seenComputeInstance, seenGpu, seenInstance } from './seen.ts';
import { tableExtent, tableLines } from './tables.ts';

const ROW =
  /^\| *(\d{1,4}) +(\d{1,4}) +MIG +(\S{1,40}) +(\d{1,4})\*? +(\d{1,4})(?: +(\d{1,2}):(\d{1,2}))? *\|$/;
const BEGUN = /^\|? *\d{1,4} +\d{1,4} +MIG\b/;

export const LIST_COMPUTE_INSTANCES = {
  format: 'mig-lci',
  name: 'nvidia-smi mig -lci',
  aliases: ['lci'],
  extent: (segment, at) => tableExtent(segment, at, 'mig-lci'),
  read: (segment) => {
    const found = new Map<number, Map<number, { first: SeenInstance; inside: SeenComputeInstance[] }>>();
    const notices: Notice[] = [];
    for (const { line, text, isJoined } of tableLines(segment)) {
      const at = { line };
      const row = ROW.exec(text);
      if (row === null) {
        if (BEGUN.test(text)) notices.push({ code: 'row-cut', at, excerpt: excerptOf(text) });
        continue;
      }
      if (isJoined) notices.push({ code: 'row-joined', at, excerpt: excerptOf(text) });
      const [, gpu = '', gi = '', profile = '', profileId = '', id = '', start, size] = row;
      const inside = seenComputeInstance(at, {
        profile,
        profileId: Number(profileId),
        id: Number(id),
        start: start === undefined ? null : Number(start),
        size: size === undefined ? null : Number(size),
      });
      const ofGpu =
        found.get(Number(gpu)) ?? new Map<number, { first: SeenInstance; inside: SeenComputeInstance[] }>();
      found.set(Number(gpu), ofGpu);
      const before = ofGpu.get(Number(gi));
      if (before !== undefined) before.inside.push(inside);
      else {
        const first = seenInstance(at, { profile: instanceProfileOf(profile), instanceId: Number(gi) });
        ofGpu.set(Number(gi), { first, inside: [inside] });
      }
    }
    const gpus = [...found].map(([index, own]) => {
      const instances = [...own.values()].map(({ first, inside }) => ({
        ...first,
        computeInstances: inside,
      }));
      const layout = { kind: 'instances', isWhole: false, instances } as const;
      return seenGpu(instances[0]?.at ?? { line: 1 }, { index, mode: 'on', layout });
    });
    return evidenceOf(gpus.length === 0 ? [] : [onHost(segment, gpus)], { notices });
  },
} as const satisfies TextReader;
