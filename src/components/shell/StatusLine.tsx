import { useUi } from '../../state/app.ts';
import { CheckIcon, RefusedIcon } from '../ui/icons.tsx';
import { laterPart } from '../ui/laterPart.tsx';

const KeyHints = laterPart(async () => (await import('./KeyHints.tsx')).KeyHints);
const UpdateSign = laterPart(async () => (await import('./UpdateSign.tsx')).UpdateSign);

/** The one place where the page speaks, and the keys that mean something now. */
export function StatusLine() {
  const message = useUi((ui) => ui.message);
  return (
    <footer className="status-line">
      <div className="flex min-w-0 flex-1 items-center gap-2">
        {message.text !== '' && message.tone === 'done' && <CheckIcon />}
        {message.text !== '' && message.tone === 'refused' && <RefusedIcon />}
        <div role="status" aria-label="Message" className="min-w-0 flex-1 font-medium">
          {/* A new element for each message: the same sentence twice is spoken twice. */}
          <span key={message.count}>{message.text}</span>
        </div>
      </div>
      <UpdateSign />
      <KeyHints />
    </footer>
  );
}
