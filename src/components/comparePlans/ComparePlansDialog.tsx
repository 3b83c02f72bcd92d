import { useState } from 'react';
import { useUi } from '../../state/app.ts';
import { comparePlansStore, useComparePlans } from '../../state/comparePlans.ts';
import { ComparisonDialog } from './ComparisonDialog.tsx';
import { OtherTextDialog } from './OtherTextDialog.tsx';
import './comparePlans.css';

/** The open plan beside another one; where that comes as a text, the text first. */
export function ComparePlansDialog() {
  const isChosen = useComparePlans((state) => state.other !== null);
  const isDropped = useUi((ui) => ui.importText !== '');
  const [isTyping, setTyping] = useState(false);
  if (isDropped && !isTyping) setTyping(true);
  return isTyping ? (
    <OtherTextDialog
      onBack={() => setTyping(false)}
      onTake={(plan, label) => {
        comparePlansStore.setState({ other: { kind: 'plan', of: 'text', match: 'names', plan, label } });
        setTyping(false);
      }}
    />
  ) : (
    <ComparisonDialog isChosen={isChosen} onType={() => setTyping(true)} />
  );
}
