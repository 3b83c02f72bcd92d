import { gestures, usePlan } from '../../state/app.ts';
import { startNewPlan } from '../../state/exchange.ts';
import { Button } from '../ui/Button.tsx';
import { EditableName } from '../ui/EditableName.tsx';
import {
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
import { focusSearch, SearchBox } from './SearchBox.tsx';
import { ThemeButton } from './ThemeButton.tsx';

/** Which plan this is, back and forth, and the ways in and out. */
export function TopBar() {
  const name = usePlan((state) => state.plan.name);
  const isEmpty = usePlan(({ plan }) => plan.hosts.length + plan.vms.length + plan.requests.length === 0);
  const hasNone = usePlan(({ plan }) =>
    plan.hosts.every(({ gpus }) => gpus.every(({ instances }) => instances.length === 0)),
  );
  return (
    <header className="top-bar">
      <h1 className="flex shrink-0 items-center gap-2 text-body font-semibold">
        <MarkIcon />
        <span className="max-wide:sr-only">MIG Planner</span>
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
        <MoreMenu>
          <Button
            variant="quiet"
            title="Search"
            data-leads-on
            onClick={focusSearch}
            className="max-wide:justify-start wide:w-7 wide:!px-0 min-[70rem]:hidden"
          >
            <SearchIcon />
            <span className="wide:sr-only">Search</span>
          </Button>
          <Button
            variant="quiet"
            title="Glossary"
            onClick={() => gestures.openDialog('glossary')}
            className="max-wide:justify-start wide:w-7 wide:!px-0"
          >
            <HelpIcon />
            <span className="wide:sr-only">Glossary</span>
          </Button>
          <Button
            variant="quiet"
            title="How do we know?"
            onClick={() => gestures.openTrust()}
            // Where the bar is full it is found in the glossary and at each board.
            className="max-wide:justify-start wide:w-7 wide:!px-0 wide:max-[75rem]:hidden"
          >
            <SourcesIcon />
            <span className="wide:sr-only">How do we know?</span>
          </Button>
          <ThemeButton />
          <BarTool
            named="from-96rem"
            icon={<PlansIcon />}
            onClick={() => gestures.openDialog('library')}
            title="Plans in this browser"
          >
            Plans
          </BarTool>
          <BarTool
            named="from-96rem"
            icon={<FileIcon />}
            data-leads-on
            disabled={isEmpty}
            onClick={() => void startNewPlan()}
            title="Start an empty plan beside this one"
          >
            New plan
          </BarTool>
          <BarTool
            named="from-88rem"
            icon={<MoveIcon />}
            disabled={hasNone}
            onClick={() => gestures.openDialog('repack')}
            title="The fewest GPUs, or another mix, with the fewest moves"
          >
            Repack
          </BarTool>
          <BarTool
            named="from-88rem"
            icon={<CompareIcon />}
            disabled={isEmpty}
            onClick={() => gestures.openDialog('compare')}
            title="The plan beside what hosts print, or beside another plan"
          >
            Compare
          </BarTool>
          <BarTool
            named="from-88rem"
            icon={<LabIcon />}
            data-leads-on
            data-lab-button
            onClick={() => gestures.openView({ kind: 'lab' })}
            title="A walk through MIG on vSphere, on a simulated host"
          >
            Lab
          </BarTool>
        </MoreMenu>
        <Button onClick={() => gestures.openDialog('import')} title="Import" className="bar-button">
          <ImportIcon />
          <span className="max-wide:sr-only">Import</span>
        </Button>
        <Button
          disabled={isEmpty}
          onClick={() => gestures.openDialog('export')}
          title="Export"
          className="bar-button"
        >
          <ExportIcon />
          <span className="max-wide:sr-only">Export</span>
        </Button>
        <Button
          variant="primary"
          disabled={isEmpty}
          onClick={() => gestures.openDialog('share')}
          title="Share"
        >
          <LinkIcon />
          <span className="max-wide:sr-only">Share</span>
        </Button>
      </div>
    </header>
  );
}
