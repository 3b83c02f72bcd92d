import { useLayoutEffect, useRef, useState } from 'react';
import { gestures } from '../../state/app.ts';
import { browserStorage } from '../../state/persist.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { KEY_SHEET } from './keySheet.ts';
import { KeyList } from './KeyList.tsx';
import { areSignsOff, isSign, SIGNS_OFF } from './keys.ts';
import './actions.css';

/** Every key of the page, to read and to print; and the switch for those that are a letter to a voice or a slip of the hand. */
export function KeysDialog() {
  const sheet = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => sheet.current?.focus(), []);
  return (
    <Dialog
      title="Keyboard"
      subtitle="Every key of the page"
      size="wide"
      isBare
      onClose={gestures.closeDialog}
      footer={
        <>
          <SignsSwitch />
          <span className="flex-1" />
          <Button onClick={() => window.print()}>Print</Button>
        </>
      }
    >
      {/* Nothing in it takes the focus, so it does itself: arrows scroll it. */}
      <div ref={sheet} role="region" aria-label="Keys" tabIndex={0} className="key-sheet">
        {KEY_SHEET.map(({ where, rows }) => (
          <section key={where} aria-label={where}>
            <h3>{where}</h3>
            <dl>
              {rows.map(({ does, keys }) => (
                <div key={does}>
                  <dt>{does}</dt>
                  <dd>
                    <KeyList keys={keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

/** WCAG 2.1.4: keys of a single sign can be switched off. */
function SignsSwitch() {
  const [isOn, setOn] = useState(() => !areSignsOff());
  const [isKept, setKept] = useState(true);
  const signs = KEY_SHEET.flatMap(({ rows }) => rows.flatMap(({ keys }) => keys.filter(isSign)));
  const turn = (next: boolean): void => {
    try {
      const storage = browserStorage();
      if (next) storage?.removeItem(SIGNS_OFF);
      else storage?.setItem(SIGNS_OFF, '1');
      setKept(storage !== null);
      if (storage !== null) setOn(next);
    } catch {
      setKept(false);
    }
  };
  return (
    <label className="key-switch">
      <input type="checkbox" checked={isOn} onChange={({ target }) => turn(target.checked)} />
      <span>
        Keys of a single sign: {signs.join(' and ')}
        <span role="status" aria-label="Setting">
          {isKept ? '' : ' (this browser keeps no settings)'}
        </span>
      </span>
    </label>
  );
}
