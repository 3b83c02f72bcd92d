import { useMemo, useRef, useState } from 'react';
import { exportPlan, type Exported } from '../../../console/exportPlan.ts';
import type { ExportOptions } from '../../../console/exports/exportDefinition.ts';
import { EXPORTS, type ExportFormat } from '../../../console/exports/exportFormats.ts';
import type { GpuId, HostId, VmId } from '../../../model/ids.ts';
import { gestures, usePlan } from '../../../state/app.ts';
import { selectViolations } from '../../../state/selectors.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { CheckIcon, CopyIcon, DownloadIcon } from '../../ui/icons.tsx';
import { saveBlob, saveText } from '../saveText.ts';
import { useCopy } from '../useCopy.ts';
import { drawPng } from './drawPng.ts';
import { ExportCheck } from './ExportCheck.tsx';
import { ExportControls } from './ExportControls.tsx';
import { ExportText } from './ExportText.tsx';
import { FormatList } from './FormatList.tsx';

/** The plan as a text for somebody else, looked at before it is copied or saved. */
export function ExportDialog() {
  const plan = usePlan((state) => state.plan);
  const violations = usePlan(selectViolations);
  const [format, setFormat] = useState<ExportFormat>('script');
  const [wantedHost, setHost] = useState<HostId | null>(null);
  const [starts, setStarts] = useState<ExportOptions['starts']>('explicit');
  const [wantedGpu, setGpu] = useState<GpuId | null>(null);
  const [wantedVm, setVm] = useState<VmId | null>(null);
  const [theme, setTheme] = useState<'light' | 'dark'>('light');
  const field = useRef<HTMLTextAreaElement>(null);
  const { isCopied, copy } = useCopy();

  const hostId = (plan.hosts.find((host) => host.id === wantedHost) ?? plan.hosts[0])?.id ?? null;
  const host = plan.hosts.find((one) => one.id === hostId);
  const gpuId = (host?.gpus.find((gpu) => gpu.id === wantedGpu) ?? host?.gpus[0])?.id ?? null;
  const vmId = (plan.vms.find((vm) => vm.id === wantedVm) ?? plan.vms[0])?.id ?? null;
  const result = useMemo(
    () => exportPlan(plan, format, { hostId, gpuId, vmId, starts, theme, pageUrl: pageUrl() }),
    [plan, format, hostId, gpuId, vmId, starts, theme],
  );
  const { name } = EXPORTS[format];

  const download = async (): Promise<void> => {
    if (!result.ok) return;
    const { text, fileName, planForPng } = result.value;
    const png = planForPng === null ? null : await drawPng(text, planForPng);
    if (planForPng === null) saveText(text, fileName);
    else if (png !== null) saveBlob(png, fileName);
    else {
      gestures.say('The browser could not draw the picture as PNG. Take the SVG.', 'refused');
      return;
    }
    gestures.say(`Saved as ${fileName}.`, 'done');
  };

  return (
    <Dialog
      title="Export"
      subtitle={plan.name}
      size="wide"
      isBare
      onClose={gestures.closeDialog}
      footer={
        <>
          <ExportCheck plan={plan} violations={violations} keepsAnything={!EXPORTS[format].needsValid} />
          <div className="flex gap-2 max-[30rem]:w-full">
            <Button
              disabled={!result.ok}
              onClick={() => void copy(field, name, result.ok ? clipboardParts(result.value) : undefined)}
            >
              {isCopied ? <CheckIcon /> : <CopyIcon />}
              {isCopied ? 'Copied' : 'Copy'}
            </Button>
            <Button
              variant="primary"
              disabled={!result.ok}
              className="max-[30rem]:flex-1"
              onClick={() => void download()}
            >
              <DownloadIcon />
              Download
            </Button>
          </div>
        </>
      }
    >
      <div className="flex min-h-0 flex-auto flex-col wide:h-176 wide:flex-row">
        <div className="shrink-0 border-line bg-ground px-4 pt-2 max-wide:border-b wide:w-60 wide:overflow-y-auto wide:border-r wide:px-2 wide:py-4">
          <FormatList value={format} onChange={setFormat} />
        </div>
        <div className="flex min-h-0 min-w-0 flex-1 flex-col gap-3 px-5 py-3 max-[30rem]:px-4">
          <ExportControls
            plan={plan}
            format={format}
            hostId={hostId}
            onHost={setHost}
            starts={starts}
            onStarts={setStarts}
            gpuId={gpuId}
            onGpu={setGpu}
            vmId={vmId}
            onVm={setVm}
            theme={theme}
            onTheme={setTheme}
          />
          <ExportText result={result} plan={plan} field={field} />
        </div>
      </div>
    </Dialog>
  );
}

/** Where this page is, for links that others can follow; a page that was opened from a file has no such address. */
function pageUrl(): string | null {
  const { origin, pathname, protocol } = window.location;
  return protocol === 'https:' || protocol === 'http:' ? `${origin}${pathname}` : null;
}

/** What a copy puts on the clipboard beside plain text: a table as cells, a picture as a picture. */
function clipboardParts({
  clipboard,
  planForPng,
  text,
}: Exported): Record<string, Blob | Promise<Blob>> | undefined {
  if (planForPng !== null) {
    // Some browsers want to be told what is coming before it is drawn.
    const drawn = drawPng(text, planForPng).then((png) => png ?? Promise.reject(new Error('not drawn')));
    return { 'image/png': drawn };
  }
  if (clipboard === null) return undefined;
  return {
    'text/plain': new Blob([clipboard.text], { type: 'text/plain' }),
    'text/html': new Blob([clipboard.html], { type: 'text/html' }),
  };
}
