import { useEffect } from 'react';
import { useUi } from '../../state/app.ts';

/** Puts the chosen theme on the document; without one the system decides. */
export function useTheme(): void {
  const theme = useUi((ui) => ui.theme);
  useEffect(() => {
    const { dataset } = document.documentElement;
    if (theme === 'system') delete dataset['theme'];
    else dataset['theme'] = theme;
  }, [theme]);
}
