import { useEffect } from 'react';
import { useUi } from '../../state/app.ts';
import { DropZone } from './DropZone.tsx';
import { fetchSoon, laterPart } from '../ui/laterPart.tsx';
import { usePastedText } from './usePastedText.ts';

// Readers and writers of formats are half of the product's code, so they come with the dialog that needs them.
const ImportDialog = laterPart(async () => (await import('./import/ImportDialog.tsx')).ImportDialog);
const CompareDialog = laterPart(async () => (await import('./compare/CompareDialog.tsx')).CompareDialog);
const ComparePlansDialog = laterPart(
  async () => (await import('../comparePlans/ComparePlansDialog.tsx')).ComparePlansDialog,
);
const ExportDialog = laterPart(async () => (await import('./export/ExportDialog.tsx')).ExportDialog);
const ShareDialog = laterPart(async () => (await import('./share/ShareDialog.tsx')).ShareDialog);
const AddHostDialog = laterPart(async () => (await import('./AddHostDialog.tsx')).AddHostDialog);
const HostsDialog = laterPart(async () => (await import('./HostsDialog.tsx')).HostsDialog);
const LibraryDialog = laterPart(async () => (await import('../library/LibraryDialog.tsx')).LibraryDialog);
const SavingDialog = laterPart(async () => (await import('../library/SavingDialog.tsx')).SavingDialog);
const LayoutPicker = laterPart(async () => (await import('../layouts/LayoutPicker.tsx')).LayoutPicker);
const VmTableDialog = laterPart(async () => (await import('../vms/VmTableDialog.tsx')).VmTableDialog);
const RequestsTable = laterPart(async () => (await import('../requests/RequestsTable.tsx')).RequestsTable);
const SimulateDialog = laterPart(async () => (await import('../simulate/SimulateDialog.tsx')).SimulateDialog);
const RepackDialog = laterPart(async () => (await import('../repack/RepackDialog.tsx')).RepackDialog);
const ProblemsDialog = laterPart(async () => (await import('../problems/ProblemsDialog.tsx')).ProblemsDialog);
const GlossaryDialog = laterPart(async () => (await import('../glossary/GlossaryDialog.tsx')).GlossaryDialog);
const TrustDialog = laterPart(async () => (await import('../trust/TrustDialog.tsx')).TrustDialog);
const CommandsDialog = laterPart(async () => (await import('../actions/CommandsDialog.tsx')).CommandsDialog, {
  isSoon: true,
});
const KeysDialog = laterPart(async () => (await import('../actions/KeysDialog.tsx')).KeysDialog);

/** The dialog that is open, and the two ways to open Import from anywhere: paste and drop. Mounted once. */
export function Dialogs() {
  const dialog = useUi((ui) => ui.dialog);
  usePastedText();
  useEffect(fetchSoon, []);
  return (
    <>
      <DropZone />
      {dialog === 'import' && <ImportDialog />}
      {dialog === 'compare' && <CompareDialog />}
      {dialog === 'compare-plans' && <ComparePlansDialog />}
      {dialog === 'export' && <ExportDialog />}
      {dialog === 'share' && <ShareDialog />}
      {dialog === 'add-host' && <AddHostDialog />}
      {dialog === 'hosts' && <HostsDialog />}
      {dialog === 'library' && <LibraryDialog />}
      {dialog === 'saving' && <SavingDialog />}
      {dialog === 'layouts' && <LayoutPicker />}
      {dialog === 'vm-table' && <VmTableDialog />}
      {dialog === 'requests-table' && <RequestsTable />}
      {dialog === 'simulate' && <SimulateDialog />}
      {dialog === 'repack' && <RepackDialog />}
      {dialog === 'problems' && <ProblemsDialog />}
      {dialog === 'glossary' && <GlossaryDialog />}
      {dialog === 'trust' && <TrustDialog />}
      {dialog === 'commands' && <CommandsDialog />}
      {dialog === 'keys' && <KeysDialog />}
    </>
  );
}
