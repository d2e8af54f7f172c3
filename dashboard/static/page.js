/* A chart is one picture with one description: Vega's marks inside it are no pictures of their own for a screen reader. */
if (!window.detentionMapCharts) {
  const plain = () => document.querySelectorAll(".stVegaLiteChart svg g[role]").forEach((group) => {
    group.removeAttribute("role");
    group.removeAttribute("aria-roledescription");
  });
  window.detentionMapCharts = new MutationObserver(plain);
  window.detentionMapCharts.observe(document.body, { subtree: true, childList: true });
  plain();
}
