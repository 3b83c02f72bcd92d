import type { ReactNode } from 'react';
import { gestures, usePlan } from '../../state/app.ts';
import type { Action } from '../actions/action.ts';
import { BAR } from '../actions/barActions.ts';
import { useAction } from '../actions/useAction.ts';
import { Button, type ButtonProps } from '../ui/Button.tsx';
import { EditableName } from '../ui/EditableName.tsx';
import {
  CommandsIcon,
  CompareIcon,
  ExportIcon,
  FileIcon,
  HelpIcon,
  ImportIcon,
  LabIcon,
  LinkIcon,
  MarkIcon,
  MoveIcon,
  PlansIcon,
  SearchIcon,
  SourcesIcon,
} from '../ui/icons.tsx';
import { BarTool } from './BarTool.tsx';
import { HistoryButtons } from './HistoryButtons.tsx';
import { MoreMenu } from './MoreMenu.tsx';
import { SaveSign } from './SaveSign.tsx';
import { SearchBox } from './SearchBox.tsx';
import { ThemeButton } from './ThemeButton.tsx';

/** Which plan this is, back and forth, and the ways in and out. */
export function TopBar() {
  const name = usePlan((state) => state.plan.name);
  return (
    <header className="top-bar">
      <h1 className="flex shrink-0 items-center gap-2 text-body font-semibold">
        <MarkIcon />
        <span className="max-[70rem]:sr-only">MIG Planner</span>
      </h1>
      <div className="flex min-w-0 flex-1 items-center gap-2 wide:flex-initial wide:border-l wide:border-line wide:pl-3">
        <EditableName
          value={name}
          label="Rename the plan"
          onCommit={(next) => gestures.run({ type: 'plan/rename', name: next })}
          className="text-body font-medium wide:max-w-64"
        />
        <SaveSign />
      </div>
      <div className="hidden border-l border-line pl-2 wide:block">
        <HistoryButtons />
      </div>
      <SearchBox />
      <div className="top-actions">
        <MoreMenu
          tools={
            <>
              <BarTool action={BAR.plans} icon={<PlansIcon />} />
              <BarTool action={BAR.repack} icon={<MoveIcon />} />
              <BarTool action={BAR.compare} icon={<CompareIcon />} />
              <BarTool action={BAR.lab} icon={<LabIcon />} data-lab-button />
            </>
          }
        >
          <BarTool action={BAR.newPlan} icon={<FileIcon />} />
          <BarTool action={BAR.search} icon={<SearchIcon />} className="min-[70rem]:hidden" />
          <BarTool action={BAR.commands} icon={<CommandsIcon />} />
          <BarTool action={BAR.glossary} icon={<HelpIcon />} />
          <BarTool action={BAR.trust} icon={<SourcesIcon />} />
          <ThemeButton />
        </MoreMenu>
        <Way action={BAR.import} icon={<ImportIcon />} />
        <Way action={BAR.export} icon={<ExportIcon />} />
        <Way action={BAR.share} icon={<LinkIcon />} variant="primary" />
      </div>
    </header>
  );
}

interface WayProps extends ButtonProps {
  readonly action: Action;
  readonly icon: ReactNode;
}

/** A way in or out: its name is beside the sign, on a narrow page below it. */
function Way({ action, icon, ...rest }: WayProps) {
  return (
    <Button className="bar-way" {...useAction(action)} {...rest}>
      {icon}
      {action.name}
    </Button>
  );
}
