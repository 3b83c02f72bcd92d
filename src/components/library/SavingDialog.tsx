import { makePlanJson } from '../../formats/planJson.ts';
import { gestures, usePlan } from '../../state/app.ts';
import { useLibrary } from '../../state/library/libraryStore.ts';
import { faultMessage } from '../../state/library/messages.ts';
import { session } from '../../state/library/page.ts';
import { saveText } from '../dialogs/saveText.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { DownloadIcon } from '../ui/icons.tsx';

/** Why the open plan is in this tab alone, and what can be done about it. */
export function SavingDialog() {
  const saving = useLibrary((state) => state.saving);
  const plan = usePlan((state) => state.plan);
  const download = (): void => {
    saveText(makePlanJson(plan), 'plan.mig-plan.json');
    gestures.say('Saved as plan.mig-plan.json.', 'done');
  };
  const choose = (act: () => Promise<void>) => (): void => {
    gestures.closeDialog();
    void act();
  };
  const file = (
    <Button onClick={download}>
      <DownloadIcon /> Download the plan
    </Button>
  );

  switch (saving.kind) {
    case 'saved':
      return (
        <Dialog title="Saved" size="small" onClose={gestures.closeDialog}>
          <p className="text-body">The plan is kept in this browser.</p>
        </Dialog>
      );
    case 'saving':
      return (
        <Dialog title="Saving" size="small" onClose={gestures.closeDialog} footer={file}>
          <p className="text-body">
            The plan is being stored in this browser. It is large, so this takes a moment: leave the page open
            until it is done.
          </p>
        </Dialog>
      );
    case 'unsaved':
      return (
        <Dialog
          title="Not saved"
          size="small"
          onClose={gestures.closeDialog}
          footer={
            <>
              <span className="flex-1 max-[30rem]:basis-full">{file}</span>
              <Button variant="primary" onClick={choose(session.flush)} className="max-[30rem]:flex-1">
                Try again
              </Button>
            </>
          }
        >
          <p className="text-body">{faultMessage(saving.fault)}</p>
          <p className="pt-2 text-body text-ink2">
            The plan is whole in this tab, and every edit tries again to save it. Download it before you
            leave.
          </p>
        </Dialog>
      );
    case 'conflict':
      return (
        <Dialog
          title="Changed in two tabs"
          size="normal"
          onClose={gestures.closeDialog}
          footer={
            <>
              <span className="flex-1 max-[30rem]:basis-full">{file}</span>
              <Button onClick={choose(session.takeTheirs)} className="max-[30rem]:flex-1">
                Take theirs
              </Button>
              <Button variant="primary" onClick={choose(session.keepMine)} className="max-[30rem]:flex-1">
                Keep mine as a copy
              </Button>
            </>
          }
        >
          <p className="text-body">
            {`${plan.name} was changed here and in another tab, and only one of the two can go on under this name.`}
          </p>
          <p className="pt-2 text-body text-ink2">
            Neither choice loses anything. A copy stands beside the other tab’s plan. Taking theirs is one
            step: Undo brings back what is here, and it is kept as a version.
          </p>
        </Dialog>
      );
  }
}
