/** In which order to start the VMs of a host whose hypervisor creates the instances, and where each of them lands. */
import { expectAccessibleAtEachWidth, LOOK } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { PowerOnPage } from './pages/PowerOnPage.ts';

const PLAN = `esx-01/0 a100-pcie-40gb: 1g.5gb@0=dev-1, 1g.5gb@3=dev-2, 3g.20gb@4=chat-a
esx-01/1 a100-pcie-40gb: 2g.10gb@0=ocr-1, 2g.10gb@2=ocr-2, 3g.20gb@4=chat-b`;

/** One driver model has no order for these four. */
const HOPELESS = 'esx-01/0 a100-pcie-40gb: 4g.20gb@0=big, 1g.5gb@4=s1, 1g.5gb@5=s2, 1g.10gb@6=wide';

test('the order is stepped through by mouse, and the layout to expect is adopted in one step', async ({
  planner,
}) => {
  const powerOn = new PowerOnPage(planner);
  await powerOn.openPlan(PLAN);
  await powerOn.open();
  await expect(powerOn.summary).toContainText('All 6 VMs start');
  await expect(powerOn.summary).toContainText('Top to bottom of the VM table would not do');
  await expect(powerOn.summary.getByRole('row', { name: /^Fewest lost, mirrored GPUs/ })).toContainText(
    '6 of 6',
  );
  const rows = powerOn.order.getByRole('listitem');
  await expect(rows).toHaveCount(6);
  await expect(rows.first()).toContainText('chat-a');
  await expect(powerOn.row('ocr-2')).toContainText('drawn on GPU 1');
  await expect(powerOn.gpu(0)).toContainText('GPU 0 is filled before GPU 1, and has room.');

  await powerOn.button('First').click();
  await expect(planner.message).toHaveText('All 6 VMs are off. The first to start is chat-a.');
  await expect(powerOn.gpu(0)).toContainText('nothing started');
  for (let step = 1; step <= 6; step++) {
    await powerOn.button('Next').click();
    await expect(planner.message).toContainText(`Step ${step} of 6: `);
    await expect(powerOn.gpu(0)).toContainText(`after step ${step} of 6`);
    await expect(rows.nth(step - 1)).toContainText('started');
  }
  await expect(powerOn.order.locator('[aria-current="step"]')).toHaveCount(0);

  await powerOn.button('Adopt the expected layout').click();
  await expect(planner.message).toHaveText('Draw esx-01 as it powers on.');
  await expect(powerOn.summary).toContainText('each lands where it is drawn');
  await expect(powerOn.button('Adopt the expected layout')).toBeHidden();
  await powerOn.button('Close').click();
  await expect(powerOn.wayIn()).toBeFocused();
  await expect(planner.gpu(0).instance('2g.10gb', 2)).toHaveAccessibleName(/ocr-2/);
  await planner.undo.click();
  await expect(planner.gpu(1).instance('2g.10gb', 2)).toHaveAccessibleName(/ocr-2/);
});

test('by keyboard: in, step by step, another model, the text, and out', async ({ planner }) => {
  const powerOn = new PowerOnPage(planner);
  const { keyboard } = planner.page;
  await powerOn.openPlan(PLAN);
  await powerOn.wayIn().focus();
  await keyboard.press('Enter');
  await expect(powerOn.summary.getByRole('heading', { name: 'All 6 VMs start' })).toBeFocused();
  await keyboard.press('Home');
  await keyboard.press('ArrowRight');
  await expect(planner.message).toHaveText('Step 1 of 6: chat-a starts on GPU 0, slices 4–7.');
  await expect(powerOn.order.locator('[aria-current="step"]')).toContainText('next');
  await powerOn.slider.focus();
  await keyboard.press('ArrowRight');
  await expect(planner.message).toContainText('Step 2 of 6: ');
  await expect(powerOn.slider).toHaveAttribute('aria-valuetext', /^2, /);
  await powerOn.model.focus();
  await keyboard.press('ArrowDown');
  await expect(planner.message).toContainText('Fewest lost, straight GPUs: Step 2 of 6: ');
  await powerOn.order.getByText('As text').focus();
  await keyboard.press('Enter');
  await expect(powerOn.page.getByRole('textbox', { name: 'Power-on order as text' })).toHaveValue(
    /^Power-on order of esx-01, 6 VMs\n1\. chat-a: 3g\.20gb on GPU 0, slices 4–7\n/,
  );
  await keyboard.press('Escape');
  await expect(powerOn.wayIn()).toBeFocused();
});

test('where no order works, the page says which model refuses which VM, and what stands in its way', async ({
  planner,
}) => {
  const powerOn = new PowerOnPage(planner);
  await powerOn.openPlan(HOPELESS);
  await powerOn.open();
  await expect(powerOn.summary.getByRole('heading', { name: 'No order starts every VM' })).toBeVisible();
  await expect(powerOn.summary).toContainText('under “Preference list” no order works');
  await expect(powerOn.summary.getByRole('row', { name: /^Preference list/ })).toContainText('3 of 4');
  await expect(powerOn.row('s2')).toContainText('refused');
  const refusal = planner.page.getByText(
    /^s2 does not start\. GPU 0: 1g\.5gb starts at .* 1g\.10gb wide holds slices 4–5/,
  );
  await expect(refusal).toBeVisible();
  await powerOn.button('Previous').click();
  await expect(refusal).toBeHidden();
  await expect(planner.message).toContainText('Step 3 of 4: ');
  await expect(powerOn.button('Adopt the expected layout')).toBeHidden();
});

test('where instances are created in advance, the page says that no order is needed', async ({ planner }) => {
  const powerOn = new PowerOnPage(planner);
  await powerOn.openPlan(HOPELESS);
  await powerOn.open();
  const hint = planner.page.getByRole('contentinfo').getByText(/step$/);
  await expect(hint).toBeVisible();
  await planner.undo.click();
  await expect(powerOn.summary.getByRole('heading', { name: 'Not needed here' })).toBeVisible();
  await expect(hint).toBeHidden();
  await powerOn.button('Close').click();
  await expect(powerOn.wayIn()).toBeHidden();
});

test('axe finds nothing', LOOK, async ({ planner }) => {
  const powerOn = new PowerOnPage(planner);
  await powerOn.openPlan(PLAN);
  await powerOn.open();
  await powerOn.button('Previous').click();
  await powerOn.order.getByText('As text').click();
  await expectAccessibleAtEachWidth(planner.page);
});
