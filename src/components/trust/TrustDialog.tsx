import { useEffect, useState } from 'react';
import { BOARDS } from '../../model/catalogue/catalogue.ts';
import { loadEvidence, type Evidence } from '../../model/catalogue/evidence.ts';
import { NAMED_BOARDS, namesOfBoard } from '../../model/nameTable.ts';
import { gestures, planStore, uiStore } from '../../state/app.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { BoardChoice } from './BoardChoice.tsx';
import { BoardFacts } from './BoardFacts.tsx';
import './trust.css';

/** The board it was asked for, else the first of the plan, else the first of the catalogue. */
function firstBoard(): string {
  const asked = uiStore.getState().trustOf;
  const planned = planStore.getState().plan.hosts.flatMap((host) => host.gpus.map(({ board }) => board));
  return (
    [asked, ...planned].find((id) => id !== null && namesOfBoard(id) !== undefined) ?? BOARDS[0]?.id ?? ''
  );
}

/** Every board's facts, each with how sure it is and where it is from; and its states, counted here and now. */
export function TrustDialog() {
  const [id, setId] = useState(firstBoard);
  const [evidence, setEvidence] = useState<Evidence | null>(null);
  useEffect(() => {
    let isHere = true;
    void loadEvidence().then((loaded) => {
      if (isHere) setEvidence(loaded);
    });
    return () => {
      isHere = false;
    };
  }, []);
  const board = namesOfBoard(id);
  const others = NAMED_BOARDS.length - BOARDS.length;
  return (
    <Dialog
      title="How do we know?"
      subtitle={`${BOARDS.length} boards, and ${others} known to NVIDIA’s vGPU tables only`}
      size="widest"
      isBare
      onClose={gestures.closeDialog}
    >
      <div className="trust flex-1">
        <BoardChoice value={id} onChange={setId} />
        {board !== undefined && evidence !== null ? (
          <BoardFacts key={id} named={board} evidence={evidence} />
        ) : (
          <div className="trust-facts" aria-busy="true" />
        )}
      </div>
    </Dialog>
  );
}
