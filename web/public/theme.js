// Runs before the first paint, so that no page flashes in the other theme. The policy forbids it inline.
try {
  const theme = localStorage.getItem('kagi.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage is closed to us: the system's theme it is.
}
