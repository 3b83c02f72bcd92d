import { Button } from '../ui/Button.tsx';
import { HistoryButtons } from './HistoryButtons.tsx';

export type Sheet = 'profiles' | 'requests' | 'details' | 'vms';

interface BottomBarProps {
  /** Null where there are none: before there is a board. */
  readonly sheets: {
    readonly open: Sheet | null;
    readonly onOpen: (sheet: Sheet | null) => void;
  } | null;
}

const SHEETS: readonly { readonly sheet: Sheet; readonly label: string }[] = [
  { sheet: 'vms', label: 'VMs' },
  { sheet: 'details', label: 'Details' },
  { sheet: 'requests', label: 'Requests' },
  { sheet: 'profiles', label: 'Profiles' },
];

/** On a narrow page: the history within the thumb's reach, and which sheet is open above it. */
export function BottomBar({ sheets }: BottomBarProps) {
  return (
    <div className="bottom-bar wide:hidden">
      <HistoryButtons />
      <div className="flex flex-1 justify-end gap-1">
        {sheets !== null &&
          SHEETS.map(({ sheet, label }) => (
            <Button
              key={sheet}
              aria-expanded={sheets.open === sheet}
              onClick={() => sheets.onOpen(sheets.open === sheet ? null : sheet)}
              className="!px-3 max-[25rem]:!px-1 aria-expanded:border-ink aria-expanded:bg-sunken"
            >
              {label}
            </Button>
          ))}
      </div>
    </div>
  );
}
