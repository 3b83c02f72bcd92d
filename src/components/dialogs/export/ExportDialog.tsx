import { useMemo, useRef, useState } from 'react';
import { exportPlan } from '../../../console/exportPlan.ts';
import type { ExportOptions } from '../../../console/exports/exportDefinition.ts';
import { EXPORTS, type ExportFormat } from '../../../console/exports/exportFormats.ts';
import type { HostId } from '../../../model/ids.ts';
import { gestures, usePlan } from '../../../state/app.ts';
import { selectViolations } from '../../../state/selectors.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { CheckIcon, CopyIcon, DownloadIcon } from '../../ui/icons.tsx';
import { saveText } from '../saveText.ts';
import { useCopy } from '../useCopy.ts';
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
  const field = useRef<HTMLTextAreaElement>(null);
  const { isCopied, copy } = useCopy();

  const hostId = (plan.hosts.find((host) => host.id === wantedHost) ?? plan.hosts[0])?.id ?? null;
  const result = useMemo(() => exportPlan(plan, format, { hostId, starts }), [plan, format, hostId, starts]);
  const { name } = EXPORTS[format];

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
            <Button disabled={!result.ok} onClick={() => void copy(field, name)}>
              {isCopied ? <CheckIcon /> : <CopyIcon />}
              {isCopied ? 'Copied' : 'Copy'}
            </Button>
            <Button
              variant="primary"
              disabled={!result.ok}
              className="max-[30rem]:flex-1"
              onClick={() => {
                if (!result.ok) return;
                saveText(result.value.text, result.value.fileName);
                gestures.say(`Saved as ${result.value.fileName}.`, 'done');
              }}
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
          />
          <ExportText result={result} plan={plan} field={field} />
        </div>
      </div>
    </Dialog>
  );
}
