import { gestures, usePlan } from '../../state/app.ts';
import { useLibrary } from '../../state/library/libraryStore.ts';
import { Button } from '../ui/Button.tsx';
import { WarningIcon } from '../ui/icons.tsx';

const SIGNS = { saving: 'Saving …', unsaved: 'Not saved', conflict: 'Changed in two tabs' };

/** Stands beside the name as long as the plan is in this tab alone, and says what to do. Nothing while it is kept. */
export function SaveSign() {
  const kind = useLibrary((state) => state.saving.kind);
  const isEmpty = usePlan(({ plan }) => plan.hosts.length === 0 && plan.vms.length === 0);
  if (kind === 'saved' || isEmpty) return null;
  return (
    <Button size="small" onClick={() => gestures.openDialog('saving')} className="shrink-0">
      {kind !== 'saving' && <WarningIcon />}
      <span className={kind === 'saving' ? undefined : 'max-[30rem]:sr-only'}>{SIGNS[kind]}</span>
    </Button>
  );
}
