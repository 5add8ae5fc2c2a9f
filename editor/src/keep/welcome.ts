const KEY = 'k8s-backup-target/welcome';

/** Returns whether the user closed the line at the top in this browser. */
export function isWelcomeClosed(): boolean {
  try {
    return localStorage.getItem(KEY) === 'closed';
  } catch {
    return false;
  }
}

export function closeWelcome(): void {
  try {
    localStorage.setItem(KEY, 'closed');
  } catch {
    // The browser stores nothing. The line is closed until the page is loaded again.
  }
}
