/** The steps from what a host reports to what is planned for it, and whom each interrupts. */
import { expect, test } from './fixtures.ts';
import { ObservedPage } from './pages/ObservedPage.ts';

/** Hosts of KVM, where instances are made by hand: steps have starts. */
const PLAN = `esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a, 3g.20gb@4=chat-b
esx-01/1 a100-pcie-40gb: 1g.5gb@0=dev-1`;

const LGI = `[root@esx-01:~] nvidia-smi mig -lgi
+-------------------------------------------------------+
| GPU instances:                                        |
| GPU   Name             Profile  Instance   Placement  |
|                          ID       ID       Start:Size |
|=======================================================|
|   0  MIG 1g.5gb          19        7          0:1     |
+-------------------------------------------------------+
|   0  MIG 3g.20gb          9        1          4:4     |
+-------------------------------------------------------+
|   1  MIG 1g.5gb          19       13          6:1     |
+-------------------------------------------------------+
`;

test('the steps to the plan, in order, with whom each interrupts; done, there are none', async ({
  planner,
}) => {
  const observed = new ObservedPage(planner);
  const { page } = planner;
  const steps = page.getByRole('region', { name: 'Steps' });
  await planner.openLayout(PLAN);
  await observed.record(LGI);
  await observed.open();
  await observed.button('Steps to the plan').click();
  await expect(observed.gpu(0)).toBeHidden();
  await expect(steps.getByRole('listitem')).toHaveText([
    /Destroy 1g\.5gb at slice 0 of GPU 0 on esx-01$/,
    /Create 3g\.20gb at slices 0–3 of GPU 0 on esx-01$/,
    /Create 1g\.5gb at slice 0 of GPU 1 on esx-01$/,
    /Start chat-a on 3g\.20gb at slices 0–3 of GPU 0 on esx-01$/,
    /Move dev-1 from 1g\.5gb at slice 6 of GPU 1 on esx-01 to 1g\.5gb at slice 0 .*Interrupts dev-1 while it moves$/,
    /Destroy 1g\.5gb at slice 6 of GPU 1 on esx-01, now that there is 1g\.5gb at slice 0/,
  ]);
  await expect(steps).toContainText('6 steps in 1 wave, 1 instance kept');
  await page.getByText('As text').click();
  await observed.button('Back to the GPUs').press('Enter');
  await expect(steps).toBeHidden();
  await expect(observed.gpu(0)).toBeVisible();
  await observed.button('Steps to the plan').press('Space');
  await observed.button('Mark as done: observed as planned').click();
  await expect(steps).toContainText('Nothing to do: it is as the target has it.');
});
