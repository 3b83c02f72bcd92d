import { figure } from '../counted.ts';

/** Mail programs and chats shorten or break what is longer. */
const MAIL = 2000;
const CHAT = 4000;
/** Right end of the bar. */
const END = 5000;

const share = (length: number): string => `${(Math.min(length, END) / END) * 100}%`;

function words(length: number): string {
  if (length <= MAIL) return 'mail and chat carry it whole';
  if (length <= CHAT) return 'some mail programs may cut it; send the plan file there';
  return 'mail and chat may cut it; send the plan file instead';
}

/** How long the link is, against what carries it. */
export function LengthBar({ length }: { readonly length: number }) {
  return (
    <div className="py-3 text-table">
      <div aria-hidden="true" className="relative h-1.5 rounded-rail bg-sunken">
        <span
          className="absolute inset-y-0 left-0 min-w-1 rounded-rail bg-ink forced-colors:bg-[CanvasText]"
          style={{ width: share(length) }}
        />
        <span className="absolute -inset-y-1 w-0.5 bg-ink2" style={{ left: share(MAIL) }} />
        <span className="absolute -inset-y-1 w-0.5 bg-ink2" style={{ left: share(CHAT) }} />
      </div>
      <div aria-hidden="true" className="relative h-5 pt-1 text-note text-ink3">
        <span className="absolute" style={{ left: share(MAIL) }}>
          over 2,000 mail may cut it
        </span>
        <span className="absolute max-[30rem]:hidden" style={{ left: share(CHAT) }}>
          over 4,000 chat too
        </span>
      </div>
      <p className="pt-1">
        <span className="font-medium">{figure(length)}</span>: {words(length)}.
      </p>
    </div>
  );
}
