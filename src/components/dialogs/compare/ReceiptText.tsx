import { useMemo, useRef, useState } from 'react';
import { makeReceipt, type ReceiptForm } from '../../../console/receipt.ts';
import type { GiId } from '../../../model/ids.ts';
import type { Plan } from '../../../model/plan.ts';
import type { HostDifference } from '../../../placement/observed/compare.ts';
import { Button } from '../../ui/Button.tsx';
import { CheckIcon, CopyIcon } from '../../ui/icons.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { CodeField } from '../CodeField.tsx';
import { useCopy } from '../useCopy.ts';

interface ReceiptTextProps {
  readonly plan: Plan;
  readonly hosts: readonly HostDifference[];
  readonly startUnknown: ReadonlySet<GiId>;
}

const FORMS = [
  { value: 'text', label: 'Text' },
  { value: 'markdown', label: 'Markdown' },
] as const;

/** The receipt for the ticket of the change. */
export function ReceiptText({ plan, hosts, startUnknown }: ReceiptTextProps) {
  const [form, setForm] = useState<ReceiptForm>('text');
  const field = useRef<HTMLTextAreaElement>(null);
  const { isCopied, copy } = useCopy();
  const text = useMemo(
    () => makeReceipt(plan, hosts, form, { startUnknown }),
    [plan, hosts, form, startUnknown],
  );
  return (
    <section className="border-t border-line pt-3">
      <div className="flex flex-wrap items-center gap-2 pb-2">
        <h3 className="mr-auto text-table font-semibold">Receipt</h3>
        <Segmented label="Form of the receipt" options={FORMS} value={form} onChange={setForm} />
        <Button size="small" onClick={() => void copy(field, 'the receipt')}>
          {isCopied ? <CheckIcon /> : <CopyIcon />}
          {isCopied ? 'Copied' : 'Copy'}
        </Button>
      </div>
      <CodeField
        ref={field}
        label="Text for the ticket"
        hideLabel
        value={text}
        wraps={form === 'markdown'}
        className="h-64"
      />
    </section>
  );
}
