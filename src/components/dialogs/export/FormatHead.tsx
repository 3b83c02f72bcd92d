import { carriedMessage } from '../../../console/messages.ts';
import type { ExportOptions } from '../../../console/exports/exportDefinition.ts';
import { EXPORT_ROWS, type ExportFormat } from '../../../console/exports/exportRows.ts';
import { Button } from '../../ui/Button.tsx';

interface FormatHeadProps {
  readonly format: ExportFormat;
  readonly starts: ExportOptions['starts'];
  /** On a page without room for the list beside it: brings the list. */
  readonly onChoose: () => void;
  readonly chooseButton: React.RefObject<HTMLButtonElement | null>;
}

/** What was chosen, what it is good for and what it carries. */
export function FormatHead({ format, starts, onChoose, chooseButton }: FormatHeadProps) {
  const row = EXPORT_ROWS[format];
  return (
    <div className="flex flex-wrap items-start gap-x-3 max-wide:gap-y-1.5">
      <h3 className="min-w-0 flex-1 text-body font-semibold">
        {row.name}
        <span className="font-normal text-ink2">: {row.about}</span>
      </h3>
      <p className="order-last basis-full text-table text-ink2">{carriedMessage(row, { starts })}</p>
      <Button ref={chooseButton} className="wide:hidden" onClick={onChoose}>
        Other format
      </Button>
    </div>
  );
}
