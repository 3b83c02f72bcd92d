import { Button } from '../ui/Button.tsx';
import { HistoryButtons } from './HistoryButtons.tsx';

export type Sheet = 'profiles' | 'details' | 'vms';

interface BottomBarProps {
  readonly sheet: Sheet | null;
  readonly onSheet: (sheet: Sheet | null) => void;
}

const SHEETS: readonly { readonly sheet: Sheet; readonly label: string }[] = [
  { sheet: 'vms', label: 'VMs' },
  { sheet: 'details', label: 'Details' },
  { sheet: 'profiles', label: 'Profiles' },
];

/** On a narrow page: the history within the thumb's reach, and which sheet is open above it. */
export function BottomBar({ sheet, onSheet }: BottomBarProps) {
  return (
    <div className="bottom-bar wide:hidden">
      <HistoryButtons />
      <div className="flex flex-1 justify-end gap-1">
        {SHEETS.map((one) => (
          <Button
            key={one.sheet}
            aria-expanded={sheet === one.sheet}
            onClick={() => onSheet(sheet === one.sheet ? null : one.sheet)}
            className="!px-3 aria-expanded:border-ink aria-expanded:bg-sunken"
          >
            {one.label}
          </Button>
        ))}
      </div>
    </div>
  );
}
