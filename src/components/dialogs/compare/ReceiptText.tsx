import type { RefObject } from 'react';
import type { ReceiptForm } from '../../../console/receipt.ts';
import { Segmented } from '../../ui/Segmented.tsx';
import { CodeField } from '../CodeField.tsx';

export interface ReceiptTextProps {
  readonly text: string;
  readonly form: ReceiptForm;
  readonly onForm: (form: ReceiptForm) => void;
  readonly field: RefObject<HTMLTextAreaElement | null>;
}

const FORMS = [
  { value: 'text', label: 'Text' },
  { value: 'markdown', label: 'Markdown' },
] as const;

/** The receipt for the ticket of the change, as it will be copied. */
export function ReceiptText({ text, form, onForm, field }: ReceiptTextProps) {
  return (
    <section className="border-t border-line pt-3">
      <div className="flex flex-wrap items-center gap-2 pb-2">
        <h3 className="mr-auto text-table font-semibold">Receipt</h3>
        <Segmented label="Form of the receipt" options={FORMS} value={form} onChange={onForm} />
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
