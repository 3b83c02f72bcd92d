import type { Exported } from '../../../console/writeExport.ts';
import { svgAddress } from './drawPng.ts';
import { PagePreview } from './PagePreview.tsx';
import { ScrolledPreview } from './ScrolledPreview.tsx';
import { TablePreview } from './TablePreview.tsx';

export type PreviewKind = 'table' | 'picture' | 'page';

/** A larger one takes seconds to draw, and shows a hundred hosts at the size of letters. */
const MOST_DRAWN = 1_000_000;

/** What the text is to whoever opens the file; null: to be read as it is. */
export function previewKindOf({ planForPng, fileName, clipboard }: Exported): PreviewKind | null {
  if (clipboard !== null) return 'table';
  if (planForPng !== null || fileName.endsWith('.svg')) return 'picture';
  return fileName.endsWith('.html') ? 'page' : null;
}

interface ExportPreviewProps {
  readonly exported: Exported;
  readonly kind: PreviewKind;
}

/** The file as it will look once it is opened. */
export function ExportPreview({ exported, kind }: ExportPreviewProps) {
  const { text, clipboard } = exported;
  if (kind === 'table') return clipboard === null ? null : <TablePreview table={clipboard.cells} />;
  if (text.length > MOST_DRAWN) {
    return (
      <p className="text-body text-ink2">
        {kind === 'picture'
          ? 'The picture is too large to be drawn here: Download it, or take the picture of one host.'
          : 'The page is too long to be drawn here: open it to print.'}
      </p>
    );
  }
  if (kind === 'page') return <PagePreview html={text} />;
  return (
    <ScrolledPreview label="Picture" className="bg-sunken p-2">
      <img src={svgAddress(text)} alt="The picture as it will be" className="mx-auto block max-w-full" />
    </ScrolledPreview>
  );
}
