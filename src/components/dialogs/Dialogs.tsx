import { lazy, Suspense } from 'react';
import { useUi } from '../../state/app.ts';
import { DropZone } from './DropZone.tsx';
import { usePastedText } from './usePastedText.ts';

// Readers and writers of formats are half of the product's code, so they come with the dialog that needs them.
const ImportDialog = lazy(async () => ({
  default: (await import('./import/ImportDialog.tsx')).ImportDialog,
}));
const ExportDialog = lazy(async () => ({
  default: (await import('./export/ExportDialog.tsx')).ExportDialog,
}));
const ShareDialog = lazy(async () => ({ default: (await import('./share/ShareDialog.tsx')).ShareDialog }));
const LinkDialog = lazy(async () => ({ default: (await import('./LinkDialog.tsx')).LinkDialog }));
const AddHostDialog = lazy(async () => ({ default: (await import('./AddHostDialog.tsx')).AddHostDialog }));
const LibraryDialog = lazy(async () => ({
  default: (await import('../library/LibraryDialog.tsx')).LibraryDialog,
}));
const SavingDialog = lazy(async () => ({
  default: (await import('../library/SavingDialog.tsx')).SavingDialog,
}));
const LayoutPicker = lazy(async () => ({
  default: (await import('../layouts/LayoutPicker.tsx')).LayoutPicker,
}));
const VmTableDialog = lazy(async () => ({
  default: (await import('../vms/VmTableDialog.tsx')).VmTableDialog,
}));
const ProblemsDialog = lazy(async () => ({
  default: (await import('../problems/ProblemsDialog.tsx')).ProblemsDialog,
}));
const GlossaryDialog = lazy(async () => ({
  default: (await import('../glossary/GlossaryDialog.tsx')).GlossaryDialog,
}));
const TrustDialog = lazy(async () => ({ default: (await import('../trust/TrustDialog.tsx')).TrustDialog }));

/** The dialog that is open, and the two ways to open Import from anywhere: paste and drop. Mounted once. */
export function Dialogs() {
  const dialog = useUi((ui) => ui.dialog);
  usePastedText();
  return (
    <>
      <DropZone />
      <Suspense fallback={null}>
        {dialog === 'import' && <ImportDialog />}
        {dialog === 'export' && <ExportDialog />}
        {dialog === 'share' && <ShareDialog />}
        {dialog === 'link' && <LinkDialog />}
        {dialog === 'add-host' && <AddHostDialog />}
        {dialog === 'library' && <LibraryDialog />}
        {dialog === 'saving' && <SavingDialog />}
        {dialog === 'layouts' && <LayoutPicker />}
        {dialog === 'vm-table' && <VmTableDialog />}
        {dialog === 'problems' && <ProblemsDialog />}
        {dialog === 'glossary' && <GlossaryDialog />}
        {dialog === 'trust' && <TrustDialog />}
      </Suspense>
    </>
  );
}
