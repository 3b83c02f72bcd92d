import { uiStore, useUi } from '../../state/app.ts';
import { THEMES, type Theme } from '../../state/uiStore.ts';
import { Button } from '../ui/Button.tsx';
import { MoonIcon, SunIcon, SystemThemeIcon } from '../ui/icons.tsx';

const LOOK: Record<Theme, { readonly label: string; readonly icon: () => React.ReactNode }> = {
  system: { label: 'Theme: as the system', icon: SystemThemeIcon },
  light: { label: 'Theme: light', icon: SunIcon },
  dark: { label: 'Theme: dark', icon: MoonIcon },
};

/** Goes round system, light, dark; its name says where it stands. */
export function ThemeButton() {
  const theme = useUi((ui) => ui.theme);
  const { label, icon: ThemeIcon } = LOOK[theme];
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
  return (
    <Button
      variant="quiet"
      title={label}
      onClick={() => uiStore.setState({ theme: next })}
      className="bar-tool justify-start"
    >
      <ThemeIcon />
      {label}
    </Button>
  );
}
