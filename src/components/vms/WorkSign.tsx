import { useUi } from '../../state/app.ts';
import { Button } from '../ui/Button.tsx';

/** An edit that takes its time: how far it is, and the way to stop it. */
export function WorkSign() {
  const work = useUi((ui) => ui.work);
  if (work === null) return null;
  const { label, share, cancel } = work;
  return (
    <div role="group" aria-label={label} className="flex min-w-0 flex-1 items-center gap-2 text-table">
      <span className="min-w-0 truncate">{label}</span>
      <progress aria-label={label} value={share} max={1} className="work-bar" />
      <Button size="small" onClick={cancel}>
        Stop
      </Button>
    </div>
  );
}
