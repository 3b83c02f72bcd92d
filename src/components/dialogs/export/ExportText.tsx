import { migScriptErrorMessage } from '../../../formats/messages.ts';
import { useMemo, type RefObject } from 'react';
import { exportErrorMessage, leftOutMessage } from '../../../console/messages.ts';
import type { Exported } from '../../../console/exportPlan.ts';
import type { ExportError } from '../../../console/exports/exportDefinition.ts';
import type { Plan } from '../../../model/plan.ts';
import type { Result } from '../../../model/result.ts';
import { CodeField } from '../CodeField.tsx';
import { counted } from '../counted.ts';
import { useIsNarrow } from '../useIsNarrow.ts';
import { svgAddress } from './drawPng.ts';
import { ViolationList } from '../ViolationList.tsx';

interface ExportTextProps {
  readonly result: Result<Exported, ExportError>;
  readonly plan: Plan;
  readonly field: RefObject<HTMLTextAreaElement | null>;
}

/** The text, or what stands against it. */
export function ExportText({ result, plan, field }: ExportTextProps) {
  const isNarrow = useIsNarrow();
  if (!result.ok) return <Refused error={result.error} plan={plan} />;
  return (
    <>
      {result.value.leftOut.length > 0 && (
        <p className="text-table text-ink2">{leftOutMessage(result.value.leftOut)}</p>
      )}
      {result.value.remarks.map((remark) => (
        <p key={remark} className="text-table text-ink2">
          {remark}
        </p>
      ))}
      <Shown exported={result.value} field={field} wraps={isNarrow} />
    </>
  );
}

interface ShownProps {
  readonly exported: Exported;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly wraps: boolean;
}

function Shown({ exported, field, wraps }: ShownProps) {
  const { text, fileName, planForPng } = exported;
  const isPicture = planForPng !== null || fileName.endsWith('.svg');
  const lines = useMemo(() => text.replace(/\n$/, '').split('\n').length, [text]);
  return (
    <>
      <div className="flex items-baseline justify-between gap-3 text-table text-ink3">
        <span className="min-w-0 truncate font-mono">{fileName}</span>
        {planForPng === null && <span className="shrink-0">{counted(lines, 'line')}</span>}
      </div>
      {isPicture && (
        <div
          // The picture may be taller than the room for it.
          tabIndex={0}
          role="region"
          aria-label="Picture"
          className="-mt-1 min-h-40 flex-2 overflow-auto rounded-control border border-line bg-sunken p-2"
        >
          <img src={svgAddress(text)} alt="The picture as it will be" className="mx-auto block max-w-full" />
        </div>
      )}
      {planForPng === null && (
        <CodeField
          ref={field}
          label="Export text"
          hideLabel
          value={text}
          wraps={wraps}
          className={isPicture ? 'min-h-24 flex-1' : '-mt-1 min-h-60 flex-1'}
        />
      )}
    </>
  );
}

function Refused({ error, plan }: { readonly error: ExportError; readonly plan: Plan }) {
  switch (error.code) {
    case 'plan-illegal':
      return (
        <div className="min-h-0 flex-1 overflow-y-auto">
          <h3 className="text-body font-semibold">Not written while the plan is illegal</h3>
          <p className="pb-2 text-table text-ink2">
            It would ask for what cannot be created. Plan JSON and layout notation keep the plan as it is.
          </p>
          <ViolationList violations={error.violations} plan={plan} />
        </div>
      );
    case 'host-needed':
      return (
        <p className="flex-1 text-body">
          {error.hosts.length === 0 ? 'The plan has no host yet.' : 'Choose the host that the text is for.'}
        </p>
      );
    case 'script':
      return (
        <div className="flex-1">
          <h3 className="text-body font-semibold">No script for this</h3>
          <p className="text-body text-ink2">{migScriptErrorMessage(error.error)}</p>
        </div>
      );
    default:
      return <p className="flex-1 text-body">{exportErrorMessage(error, plan)}</p>;
  }
}
