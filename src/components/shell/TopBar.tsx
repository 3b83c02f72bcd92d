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
          <Button
            variant="quiet"
            onClick={() => gestures.openDialog('library')}
            className="max-wide:justify-start wide:max-[96rem]:w-7 wide:max-[96rem]:!px-0"
            title="Plans in this browser"
          >
            <PlansIcon />
            <span className="wide:max-[96rem]:sr-only">Plans</span>
          </Button>
          <Button
            variant="quiet"
            data-leads-on
            disabled={isEmpty}
            onClick={() => void startNewPlan()}
            className="max-wide:justify-start wide:max-[96rem]:w-7 wide:max-[96rem]:!px-0"
            title="Start an empty plan beside this one"
          >
            <FileIcon />
            <span className="wide:max-[96rem]:sr-only">New plan</span>
          </Button>
          <Button
            variant="quiet"
            disabled={hasNone}
            onClick={() => gestures.openDialog('repack')}
            className="max-wide:justify-start wide:max-[88rem]:w-7 wide:max-[88rem]:!px-0"
            title="The fewest GPUs, or another mix, with the fewest moves"
          >
            <MoveIcon />
            <span className="wide:max-[88rem]:sr-only">Repack</span>
          </Button>
          <Button
            variant="quiet"
            disabled={isEmpty}
            onClick={() => gestures.openDialog('compare')}
            className="max-wide:justify-start wide:max-[88rem]:w-7 wide:max-[88rem]:!px-0"
            title="The plan beside what hosts print"
          >
            <CompareIcon />
            <span className="wide:max-[88rem]:sr-only">Compare</span>
          </Button>
          <Button
            variant="quiet"
            data-leads-on
            data-lab-button
            onClick={() => gestures.openView({ kind: 'lab' })}
            className="max-wide:justify-start wide:max-[88rem]:w-7 wide:max-[88rem]:!px-0"
            title="A walk through MIG on vSphere, on a simulated host"
          >
            <LabIcon />
            <span className="wide:max-[88rem]:sr-only">Lab</span>
          </Button>
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
