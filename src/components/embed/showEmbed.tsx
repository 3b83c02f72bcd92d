/** The entry of the embedded view: draws the plan of the address again whenever that changes. */
import { createRoot } from 'react-dom/client';
import { onFragment, sharedFragment, shareUrl } from '../../state/url.ts';
import { Embed } from './Embed.tsx';
import { embedOf } from './embedAddress.ts';

export function showEmbed(element: HTMLElement): void {
  const root = createRoot(element);
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  const show = (): void => {
    const fragment = sharedFragment() ?? '';
    const embed = embedOf(fragment);
    // The same frame, and no longer a view to embed: the planner begins anew.
    if (embed === null) {
      window.location.reload();
      return;
    }
    const theme = embed.theme ?? (system.matches ? 'dark' : 'light');
    document.documentElement.dataset['theme'] = theme;
    root.render(<Embed fragment={fragment} theme={theme} href={shareUrl(embed.plan)} />);
  };
  show();
  onFragment(show);
  system.addEventListener('change', show);
}
