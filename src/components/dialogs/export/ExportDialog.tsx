import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Exported } from '../../../console/writeExport.ts';
import { EXPORT_ROWS, type ExportFormat } from '../../../console/exports/exportRows.ts';
import { gestures, uiStore, usePlan } from '../../../state/app.ts';
import { selectViolations } from '../../../state/selectors.ts';
import { Button } from '../../ui/Button.tsx';
import { classNames } from '../../ui/classNames.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { CheckIcon, CopyIcon, DownloadIcon } from '../../ui/icons.tsx';
import { saveBlob, saveText } from '../saveText.ts';
import { useCopy } from '../useCopy.ts';
import { chosenOf, wantedFor, type Wanted } from './choices.ts';
import { clipboardParts } from './clipboardParts.ts';
import { drawPng } from './drawPng.ts';
import { ExportCheck } from './ExportCheck.tsx';
import { ExportControls } from './ExportControls.tsx';
import { ExportText } from './ExportText.tsx';
import { firstLines } from './firstLines.ts';
import { FormatHead } from './FormatHead.tsx';
import { FormatList } from './FormatList.tsx';
import { groupsFor } from './formatGroups.ts';
import { mendsOf } from './mends.ts';
import { openPage } from './openPage.ts';
import { Refusal } from './Refusal.tsx';
import { TradeBundle } from './TradeBundle.tsx';
import { useWritten } from './useWritten.ts';

/** The format of the last time: who mends the plan exports the same again. */
let lastFormat: ExportFormat = 'script';

/** The plan as a text for somebody else, looked at before it is copied or saved. */
export function ExportDialog() {
  const plan = usePlan((state) => state.plan);
  const violations = usePlan(selectViolations);
  const [format, setFormat] = useState(lastFormat);
  const [wanted, setWanted] = useState(() => wantedFor(plan, uiStore.getState().selection, pageUrl()));
  const [typed, setTyped] = useState('');
  /** Where there is no room for both: the list instead of the text. */
  const [isChoosing, setChoosing] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const finder = useRef<HTMLInputElement>(null);
  const chooseButton = useRef<HTMLButtonElement>(null);
  const { isCopied, copy } = useCopy();

  const chosen = useMemo(() => chosenOf(plan, wanted), [plan, wanted]);
  const groups = useMemo(() => groupsFor(chosen.host?.platform ?? null), [chosen.host?.platform]);
  const group = groups.find(({ formats }) => formats.includes(format));
  const written = useWritten(plan, format, chosen.options);
  const { result, isLate, isMissing } = written;
  const exported = result?.ok === true && !isLate ? result.value : null;
  const row = EXPORT_ROWS[format];
  const onWanted = useCallback(
    (change: Partial<Wanted>) => setWanted((before) => ({ ...before, ...change })),
    [],
  );

  useEffect(() => {
    lastFormat = format;
  }, [format]);

  // The field that finds a format, or, where it is out of sight, the button that brings it.
  useEffect(
    () =>
      (chooseButton.current?.offsetParent ?? null) === null
        ? finder.current?.focus()
        : chooseButton.current?.focus(),
    [],
  );
  useEffect(() => {
    if (isChoosing) finder.current?.focus();
  }, [isChoosing]);
  const onTaken = (): void => {
    setTyped('');
    if (!isChoosing) return;
    setChoosing(false);
    // The list is out of sight with the next drawing; the button is in sight only then.
    requestAnimationFrame(() => chooseButton.current?.focus());
  };

  return (
    <Dialog
      title="Export"
      subtitle={plan.name}
      size="widest"
      isBare
      onClose={gestures.closeDialog}
      footer={
        <>
          <ExportCheck plan={plan} violations={violations} keepsAnything={result?.ok === true} />
          <div className="flex flex-wrap gap-2 max-[30rem]:w-full">
            {row.extension === 'html' && (
              <Button
                disabled={exported === null}
                onClick={() => exported !== null && openPage(exported.text)}
              >
                Open to print
              </Button>
            )}
            <Button
              disabled={exported === null}
              onClick={() => {
                if (exported === null) return;
                // A field that shows only the beginning is nothing to fall back on.
                const { isWhole } = firstLines(exported.text);
                void copy(isWhole ? field : { current: null }, row.name, clipboardParts(exported, isWhole));
              }}
            >
              {isCopied ? <CheckIcon /> : <CopyIcon />}
              {isCopied ? 'Copied' : 'Copy'}
            </Button>
            <Button
              variant="primary"
              disabled={exported === null}
              className="max-[30rem]:flex-1"
              onClick={() => exported !== null && void download(exported)}
            >
              <DownloadIcon />
              Download
            </Button>
          </div>
        </>
      }
    >
      <div className="flex min-h-0 flex-auto flex-col wide:h-172 wide:flex-row">
        <div
          className={classNames(
            'min-h-0 flex-col border-line bg-ground wide:flex wide:w-72 wide:shrink-0 wide:border-r',
            isChoosing ? 'flex flex-1' : 'max-wide:hidden',
          )}
        >
          <FormatList
            groups={groups}
            value={format}
            onChange={setFormat}
            typed={typed}
            onType={setTyped}
            onTaken={onTaken}
            field={finder}
          />
          {group !== undefined && (
            <TradeBundle key={group.audience} plan={plan} group={group} options={chosen.options} />
          )}
        </div>
        <div
          className={classNames(
            'min-h-0 min-w-0 flex-1 flex-col gap-3 overflow-y-auto px-5 py-3 max-[30rem]:px-4 wide:flex',
            isChoosing ? 'hidden' : 'flex',
          )}
        >
          <FormatHead
            format={format}
            starts={wanted.starts}
            onChoose={() => setChoosing(true)}
            chooseButton={chooseButton}
          />
          <ExportControls plan={plan} format={format} chosen={chosen} wanted={wanted} onWanted={onWanted} />
          <section
            aria-label="Preview"
            aria-busy={isLate && !isMissing}
            className="flex min-h-0 flex-1 flex-col gap-3"
          >
            {isMissing && (
              <div role="alert" className="flex flex-wrap items-center gap-3 text-body">
                The part of the page that writes this could not be loaded.
                <Button onClick={written.tryAgain}>Try again</Button>
              </div>
            )}
            {!isMissing && result?.ok === true && <ExportText exported={result.value} field={field} />}
            {!isMissing && result?.ok === false && (
              <Refusal
                error={result.error}
                plan={plan}
                mends={mendsOf(result.error, {
                  plan,
                  chosen,
                  format,
                  onFormat: setFormat,
                  onHost: (hostId) => onWanted({ hostId, gpuId: null }),
                })}
              />
            )}
          </section>
        </div>
      </div>
    </Dialog>
  );
}

async function download({ text, fileName, planForPng }: Exported): Promise<void> {
  const png = planForPng === null ? null : await drawPng(text, planForPng);
  if (planForPng === null) saveText(text, fileName);
  else if (png !== null) saveBlob(png, fileName);
  else {
    gestures.say('The browser could not draw the picture as PNG. Take the SVG.', 'refused');
    return;
  }
  gestures.say(`Saved as ${fileName}.`, 'done');
}

/** Where this page is, for links that others can follow; a page that was opened from a file has no such address. */
function pageUrl(): string {
  const { origin, pathname, protocol } = window.location;
  return protocol === 'https:' || protocol === 'http:' ? `${origin}${pathname}` : '';
}
