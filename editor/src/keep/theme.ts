const KEY = 'k8s-backup-target/theme';

export type Theme = 'light' | 'dark';

const system = matchMedia('(prefers-color-scheme: dark)');

/** The theme that is seen. */
export const theme = (): Theme => {
  const chosen = document.documentElement.dataset['theme'];
  return chosen === 'light' || chosen === 'dark' ? chosen : system.matches ? 'dark' : 'light';
};

/** Takes up what was chosen before; else the system's is followed. */
export function restoreTheme(): void {
  try {
    const kept = localStorage.getItem(KEY);
    if (kept === 'light' || kept === 'dark') document.documentElement.dataset['theme'] = kept;
  } catch {
    // Nothing is kept here.
  }
}

export function setTheme(chosen: Theme): void {
  document.documentElement.dataset['theme'] = chosen;
  try {
    localStorage.setItem(KEY, chosen);
  } catch {
    // It holds until the page is left.
  }
}
