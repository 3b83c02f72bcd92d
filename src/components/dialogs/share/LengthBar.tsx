import { figure } from '../counted.ts';
import { Button } from '../../ui/Button.tsx';
import { DownloadIcon, WarningIcon } from '../../ui/icons.tsx';

/** Mail programs and chats shorten or break what is longer: the customary safe line, and where chats cut without a word. */
const MAIL = 2000;
const CHAT = 4000;
/** Right end of the bar. */
const END = 5000;

const share = (length: number): string => `${(Math.min(length, END) / END) * 100}%`;

interface LengthBarProps {
  readonly length: number;
  readonly onDownload: () => void;
}

/** How long the link is, against what carries it; beyond that the file is the way, and it is offered here. */
export function LengthBar({ length, onDownload }: LengthBarProps) {
  return (
    <div className="py-3 text-table">
      <div aria-hidden="true" className="relative h-1.5 rounded-rail bg-sunken">
        <span
          className="absolute inset-y-0 left-0 min-w-1 rounded-rail bg-ink forced-colors:bg-[CanvasText]"
          style={{ width: share(length) }}
        />
        <span className="absolute -inset-y-1 border-l-2 border-ink2" style={{ left: share(MAIL) }} />
        <span className="absolute -inset-y-1 border-l-2 border-ink2" style={{ left: share(CHAT) }} />
      </div>
      <div aria-hidden="true" className="relative h-5 pt-1 text-note text-ink3">
        <span className="absolute" style={{ left: share(MAIL) }}>
          <span className="max-[30rem]:hidden">over </span>2,000 mail may cut it
        </span>
        <span className="absolute" style={{ left: share(CHAT) }}>
          <span className="max-[30rem]:hidden">over </span>4,000 chat
          <span className="max-[30rem]:hidden"> too</span>
        </span>
      </div>
      {length <= MAIL ? (
        <p className="pt-1">Mail and chat carry it whole.</p>
      ) : (
        <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-card border border-ink px-3 py-2">
          <p className="flex min-w-56 flex-1 items-center gap-2">
            <WarningIcon />
            <span>
              <span className="font-medium">
                {figure(length)} characters: mail and chat may cut this; send the file.
              </span>{' '}
              {length <= CHAT && 'Chats mostly carry it, mail programs often do not.'}
            </span>
          </p>
          {length > CHAT && (
            <Button onClick={onDownload}>
              <DownloadIcon />
              Download the plan file
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
