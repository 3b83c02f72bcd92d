import { useId, useLayoutEffect, useRef, useState } from 'react';
import { makeFileName } from '../../../formats/encode/slug.ts';
import { makePlanJson } from '../../../formats/planJson.ts';
import { withoutNames } from '../../../formats/share.ts';
import { gestures, usePlan } from '../../../state/app.ts';
import { selectViolations } from '../../../state/selectors.ts';
import { shareUrl } from '../../../state/url.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { CheckIcon, CopyIcon, DownloadIcon, RefusedIcon } from '../../ui/icons.tsx';
import { counted } from '../counted.ts';
import { saveText } from '../saveText.ts';
import { useCopy } from '../useCopy.ts';
import { EmbedCode } from './EmbedCode.tsx';
import { LengthBar } from './LengthBar.tsx';
import { ShareContents } from './ShareContents.tsx';
import { Switch } from './Switch.tsx';
import { useLinks } from './useLinks.ts';

/** The whole plan in a link, with what it costs and what it tells. */
export function ShareDialog() {
  const plan = usePlan((state) => state.plan);
  const violations = usePlan(selectViolations);
  const [isBare, setBare] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const copyButton = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => copyButton.current?.focus(), []);
  const id = useId();
  const { isCopied, copy } = useCopy();

  const { made, fault } = useLinks(plan);
  const shown = made === null ? null : isBare ? made.bare : made.named;
  const link = shown === null ? '' : shareUrl(shown.fragment);
  const other = made === null ? '' : shareUrl((isBare ? made.named : made.bare).fragment);
  const isFromDisk = shareUrl('').startsWith('file:');

  const savePlan = (): void => {
    const fileName = makeFileName(plan.name, 'json');
    saveText(makePlanJson(isBare ? withoutNames(plan) : plan), fileName);
    gestures.say(`Saved as ${fileName}.`, 'done');
  };

  return (
    <Dialog
      title="Share"
      subtitle={plan.name}
      onClose={gestures.closeDialog}
      footer={
        <>
          <p className="min-w-40 flex-1 text-table text-ink2">A link that was cut on its way says so.</p>
          <div className="flex gap-2 max-[30rem]:w-full">
            <Button onClick={savePlan}>
              <DownloadIcon />
              Plan file
            </Button>
            <Button
              ref={copyButton}
              variant="primary"
              className="max-[30rem]:flex-1"
              disabled={shown === null}
              onClick={() => void copy(field, 'the link')}
            >
              {isCopied ? <CheckIcon /> : <CopyIcon />}
              {isCopied ? 'Copied' : 'Copy link'}
            </Button>
          </div>
        </>
      }
    >
      <p className="pb-3 text-body text-ink2">
        The whole plan is inside the link. Nothing is uploaded; who has the link can read it.
      </p>
      {violations.length > 0 && (
        <p className="flex gap-2 pb-3 text-body">
          <RefusedIcon />
          <span>
            The plan is illegal in {counted(violations.length, 'place')}. The link carries it as it is, and
            says so when it is opened.
          </span>
        </p>
      )}
      <div className="flex items-baseline justify-between gap-3 pb-1 text-table">
        <label htmlFor={id} className="font-medium">
          Share link
        </label>
        <span className="text-ink3">
          {fault ?? (shown === null ? 'is being made' : counted(link.length, 'character'))}
        </span>
      </div>
      <textarea
        ref={field}
        id={id}
        readOnly
        value={link}
        rows={3}
        onFocus={(event) => event.currentTarget.select()}
        className="block w-full resize-none rounded-card border border-strong bg-ground px-3 py-2 font-mono text-table leading-4.5 break-all"
      />
      {isFromDisk && (
        <p className="pt-2 text-table text-ink2">
          This page was opened from disk, so the link leads to the file on this machine. What begins with
          “#p=” works behind the address of any MIG Planner; the plan file works everywhere.
        </p>
      )}
      {shown === null ? (
        <p className="py-3 text-table text-ink2">
          A plan of this size makes a link that mail and chat may cut: send the plan file.
        </p>
      ) : (
        <LengthBar length={link.length} onDownload={savePlan} />
      )}
      <Switch
        label="Without names"
        about="For outsiders: hosts become host-1, host-2, VMs vm-1, vm-2. The plan’s name, notes, UUIDs, PCI ids, fields of other programs and what hosts reported are left out."
        isOn={isBare}
        onChange={setBare}
        figure={
          other === '' ? '' : `${counted(other.length, 'character')} ${isBare ? 'with names' : 'without'}`
        }
      />
      {shown !== null && <ShareContents held={shown.held} isBare={isBare} />}
      {isFromDisk || shown === null ? null : (
        <EmbedCode link={link} title={isBare ? 'MIG plan' : plan.name} />
      )}
    </Dialog>
  );
}
