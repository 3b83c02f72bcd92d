/** The whole plan in the fragment of a link, `#p=1...`: a fragment is not sent to any server. */
import { deflateSync, Inflate, strFromU8, strToU8 } from 'fflate';
import { BOARDS, VGPU_BOARDS } from '../model/catalogue/catalogue.ts';
import type { Gpu, Json, Plan } from '../model/plan.ts';
import { err, type Result } from '../model/result.ts';
import { findSharedPlan } from './detect.ts';
import { foldPlan } from './foldPlan.ts';
import { readDocument } from './readDocument.ts';
import { MAX_TEXT_LENGTH, type FormatError, type Reading } from './reading.ts';
import { isList } from './shareColumns.ts';
import { DICTIONARY } from './shareDictionary.ts';
import { seal, unseal } from './shareSeal.ts';
import { unfoldPlan } from './unfoldPlan.ts';

/** What a payload may inflate to: a few kilobytes of a link can be made to stand for gigabytes. */
const MAX_INFLATED_BYTES = 8_000_000;
/** Compressed bytes taken at a time. Deflate makes at most 1,032 bytes of one, so the cap is passed by 4 MB at most. */
const CHUNK = 4096;

/** The fragment of a share link without its "#". It holds everything the plan document holds. */
export function encodeShare(plan: Plan): string {
  const text = JSON.stringify(foldPlan(plan));
  return seal(deflateSync(strToU8(text), { level: 9, dictionary: DICTIONARY }));
}

/** A link of ours that ends before anything of the plan, at its version at the latest: too short to be found in a text. */
const CUT_SHORT = /(?:^|#)p(?:=|%3d)[0-9]*$/i;

/**
 * Reads a share link: the fragment with or without "#", a URL, or a text with either in it. The payload is unfolded to
 * the plan document and read by its reader, so places are pointers into that document. Errors: `text-too-long`,
 * `empty-text`, `link-not-ours`, `too-new`, `link-cut` (its length is wrong), `link-damaged` (its checksum is wrong, or
 * it holds no plan, or more than a plan may hold), and those of `readDocument`.
 */
export function decodeShare(fragment: string): Result<Reading, FormatError> {
  if (fragment.length > MAX_TEXT_LENGTH) {
    return err({ code: 'text-too-long', length: fragment.length, max: MAX_TEXT_LENGTH });
  }
  if (fragment.trim() === '') return err({ code: 'empty-text' });
  const found = findSharedPlan(fragment);
  if (found === null) {
    return err(
      CUT_SHORT.test(fragment.trim())
        ? { code: 'link-cut', expected: 0, found: 0 }
        : { code: 'link-not-ours' },
    );
  }
  const payload = unseal(found);
  if (!payload.ok) return payload;
  const document = documentIn(payload.value);
  return document === null ? err({ code: 'link-damaged' }) : readDocument(document);
}

/** Null where the bytes hold no plan. */
function documentIn(payload: Uint8Array): Json | null {
  try {
    const bytes = inflate(payload);
    return bytes === null ? null : unfoldPlan(JSON.parse(strFromU8(bytes)) as Json);
  } catch {
    // Neither fflate nor JSON.parse has another way to say no.
    return null;
  }
}

/** Null as soon as there is more than a plan may be. */
function inflate(payload: Uint8Array): Uint8Array | null {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const stream = new Inflate({ dictionary: DICTIONARY }, (chunk) => {
    chunks.push(chunk);
    length += chunk.length;
  });
  for (let at = 0; at < payload.length; at += CHUNK) {
    stream.push(payload.subarray(at, at + CHUNK), at + CHUNK >= payload.length);
    if (length > MAX_INFLATED_BYTES) return null;
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/**
 * The plan as outsiders may see it: hosts are host-1, host-2 ..., VMs vm-1 ..., groups group-1 ... by first appearance;
 * notes, UUIDs, PCI ids, unknown fields, what hosts reported and text of one's own in `needs` are gone. What is planned
 * stays: requests, platforms, releases, drivers, boards, profiles and types, as they are written.
 */
export function withoutNames(plan: Plan): Plan {
  const groups = new Map<string, string>();
  const groupName = (group: string | null): string | null => {
    if (group === null) return null;
    const name = groups.get(group) ?? `group-${groups.size + 1}`;
    groups.set(group, name);
    return name;
  };
  const bareGpu = (gpu: Gpu): Gpu => ({
    ...gpu,
    notes: '',
    variant: VGPU_BOARDS.some((one) => one.id === gpu.variant) ? gpu.variant : null,
    uuid: null,
    pciId: null,
    instances: gpu.instances.map((gi) => ({
      ...gi,
      computeInstances: gi.computeInstances.map((ci) => ({ ...ci, extra: [] })),
      extra: [],
    })),
    extra: [],
  });
  return {
    ...plan,
    name: 'Shared plan',
    notes: '',
    requests: plan.requests.map((request) => ({
      ...request,
      needs: withoutOwnWords(request.needs) ?? (request.profile === null ? {} : null),
      group: groupName(request.group),
      extra: [],
    })),
    hosts: plan.hosts.map((host, n) => ({
      ...host,
      name: `host-${n + 1}`,
      notes: '',
      gpus: host.gpus.map(bareGpu),
      observed: null,
      extra: [],
    })),
    vms: plan.vms.map((vm, n) => ({
      ...vm,
      name: `vm-${n + 1}`,
      notes: '',
      group: groupName(vm.group),
      attachments: vm.attachments.map((attachment) => ({ ...attachment, extra: [] })),
      extra: [],
    })),
    extra: [],
  };
}

/** Figures and words of the catalogue stay; any other text may be a name. Null where nothing is left. */
function withoutOwnWords(needs: Json): Json {
  if (typeof needs === 'string') return WORDS.has(needs) ? needs : null;
  if (typeof needs !== 'object' || needs === null) return needs;
  const isKept = (value: Json): boolean => value !== null;
  if (isList(needs)) return needs.map(withoutOwnWords).filter(isKept);
  const fields = Object.entries(needs).map(([field, value]) => [field, withoutOwnWords(value)] as const);
  // Entries, never assignments: a field may be called "__proto__".
  return Object.fromEntries(fields.filter(([, value]) => isKept(value)));
}

const WORDS: ReadonlySet<string> = new Set([
  ...BOARDS.flatMap((board) => [board.id, ...board.profiles.map((profile) => profile.name)]),
  ...VGPU_BOARDS.flatMap((board) => [board.id, ...board.types.map((type) => type.type)]),
]);
