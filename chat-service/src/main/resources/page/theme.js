// Sets the chosen colours before anything is drawn. A script of the old kind, since modules run after the first paint.

(() => {
  try {
    const theme = localStorage.getItem('rapport.theme');
    if (theme === 'light' || theme === 'dark') {
      document.documentElement.dataset.theme = theme;
    }
  } catch {
    // no storage: the colours of the system
  }
})();
