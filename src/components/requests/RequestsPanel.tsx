import { useMemo, useRef, useState } from 'react';
import { isDrawable } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { PlanRequest } from '../../model/plan.ts';
import { gestures, uiStore, usePlan, useReadOnly, useUi } from '../../state/app.ts';
import { runCommand } from '../../state/specialEdits.ts';
import { BoardSelect } from '../dialogs/BoardSelect.tsx';
import { Button } from '../ui/Button.tsx';
import { PasteIcon } from '../ui/icons.tsx';
import { boardFor } from './boardFor.ts';
import { FleetAnswer } from './FleetAnswer.tsx';
import { FleetBoards } from './FleetBoards.tsx';
import { isForFleet, readOffers } from './fleetFields.ts';
import { GroupRows } from './GroupRows.tsx';
import { NeedRows } from './NeedRows.tsx';
import { PlaceRoom } from './PlaceRoom.tsx';
import { RequestList } from './RequestList.tsx';
import { RequestsAnswer } from './RequestsAnswer.tsx';
import './requests.css';

/** What is asked for, by profile; how many GPUs that takes, and what of it the plan has room for. */
export function RequestsPanel() {
  const plan = usePlan((state) => state.plan);
  const isReadOnly = useReadOnly();
  const chosen = useUi((ui) => ui.requestsOf);
  const [draft, setDraft] = useState<readonly PlanRequest[] | null>(null);
  const hasGpus = plan.hosts.some(({ gpus }) => gpus.length > 0);
  const askedRef = useRef(false);
  const boardId = chosen ?? boardFor(plan);
  const found = findBoard(boardId);
  const board = found !== undefined && isDrawable(found) ? found : null;
  const requests = draft ?? plan.requests;
  const asked = useMemo(
    () => (board === null || requests.length === 0 ? null : { board: board.id, requests }),
    [board, requests],
  );
  const fleet = useUi((ui) => ui.requestsFleet);
  const isFleet = fleet.more.length > 0 || isForFleet(requests);
  const offers = useMemo(
    () => readOffers([{ board: boardId, ...fleet.terms }, ...fleet.more]),
    [boardId, fleet.terms, fleet.more],
  );
  const askedOfFleet = useMemo(
    () =>
      !isFleet || offers.fault !== null || requests.length === 0
        ? null
        : { boards: offers.boards, requests, apart: fleet.apart },
    [isFleet, offers, requests, fleet.apart],
  );
  const onAsk = (): void => {
    askedRef.current = true;
  };
  return (
    <section aria-label="Requests" className="requests">
      <div className="requests-head">
        <h2 className="text-body font-semibold max-wide:sr-only">Requests</h2>
        <span className="flex-1" />
        <Button
          data-edits
          size="small"
          title="Requests from a table, a line or JSON"
          onClick={() => gestures.openDialog('requests-table')}
        >
          <PasteIcon /> Paste
        </Button>
        <Button
          size="small"
          variant="quiet"
          title="Place instances one by one"
          className="max-wide:hidden"
          onClick={() => gestures.showLeft('profiles')}
        >
          Profiles
        </Button>
      </div>
      <div className="requests-part">
        <BoardSelect value={boardId} onChange={(requestsOf) => uiStore.setState({ requestsOf })} />
        {board !== null && (
          <FleetBoards
            plan={plan}
            board={boardId}
            isFleet={isFleet}
            hasGroups={requests.some(({ group }) => group !== null)}
            fault={isFleet ? offers.fault : null}
            onAsk={onAsk}
          />
        )}
      </div>
      <div className="requests-part">
        {board === null ? (
          <p className="text-table text-ink2">
            The starts of this board are not public, so nothing can be planned on it. Choose another.
          </p>
        ) : (
          <fieldset disabled={isReadOnly} className="contents">
            <RequestList board={board} requests={plan.requests} onDraft={setDraft} onAsk={onAsk} />
            <GroupRows board={board} requests={plan.requests} onDraft={setDraft} onAsk={onAsk} />
            <NeedRows requests={plan.requests} onDraft={setDraft} onAsk={onAsk} />
          </fieldset>
        )}
        {plan.requests.length > 0 && (
          <p className="pt-2">
            <Button
              data-edits
              size="small"
              onClick={() => runCommand({ type: 'requests/set', requests: [] })}
            >
              Clear the list
            </Button>
          </p>
        )}
      </div>
      {board !== null &&
        (asked === null ? (
          <p className="requests-part text-table text-ink2">
            Say how many instances of each profile you need, or what they need, or paste a table. The fewest
            GPUs that hold them all, and why nobody can do it with fewer, is said here while you type; then
            place them on new GPUs or into the free room of the plan.
          </p>
        ) : (
          <>
            {hasGpus && <PlaceRoom plan={plan} requests={requests} isDraft={draft !== null} />}
            {askedOfFleet !== null && (
              <FleetAnswer
                plan={plan}
                asked={askedOfFleet}
                isDraft={draft !== null}
                askedRef={askedRef}
                isFirst={!hasGpus}
              />
            )}
            {!isFleet && (
              <RequestsAnswer
                board={board}
                plan={plan}
                asked={asked}
                isDraft={draft !== null}
                askedRef={askedRef}
                isFirst={!hasGpus}
              />
            )}
          </>
        ))}
      <p className="requests-part flex flex-wrap items-center gap-2 text-ink2">
        <span className="min-w-0 flex-1">And while instances come and go?</span>
        <Button size="small" onClick={() => gestures.openDialog('simulate')}>
          Simulate
        </Button>
      </p>
    </section>
  );
}
