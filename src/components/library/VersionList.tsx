import { useEffect, useRef, useState } from 'react';
import type { Result } from '../../model/result.ts';
import { gestures } from '../../state/app.ts';
import type { LibraryError } from '../../state/library/library.ts';
import { useLibrary } from '../../state/library/libraryStore.ts';
import { libraryErrorMessage } from '../../state/library/messages.ts';
import { library } from '../../state/library/page.ts';
import type { PlanRecord, VersionRecord } from '../../state/library/records.ts';
import { Button } from '../ui/Button.tsx';
import type { Done } from './LibraryDialog.tsx';
import { DrawnGpus } from './DrawnGpus.tsx';
import { differenceWords, sizeWords, whenWords } from './planWhen.ts';

interface VersionListProps {
  readonly record: PlanRecord;
  readonly now: number;
  readonly onDone: (done: Done) => void;
  readonly onBack: () => void;
}

/** The last versions of one plan: when each was, what it had more or fewer of, and the way back to it. */
export function VersionList({ record, now, onDone, onBack }: VersionListProps) {
  const { id, revision, name } = record;
  const isOpen = useLibrary((state) => state.planId === id);
  const [found, setFound] = useState<Result<readonly VersionRecord[], LibraryError> | null>(null);
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => back.current?.focus(), []);
  useEffect(() => {
    let isOver = false;
    void library.versions(id).then((versions) => {
      if (!isOver) setFound(versions);
    });
    return () => {
      isOver = true;
    };
  }, [id, revision]);

  const goBack = async (version: VersionRecord): Promise<void> => {
    const when = whenWords(version.changedAt, now);
    const gone = await library.goBack(version);
    if (!gone.ok) {
      onDone({ text: libraryErrorMessage(gone.error, `The version of ${when}`) });
      return;
    }
    const text = `${name} is as it was at ${when}. What it was until now is a version, too.`;
    const undo = (): void => {
      gestures.undo();
      onDone({ text: `${name} is as it was before.` });
      back.current?.focus();
    };
    onDone(isOpen ? { text, next: { label: 'Undo', run: undo } } : { text });
  };

  return (
    <>
      <div>
        <Button ref={back} size="small" data-focus-home onClick={onBack}>
          All plans
        </Button>
      </div>
      {found?.ok === false && (
        <p className="text-body">{libraryErrorMessage(found.error, 'The list of versions')}</p>
      )}
      {found?.ok === true && found.value.length === 0 && (
        <p className="text-body text-ink2">
          No earlier version yet. One is kept every few minutes while the plan is edited, and whenever another
          takes its place.
        </p>
      )}
      {found?.ok === true && found.value.length > 0 && (
        <ul aria-label={`Versions of ${name}`} className="plan-list">
          {found.value.map((version) => {
            const when = whenWords(version.changedAt, now);
            return (
              <li key={`${version.revision}.${version.part}`} className="plan-row">
                <DrawnGpus gpus={version.drawing} />
                <span className="plan-name">
                  <time dateTime={new Date(version.changedAt).toISOString()}>{when}</time>
                  {version.name !== name && <span className="text-ink2">{`, ${version.name}`}</span>}
                </span>
                <span className="plan-facts">
                  <span>{sizeWords(version.size)}</span>
                  <span>{differenceWords(version.size, record.size)}</span>
                </span>
                <span className="plan-actions">
                  <Button
                    size="small"
                    data-focus-home
                    aria-label={`Go back to the version of ${when}`}
                    onClick={() => void goBack(version)}
                  >
                    Go back to this version
                  </Button>
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </>
  );
}
