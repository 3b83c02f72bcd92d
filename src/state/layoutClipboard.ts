/**
 * Copy and paste of layouts. What was copied stands in the page's own store, and as text in the layout notation on the
 * system clipboard, for tickets and other plans. Loaded when it is first asked for.
 */
import { makeLayout } from '../formats/layout.ts';
import type { GpuId, HostId } from '../model/ids.ts';
import { EMPTY_PLAN, findGpu, findHost, type Gpu, type Host } from '../model/plan.ts';
import { pasteFaultMessage } from '../placement/messageNotes.ts';
import { gpuName, layoutName, makeShortList } from '../placement/messages.ts';
import { pasteByIndex, pasteOnEach, type CopiedGpu, type Paste } from '../placement/layouts/pasteLayout.ts';
import { gestures, planStore, uiStore } from './app.ts';
import type { CopiedLayout } from './uiStore.ts';

export function copyGpuLayout(gpuId: GpuId): Promise<void> {
  const place = findGpu(planStore.getState().plan, gpuId);
  if (place === undefined) return Promise.resolve();
  const what = `${gpuName(place)}, ${layoutName(place.gpu.instances)}`;
  return copy('gpu', gpuName(place), place.host, [place.gpu], what);
}

export function copyHostLayout(hostId: HostId): Promise<void> {
  const host = findHost(planStore.getState().plan, hostId);
  if (host === undefined) return Promise.resolve();
  return copy('host', host.name, host, host.gpus, host.name);
}

async function copy(
  kind: CopiedLayout['kind'],
  name: string,
  host: Host,
  gpus: readonly Gpu[],
  what: string,
): Promise<void> {
  const text = makeLayout({ ...EMPTY_PLAN, hosts: [{ ...host, gpus }] });
  const copied: CopiedLayout = { kind, name, gpus: gpus.map(copiedGpu), text, isOnClipboard: false };
  uiStore.setState({ copied });
  const isOnClipboard = await putOnClipboard(text);
  // Somebody may have copied something else meanwhile.
  if (uiStore.getState().copied === copied) uiStore.setState({ copied: { ...copied, isOnClipboard } });
  const where = isOnClipboard
    ? ''
    : ' The browser did not allow the system clipboard, so it stays in this page.';
  gestures.say(`Copied the layout of ${what}.${where}`, 'done');
}

function copiedGpu({ index, board, instances }: Gpu): CopiedGpu {
  return { index, board, layout: instances.map(({ profile, start }) => ({ profile, start })) };
}

async function putOnClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** What pasting would do here; null when nothing was copied, or a whole host that one GPU cannot take. */
function pasteOn(host: Host, gpus: readonly Gpu[], target: 'gpu' | 'host'): Paste | null {
  const { copied } = uiStore.getState();
  const [only] = copied?.gpus ?? [];
  if (copied === null || only === undefined) return null;
  if (copied.kind === 'gpu') return pasteOnEach(host, gpus, only);
  return target === 'host' ? pasteByIndex(host, copied.gpus) : null;
}

export function pasteOnGpu(gpuId: GpuId): boolean {
  const place = findGpu(planStore.getState().plan, gpuId);
  const paste = place === undefined ? null : pasteOn(place.host, [place.gpu], 'gpu');
  if (place === undefined || paste === null) return refusePaste();
  const [one] = paste.layouts;
  if (one !== undefined) return gestures.run({ type: 'gpu/setLayout', gpuIds: [gpuId], layout: one.layout });
  gestures.say(`${gpuName(place)} stays as it is. ${skippedWords(paste)}`, 'refused');
  return false;
}

export function pasteOnHost(hostId: HostId): boolean {
  const { copied } = uiStore.getState();
  const host = findHost(planStore.getState().plan, hostId);
  const paste = host === undefined ? null : pasteOn(host, host.gpus, 'host');
  if (copied === null || host === undefined || paste === null) return refusePaste();
  if (paste.layouts.length === 0) {
    gestures.say(`${host.name} stays as it is. ${skippedWords(paste)}`, 'refused');
    return false;
  }
  const { layouts } = paste;
  return gestures.run({ type: 'host/setLayouts', hostId, from: copied.name, layouts }, skippedWords(paste));
}

function refusePaste(): boolean {
  const { copied } = uiStore.getState();
  gestures.say(
    copied === null
      ? 'No layout was copied.'
      : `The layout of ${copied.name} is that of a host: paste it on a host.`,
    'refused',
  );
  return false;
}

/** "GPU 1 and GPU 3: A30 24GB has other slices than ...": each reason once, with the GPUs that it keeps as they are. */
function skippedWords({ skipped }: Paste): string {
  const byReason = new Map<string, number[]>();
  for (const { index, why } of skipped) {
    const reason = pasteFaultMessage(why, planStore.getState().plan);
    byReason.set(reason, [...(byReason.get(reason) ?? []), index]);
  }
  return [...byReason]
    .map(
      ([reason, indexes]) => `${makeShortList(indexes.map((index) => `GPU ${index}`))} left out: ${reason}`,
    )
    .join(' ');
}
