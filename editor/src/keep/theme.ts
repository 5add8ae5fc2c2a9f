const KEY = 'k8s-backup-target/theme';

export type Theme = 'light' | 'dark';

const system = matchMedia('(prefers-color-scheme: dark)');

/** Returns the theme that is shown. */
export const theme = (): Theme => {
  const chosen = document.documentElement.dataset['theme'];
  return chosen === 'light' || chosen === 'dark' ? chosen : system.matches ? 'dark' : 'light';
};

/** Restores the theme that the user chose. Without one, the theme is that of the system. */
export function restoreTheme(): void {
  try {
    const kept = localStorage.getItem(KEY);
    if (kept === 'light' || kept === 'dark') document.documentElement.dataset['theme'] = kept;
  } catch {
    // The browser stores nothing.
  }
}

export function setTheme(chosen: Theme): void {
  document.documentElement.dataset['theme'] = chosen;
  try {
    localStorage.setItem(KEY, chosen);
  } catch {
    // The browser stores nothing. The theme applies until the page is closed.
  }
}
