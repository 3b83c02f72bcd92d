import { useRef } from 'react';
import { boardLabel, type BoardId } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { Plan } from '../../model/plan.ts';
import { uiStore, useUi } from '../../state/app.ts';
import { USUAL_TERMS, type BoardTerms, type RequestsFleet } from '../../state/uiStore.ts';
import { BoardOptions } from '../dialogs/BoardOptions.tsx';
import { Button } from '../ui/Button.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { PlusIcon, RemoveIcon } from '../ui/icons.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import { SelectField } from '../ui/SelectField.tsx';
import { TextField } from '../ui/TextField.tsx';
import { nextBoard, type OfferFault } from './fleetFields.ts';

interface FleetBoardsProps {
  readonly plan: Plan;
  /** The board that the profiles are listed for. */
  readonly board: BoardId;
  /** Costs and limits matter: there are several boards, or requests that may go to any profile. */
  readonly isFleet: boolean;
  readonly hasGroups: boolean;
  readonly fault: OfferFault | null;
  /** The user has asked for something else. */
  readonly onAsk: () => void;
}

const APART = [
  { value: 'gpu', label: 'GPUs' },
  { value: 'host', label: 'Hosts' },
] as const;

function setFleet(change: Partial<RequestsFleet>): void {
  uiStore.setState((ui) => ({ requestsFleet: { ...ui.requestsFleet, ...change } }));
}

const labelOf = (id: BoardId): string => {
  const board = findBoard(id);
  return board === undefined ? id : boardLabel(board);
};

/** What the board costs, and the other boards that the requests may go to. */
export function FleetBoards({ plan, board, isFleet, hasGroups, fault, onAsk }: FleetBoardsProps) {
  const { terms, more, apart } = useUi((ui) => ui.requestsFleet);
  const isAdded = useRef(false);
  const addRef = useRef<HTMLButtonElement>(null);
  const next = nextBoard(plan, [board, ...more.map((one) => one.board)]);
  const faultOf = (entry: number): OfferFault | null => (fault?.entry === entry ? fault : null);
  const setMore = (at: number, change: Partial<(typeof more)[number]>): void => {
    onAsk();
    setFleet({ more: more.map((one, index) => (index === at ? { ...one, ...change } : one)) });
  };
  return (
    <div className="flex flex-col gap-2 pt-2">
      {isFleet && (
        <TermsFields
          board={board}
          terms={terms}
          fault={faultOf(0)}
          onTerms={(change) => {
            onAsk();
            setFleet({ terms: { ...terms, ...change } });
          }}
        />
      )}
      {more.map((one, index) => (
        <div key={index} role="group" aria-label={`Board ${index + 2}`} className="request-board">
          <div className="flex items-end gap-1">
            <SelectField
              label={`Board ${index + 2}`}
              value={one.board}
              ref={(element) => {
                if (element === null || !isAdded.current || index < more.length - 1) return;
                isAdded.current = false;
                element.focus();
              }}
              onChange={(event) => setMore(index, { board: event.target.value })}
              className="flex-1"
            >
              <BoardOptions value={one.board} />
            </SelectField>
            <IconButton
              label={`Remove ${labelOf(one.board)}`}
              onClick={() => {
                addRef.current?.focus();
                onAsk();
                setFleet({ more: more.filter((other) => other !== one) });
              }}
            >
              <RemoveIcon />
            </IconButton>
          </div>
          <TermsFields
            board={one.board}
            terms={one}
            fault={faultOf(index + 1)}
            onTerms={(change) => setMore(index, change)}
          />
        </div>
      ))}
      {isFleet && (
        <p className="text-note text-ink3">
          What a GPU costs, in a unit of yours; how many may be had, and how many stand in a host.
        </p>
      )}
      {hasGroups && (
        <div className="flex flex-wrap items-center gap-2">
          <span aria-hidden="true">Groups are kept apart by</span>
          <Segmented
            label="Groups are kept apart by"
            options={APART}
            value={apart}
            onChange={(value) => {
              onAsk();
              setFleet({ apart: value });
            }}
          />
        </div>
      )}
      <p>
        <Button
          ref={addRef}
          size="small"
          aria-disabled={next === null || undefined}
          title="The requests may go to any of the boards: which of them costs least"
          onClick={() => {
            if (next === null) return;
            isAdded.current = true;
            onAsk();
            setFleet({ more: [...more, { board: next, ...USUAL_TERMS }] });
          }}
        >
          <PlusIcon /> Add a board
        </Button>
      </p>
    </div>
  );
}

interface TermsFieldsProps {
  readonly board: BoardId;
  readonly terms: BoardTerms;
  readonly fault: OfferFault | null;
  readonly onTerms: (change: Partial<BoardTerms>) => void;
}

const FIELDS = [
  ['cost', 'Cost', 'decimal'],
  ['atMost', 'At most', 'numeric'],
  ['perHost', 'Per host', 'numeric'],
] as const;

function TermsFields({ board, terms, fault, onTerms }: TermsFieldsProps) {
  return (
    <div role="group" aria-label={`Terms of ${labelOf(board)}`}>
      <div className="grid grid-cols-3 gap-2">
        {FIELDS.map(([field, label, inputMode]) => (
          <TextField
            key={field}
            label={label}
            inputMode={inputMode}
            placeholder={field === 'atMost' ? 'any' : undefined}
            aria-invalid={fault?.field === field || undefined}
            value={terms[field]}
            onFocus={(event) => event.target.select()}
            onChange={(event) => onTerms({ [field]: event.target.value })}
          />
        ))}
      </div>
      {fault !== null && (
        <p role="alert" className="pt-1">
          {FIELDS.find(([field]) => field === fault.field)?.[1] ?? 'Board'}: {fault.message}
        </p>
      )}
    </div>
  );
}
