/** What may be said at the command line about a text that is read: what it is, and what it leaves open. */
import { OWN_FORMATS } from '../formats/detect.ts';
import { READERS } from '../formats/paste/readers.ts';
import type { ImportFormat, ImportOptions } from '../console/importText.ts';
import { MAX_GPUS_ASKED } from '../console/imports/questions.ts';
import { GPU_KINDS } from '../model/plan.ts';
import { ok, type Result } from '../model/result.ts';
import { unusable, type Unusable } from './io.ts';

/** As they were typed; null where they were not. */
export interface TextFlags {
  readonly from: string | null;
  readonly config: string | null;
  readonly kind: string | null;
  readonly gpusPerHost: string | null;
}

/** Our own formats by the names that people type; the first of each is the one that is documented. */
const OWN_NAMES: Readonly<Record<(typeof OWN_FORMATS)[number], readonly string[]>> = {
  'plan-json': ['json', 'plan-json', 'plan', 'mig-plan'],
  layout: ['layout'],
  'share-link': ['link', 'share-link', 'share', 'url'],
};

function formatNamed(text: string): ImportFormat | undefined {
  const name = text.trim().toLowerCase();
  return (
    OWN_FORMATS.find((format) => OWN_NAMES[format].includes(name)) ??
    READERS.find(({ format, aliases }) => format === name || (aliases as readonly string[]).includes(name))
      ?.format
  );
}

/** "json, layout, ...": every format that can be read, by the name that is documented. */
export const READABLE_NAMES: readonly string[] = [
  ...OWN_FORMATS.flatMap((format) => OWN_NAMES[format].slice(0, 1)),
  ...READERS.map(({ format }) => format),
];

/** The flags as options of `importText`, or what is wrong with one. */
export function readTextFlags(
  flags: TextFlags,
): Result<Omit<ImportOptions, 'boards' | 'hostName'>, Unusable> {
  const { from, config, kind, gpusPerHost } = flags;
  const format = from === null ? null : formatNamed(from);
  if (format === undefined)
    return unusable(`--from ${String(from)}: the formats are ${READABLE_NAMES.join(', ')}`);
  const gpuKind = kind === null ? null : GPU_KINDS.find((one) => one === kind.trim().toLowerCase());
  if (gpuKind === undefined) return unusable(`--kind ${String(kind)}: straight or mirrored`);
  const count = gpusPerHost === null ? null : Number(gpusPerHost);
  if (count !== null && !(Number.isInteger(count) && count >= 1 && count <= MAX_GPUS_ASKED))
    return unusable(
      `--gpus-per-host ${String(gpusPerHost)}: it has to be a whole number from 1 to ${MAX_GPUS_ASKED}`,
    );
  return ok({
    ...(format === null ? {} : { format }),
    ...(config === null ? {} : { configuration: config }),
    ...(gpuKind === null ? {} : { gpuKind }),
    ...(count === null ? {} : { gpuCount: count }),
  });
}
