import { useState } from 'react';
import { gestures } from '../../state/app.ts';
import { FileButton } from '../dialogs/FileButton.tsx';
import { Button } from '../ui/Button.tsx';

/** What a host prints, as an example of what to paste. */
const EXAMPLE = `[root@esx-01:~] nvidia-smi mig -lgi
+-------------------------------------------------------+
| GPU instances:                                        |
| GPU   Name             Profile  Instance   Placement  |
|                          ID       ID       Start:Size |
|=======================================================|
|   0  MIG 3g.20gb          9        1          0:4     |
+-------------------------------------------------------+
|   0  MIG 3g.20gb          9        2          4:4     |
+-------------------------------------------------------+`;

const UNDERSTOOD = ['nvidia-smi mig -lgi', 'layout notation', 'plan file', 'share link'];

const open = (text: string): void => gestures.openDialog('import', text);

/** A place to paste into; what comes in is looked at in Import before anything is kept. */
export function PasteBox() {
  const [typed, setTyped] = useState('');
  return (
    <section aria-labelledby="paste-box">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3 pb-2">
        <h2 id="paste-box" className="text-body font-semibold">
          Or paste what your host prints
        </h2>
        <span className="text-table text-ink3">you see it drawn before anything is kept</span>
      </div>
      <div className="overflow-hidden rounded-card border border-strong bg-surface">
        <textarea
          aria-labelledby="paste-box"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onPaste={(event) => {
            const text = event.clipboardData.getData('text/plain');
            // Into a text that is being typed, a paste is just more of it.
            if (typed !== '' || text.trim() === '') return;
            event.preventDefault();
            open(text);
          }}
          placeholder={EXAMPLE}
          rows={10}
          wrap="off"
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          className="block w-full resize-none bg-transparent px-4 py-3 font-mono text-table leading-4.5 -outline-offset-2 placeholder:text-ink3"
        />
        <div className="flex flex-wrap items-center gap-2 border-t border-line px-4 py-2 text-table text-ink2">
          {typed.trim() === '' ? (
            <span>Paste here, drop a file anywhere, or</span>
          ) : (
            <Button variant="primary" onClick={() => open(typed)}>
              Read the text
            </Button>
          )}
          <FileButton onText={open} onFault={(sentence) => gestures.say(sentence, 'refused')} />
        </div>
      </div>
      <ul aria-label="Understood" className="flex flex-wrap items-center gap-2 pt-2 text-note text-ink2">
        <li aria-hidden="true" className="text-ink3">
          Understood:
        </li>
        {UNDERSTOOD.map((name) => (
          <li key={name} className="rounded-strip border border-line bg-surface px-2">
            {name}
          </li>
        ))}
      </ul>
    </section>
  );
}
